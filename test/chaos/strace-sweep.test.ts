import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { countWrites, faultsAt, straceMissing, sufferFault, WRITES, type WriteFault } from './strace-sweep.ts'

/** How many of all calls are tried here; `scripts/soak` tries every one. */
const MOST_KILLS = 10
const MOST_ERRORS = 2

const skip = straceMissing() ?? false
let counts: Awaited<ReturnType<typeof countWrites>>
before(async () => {
  if (skip === false) counts = await countWrites()
})

/** Two at a time: a life is mostly the start of Node. */
async function violationsOf(faults: readonly WriteFault[]): Promise<unknown[]> {
  const queue = [...faults]
  const wrong: unknown[] = []
  const work = async () => {
    for (let fault = queue.shift(); fault; fault = queue.shift()) {
      const outcome = await sufferFault(fault)
      if (outcome.violations.length > 0) wrong.push(outcome)
    }
  }
  await Promise.all([work(), work()])
  return wrong
}

test(
  'a daemon that is killed at any of its writes loses nothing that it has acknowledged',
  { skip },
  async () => {
    const faults = faultsAt(counts, { calls: WRITES, injection: 'kill', most: MOST_KILLS })

    assert.equal(faults.length, MOST_KILLS)
    assert.deepEqual(await violationsOf(faults), [])
  },
)

test('a daemon whose fsync fails acknowledges nothing and ends; the next one goes on', { skip }, async () => {
  const faults = faultsAt(counts, { calls: ['fsync', 'fdatasync'], injection: 'EIO', most: MOST_ERRORS })

  assert.deepEqual(await violationsOf(faults), [])
})

test(
  'a daemon whose write finds the disk full acknowledges nothing that is not stored, and goes on',
  { skip },
  async () => {
    const faults = faultsAt(counts, { calls: ['pwrite64'], injection: 'ENOSPC', most: MOST_ERRORS })

    assert.deepEqual(await violationsOf(faults), [])
  },
)

test('the sample of the calls is spread over all of them', () => {
  const few = { pwrite64: 10, fsync: 2, fdatasync: 0, unlink: 0, rename: 0, ftruncate: 0 }
  const faults = faultsAt(few, { calls: ['pwrite64', 'fsync'], injection: 'kill', most: 3 })

  assert.deepEqual(
    faults.map(({ call, nth }) => `${call} ${nth}`),
    ['pwrite64 3', 'pwrite64 7', 'fsync 1'],
  )
})
