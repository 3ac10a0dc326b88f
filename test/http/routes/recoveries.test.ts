import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testRefusals } from '../support/refusals.ts'
import { startedApi } from '../support/started-api.ts'

testRefusals('GET', '/phones/phone_09/recoveries', [
  ['an unknown phone', undefined, 404, 'phone_not_found', []],
])
testRefusals('POST', '/phones/phone_09/readmit', [
  ['an unknown phone', undefined, 404, 'phone_not_found', []],
])
testRefusals('POST', '/phones/phone_01/readmit', [
  ['a phone that is not in quarantine', undefined, 409, 'conflict:not_quarantined', []],
])

test('what was tried on a phone is listed with how often each rung has helped', async (t) => {
  const { ask, store } = await startedApi(t)
  const began_at = '2999-01-01T00:00:00.000Z'
  await store.write('begin_rung', (tables) => {
    const row = {
      phone_id: 'phone_01',
      incident_id: null,
      symptom: 'session_fault',
      boot_id: 'boot-1',
      began_at,
    }
    const recovery_id = tables.recoveries.begin({ ...row, rung: 'reopen_session', detail: 'socket hang up' })
    tables.recoveries.end({ recovery_id, ended_at: began_at, outcome: 'did_not_help', detail: 'no session' })
    tables.recoveries.begin({ ...row, rung: 'restart_server', detail: 'socket hang up' })
  })

  const { status, json } = await ask('/phones/phone_01/recoveries')
  const phone = await ask('/phones/phone_01')

  assert.equal(status, 200)
  const open = {
    symptom: 'session_fault',
    rung: 'restart_server',
    began_at,
    ended_at: null,
    outcome: null,
    detail: 'socket hang up',
    incident_id: null,
  }
  assert.deepEqual(json, {
    recoveries: [
      open,
      { ...open, rung: 'reopen_session', ended_at: began_at, outcome: 'did_not_help', detail: 'no session' },
    ],
    next_cursor: null,
    rungs: [
      { rung: 'reopen_session', helped: 0, did_not_help: 1 },
      { rung: 'restart_server', helped: 0, did_not_help: 0 },
    ],
  })
  assert.deepEqual(phone.json['recovery'], open)
})

test('incidents are listed newest first', async (t) => {
  const { ask, store } = await startedApi(t)
  await store.write('record_incident', (tables) => {
    for (const [incident_id, began_at] of [
      ['one', '2026-03-22T08:00:00.000Z'],
      ['two', '2026-03-22T09:00:00.000Z'],
    ] as const) {
      const cause = {
        scope: 'hub',
        subject: '1-1',
        symptom: 'not_answering',
        reason: 'it is silent',
      } as const
      tables.incidents.open({ incident_id, ...cause, phones: '["phone_01"]', began_at })
    }
  })

  const first = await ask('/incidents?limit=1')
  const second = await ask(`/incidents?limit=1&cursor=${String(first.json['next_cursor'])}`)

  assert.deepEqual(first.json['incidents'], [
    {
      incident_id: 'two',
      scope: 'hub',
      subject: '1-1',
      symptom: 'not_answering',
      reason: 'it is silent',
      phone_ids: ['phone_01'],
      began_at: '2026-03-22T09:00:00.000Z',
      ended_at: null,
      outcome: null,
    },
  ])
  assert.equal(second.json['next_cursor'], null)
})
