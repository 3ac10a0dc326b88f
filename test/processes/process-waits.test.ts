import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullCaller } from '../../src/domain/caller.ts'
import { refusalOf } from '../support/refusal.ts'
import { keywordWarmupRequest } from '../support/requests.ts'
import { createdId, openOffice, type Office } from '../support/store.ts'
import { ownOnly, told } from './followed.ts'

const NEVER = new AbortController().signal

const accept = ({ processes }: Office, request_id: string) =>
  createdId(processes.acceptCapabilityRequest(keywordWarmupRequest({ request_id })))

const begin = ({ processes }: Office, processId: string, { ms = 30_000, signal = NEVER } = {}) =>
  processes.waitForProcess({ processId, caller: fullCaller('tests'), ms, signal })

/** True or false once the wait has an answer, null until then. */
function answerOf(wait: { changed: () => Promise<boolean> }): () => boolean | null {
  let answer: boolean | null = null
  void wait.changed().then((changed) => (answer = changed))
  return () => answer
}

test('a wait ends when something happens to its process, and not when something happens to another', async (t) => {
  const office = await openOffice(t)
  const [first, second] = [await accept(office, 'first'), await accept(office, 'second')]
  const ofFirst = answerOf(begin(office, first))
  const ofSecond = answerOf(begin(office, second))

  await office.claim('phone_01')
  await told(office.clock)

  assert.deepEqual([ofFirst(), ofSecond()], [true, null])
})

test('what happens before anybody asks again is not missed', async (t) => {
  const office = await openOffice(t)
  const wait = begin(office, await accept(office, 'first'))
  await office.claim('phone_01')
  await told(office.clock)

  assert.equal(await wait.changed(), true)
})

test('a wait is over after its time', async (t) => {
  const office = await openOffice(t)
  const answer = answerOf(begin(office, await accept(office, 'first'), { ms: 5000 }))

  await office.clock.advance(4999)
  const before = answer()
  await office.clock.advance(1)

  assert.deepEqual([before, answer()], [null, false])
})

test('a wait is over at once when its caller leaves and when the daemon drains', async (t) => {
  const office = await openOffice(t)
  const process_id = await accept(office, 'first')
  const leaving = new AbortController()
  const left = answerOf(begin(office, process_id, { signal: leaving.signal }))
  const stayed = answerOf(begin(office, process_id))

  leaving.abort()
  await told(office.clock)
  const before = [left(), stayed()]
  office.processes.drainEvents()
  await told(office.clock)

  assert.deepEqual(before, [false, null])
  assert.equal(stayed(), false)
  assert.equal(await begin(office, process_id).changed(), false)
})

test('an ended wait leaves no timer, no look at commits and no place behind', async (t) => {
  const office = await openOffice(t)
  const process_id = await accept(office, 'first')
  const caller = ownOnly('a')
  for (let count = 0; count < 300; count++)
    office.processes.waitForProcess({ processId: process_id, caller, ms: 1000, signal: NEVER }).end()

  office.store.read.events.after = () => assert.fail('looked')
  await accept(office, 'second')
  await told(office.clock)

  assert.equal(office.clock.pending(), 0)
})

test('a key may wait a hundred times at once', async (t) => {
  const office = await openOffice(t)
  const asked = { processId: await accept(office, 'first'), caller: ownOnly('a'), ms: 1000, signal: NEVER }
  const waits = Array.from({ length: 100 }, () => office.processes.waitForProcess(asked))

  assert.equal((await refusalOf(() => office.processes.waitForProcess(asked))).error, 'rate_limited')
  waits[0]?.end()
  office.processes.waitForProcess(asked)
})
