import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogWatch } from '../../src/upkeep/log-watch.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'

const MIB = 1024 * 1024

test('a write-ahead log that grows is told once, and once when it is short again', async () => {
  const clock = createFakeClock()
  const { log, lines } = recordingLog()
  let bytes = 30 * MIB
  const watch = createLogWatch({ source: 'phonefarm.db', clock, log, bytesOf: () => bytes })
  watch.start()
  for (const next of [64 * MIB, 65 * MIB, 80 * MIB, 40 * MIB, 70 * MIB]) {
    bytes = next
    await clock.advance(5000)
  }
  watch.stop()
  assert.deepEqual(
    lines.map(({ level, wal_bytes }) => [level, wal_bytes]),
    [
      ['warn', 65 * MIB],
      ['info', 40 * MIB],
      ['warn', 70 * MIB],
    ],
  )
  assert.equal(watch.bytes(), 70 * MIB)
  assert.equal(clock.pending(), 0)
})
