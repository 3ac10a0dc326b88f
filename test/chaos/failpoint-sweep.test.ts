import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sweepFailpoints } from './failpoint-sweep.ts'
import type { FailpointName } from './failpoints.ts'

/** What the played day does not do, and where else it is killed. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  end_broken: 'only a bug in another change leads there: test/scheduler/broken-changes.test.ts',
  park_item: 'only a bug in two other changes leads there: test/scheduler/broken-changes.test.ts',
  prune: 'no process of a day is old enough; test/store/retention.test.ts kills it',
}

test('a daemon that is killed at any failpoint, and again while it recovers, keeps every promise', async () => {
  const { passed, failures, unreached } = await sweepFailpoints({ seeds: [1] })

  assert.deepEqual(failures, [])
  assert.ok(passed > 60, `${passed} days`)
  const unexplained = unreached.filter((name: FailpointName) => !((name.split(':')[0] ?? '') in ELSEWHERE))
  assert.deepEqual(unexplained, [])
})
