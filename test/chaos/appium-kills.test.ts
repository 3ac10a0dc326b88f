import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runChaos } from './run-chaos.ts'

/** A life with real Appium takes seconds; `scripts/soak` makes 1,000. */
const KILLS = 2

test(`a daemon with real Appium that is killed ${KILLS} times under load breaks no promise`, async (t) => {
  const { verdicts, kills, polls, processes, folder } = await runChaos({
    seed: 2,
    kills: KILLS,
    direct: false,
    say: (line) => t.diagnostic(line),
  })

  t.diagnostic(`${kills} kills, ${processes} processes, ${polls} polls; kept in ${folder} if it fails`)
  assert.deepEqual(
    verdicts.filter(({ violations }) => violations.length > 0),
    [],
  )
  assert.equal(kills, KILLS)
})
