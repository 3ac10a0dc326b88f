import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError, type ErrorCategory } from '../../../src/domain/errors.ts'
import type { RecoveryRung } from '../../../src/domain/recovery.ts'
import { watchRuns } from '../../../src/phones/recovery/watch-runs.ts'

/** What is reported of a run that ends with the error. */
async function reportsOf(error: Error, signal = new AbortController().signal): Promise<unknown[]> {
  const reports: unknown[] = []
  const report = (...told: unknown[]) => void reports.push(told)
  const run = { item: { phone_id: 'phone_01' }, signal }
  const fail = async () => {
    throw error
  }
  await assert.rejects(watchRuns({ report }, fail)(run), error)
  return reports
}

const CASES: readonly [ErrorCategory, string | null][] = [
  ['device', 'device_fault'],
  ['session', 'session_fault'],
  ['timeout', 'session_fault'],
  ['app_changed', null],
  ['account_action_needed', null],
  ['internal', null],
]
for (const [category, symptom] of CASES) {
  test(`a run that ends with ${category} reports ${symptom ?? 'nothing'}`, async () => {
    const reports = await reportsOf(new RunError(category, 'it broke'))

    assert.deepEqual(reports, symptom === null ? [] : [['phone_01', symptom, 'it broke', undefined]])
  })
}

test('what the words of the fault ask for goes along', async () => {
  const rung: RecoveryRung = 'reinstall_server'

  const [report] = await reportsOf(new RunError('session', 'not installed', { rung }))

  assert.deepEqual(report, ['phone_01', 'session_fault', 'not installed', 'reinstall_server'])
})

test('a run that was stopped on purpose reports nothing, whatever it says in the end', async () => {
  const stopped = AbortSignal.abort(new Error('cancelled'))

  assert.deepEqual(await reportsOf(new RunError('session', 'socket hang up'), stopped), [])
})

test('the result of a run passes through', async () => {
  const run = { item: { phone_id: 'phone_01' }, signal: new AbortController().signal }

  assert.equal(await watchRuns({ report: () => undefined }, () => Promise.resolve('done'))(run), 'done')
})
