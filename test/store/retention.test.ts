import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { retentionTable } from '../../src/store/retention.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

/** Tables that grow with what happens to phones, each with how its oldest rows are found. */
const OLDEST = [
  ['DELETE FROM phone_states', 'SEARCH old USING INDEX phone_states_by_age (at<?)'],
  ['DELETE FROM recoveries', 'SEARCH recoveries USING INDEX recoveries_by_age (began_at<?)'],
  ['DELETE FROM incidents', 'SEARCH incidents USING INDEX incidents_began (began_at<?)'],
] as const

for (const [words, step] of OLDEST) {
  test(`"${words}" looks at old rows only: ${step}`, () => {
    const { db, statements } = recordingDatabase(openDatabase(':memory:'))
    retentionTable(db)

    const plan = queryPlan(db, statementWith(statements, words))

    assert.ok(plan.includes(step), plan.join('\n'))
  })
}
