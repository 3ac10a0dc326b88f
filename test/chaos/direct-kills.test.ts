import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runChaos } from './run-chaos.ts'

/** As many as fit into scripts/test: 4 s a life on two cores. `scripts/soak --direct --kills 100` makes D1's hundred, `scripts/soak` 1,000 with real Appium. */
const KILLS = 15

test(`a daemon that is killed ${KILLS} times under load breaks no promise`, async (t) => {
  const { verdicts, kills, polls, processes, folder } = await runChaos({
    seed: 1,
    kills: KILLS,
    direct: true,
    say: (line) => t.diagnostic(line),
  })

  t.diagnostic(`${kills} kills, ${processes} processes, ${polls} polls; kept in ${folder} if it fails`)
  assert.deepEqual(
    verdicts.filter(({ violations }) => violations.length > 0),
    [],
  )
  assert.equal(kills, KILLS)
})
