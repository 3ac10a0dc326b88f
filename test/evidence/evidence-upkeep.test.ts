import assert from 'node:assert/strict'
import { writeFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { createEvidenceUpkeep } from '../../src/evidence/evidence-upkeep.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { silentLog } from '../support/farm.ts'
import { evidencePlace, pieceOf } from './evidence-place.ts'

const NEVER = new AbortController().signal

/** Pauses between slices are not waited for. */
const hasty = {
  ...systemClock,
  now: () => new Date('2026-03-22T08:30:00.000Z'),
  sleep: () => Promise.resolve(),
}

function upkeepOf(t: TestContext, { keepDays = 14, quotaBytes = 1024 * 1024 } = {}) {
  const place = evidencePlace(t, { quotaBytes })
  const upkeep = createEvidenceUpkeep({ ...place, keepDays, clock: hasty, log: silentLog })
  const keep = (name: string, at: string, content = name.padEnd(4096)) =>
    place.library.keep(pieceOf({ name, at }), Buffer.from(content))
  const missing = () => Object.fromEntries(place.listed().map((row) => [row.name, row.missing]))
  return { ...place, upkeep, keep, missing }
}

test('pieces that are too old lose their bytes and keep their row', async (t) => {
  const { upkeep, keep, missing, library } = upkeepOf(t)
  await keep('old', '2026-03-08T08:29:59.999Z')
  await keep('young', '2026-03-08T08:30:00.000Z')

  await upkeep.pruneOnce(NEVER)

  assert.deepEqual(missing(), { old: 'pruned', young: null })
  assert.equal(library.usedBytes(), 4096)
})

test('the oldest go before the quota is used up, some more than needed', async (t) => {
  const { upkeep, keep, library } = upkeepOf(t, { quotaBytes: 100 * 4096 })
  for (let number = 0; number < 97; number++) {
    await keep(`piece-${number}`, `2026-03-22T08:00:00.${String(number).padStart(3, '0')}Z`)
  }

  await upkeep.pruneOnce(NEVER)

  // One slice of 32.
  assert.equal(library.usedBytes(), 65 * 4096)
})

test('while there is room nothing is pruned', async (t) => {
  const { upkeep, keep, missing } = upkeepOf(t, { quotaBytes: 100 * 4096 })
  await keep('only', '2026-03-22T08:00:00.000Z')

  await upkeep.pruneOnce(NEVER)

  assert.deepEqual(missing(), { only: null })
})

test('a sweep removes files of which no row speaks and tells rows whose file is gone', async (t) => {
  const { root, upkeep, keep, missing, listed, files } = upkeepOf(t)
  await keep('kept', '2026-03-22T08:00:00.000Z')
  await keep('gone', '2026-03-22T08:00:01.000Z')
  const gone = listed()[1]?.sha256 ?? ''
  rmSync(path.join(root, gone.slice(0, 2), gone))
  const orphan = 'ab'.repeat(32)
  await files.write(orphan, Buffer.from('a death between file and row'))
  writeFileSync(path.join(root, 'notes-of-a-person.txt'), 'not ours')

  await upkeep.sweepOnce(NEVER)

  assert.deepEqual(missing(), { kept: null, gone: 'lost' })
  assert.deepEqual(await files.list('ab'), [])
})
