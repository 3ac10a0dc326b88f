import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { suggestPhoneId } from '../../src/domain/phone-candidate.ts'
import { createCandidates } from '../../src/phones/candidates.ts'
import { createFakeAdb } from '../devices/fake-adb.ts'
import { openOffice } from '../support/store.ts'

const NEVER = new AbortController().signal

const PROPERTIES = `[ro.serialno]: [R5CT60ABCDE]
[ro.product.model]: [SM-A546B]
[ro.build.version.release]: [14]
`

async function scan(t: TestContext, states: Record<string, string>, registered: readonly string[] = []) {
  const { store, clock, processes } = await openOffice(t, { phones: 0 })
  for (const [index, serial] of registered.entries()) await processes.putPhone(`phone_${index}`, { serial })
  const adb = createFakeAdb({ states, shell: () => PROPERTIES })
  const list = await adb.devices(NEVER)
  const listed = () => list
  const watcher = { listed, stateOf: (serial: string) => states[serial] ?? 'absent' }
  const candidates = createCandidates({ read: store.read, watcher, adb, clock })
  return { store, candidates }
}

test('a phone that nobody has registered is a candidate with what it tells of itself', async (t) => {
  const { candidates } = await scan(t, { R5CT60ABCDE: 'device' })

  assert.deepEqual(await candidates(NEVER), [
    {
      serial: 'R5CT60ABCDE',
      state: 'device',
      reason: null,
      next: null,
      hardware_serial: 'R5CT60ABCDE',
      model: 'SM-A546B',
      android_version: '14',
      suggested_phone_id: 'phone_r5ct60abcde',
    },
  ])
})

test('a candidate that was never allowed says what has to be done', async (t) => {
  const { candidates } = await scan(t, { ABC: 'unauthorized' })
  const [candidate] = await candidates(NEVER)
  assert.deepEqual(
    [candidate?.state, candidate?.next, candidate?.hardware_serial],
    ['unauthorized', 'a person taps "Allow" on the phone', null],
  )
})

test('what is registered is no candidate', async (t) => {
  const { candidates } = await scan(t, { R5CT60ABCDE: 'device' }, ['R5CT60ABCDE'])
  assert.deepEqual(await candidates(NEVER), [])
})

test('a registered phone that adb reaches on another way as well is no candidate', async (t) => {
  const { candidates, store } = await scan(t, { '10.0.0.7:5555': 'device' }, ['usb-serial'])
  await store.write('record_phone_state', ({ phones }) =>
    phones.recordFacts({
      phone_id: 'phone_0',
      facts: null,
      hardware_serial: 'R5CT60ABCDE',
      model: null,
      android_version: null,
      apps: null,
    }),
  )
  assert.deepEqual(await candidates(NEVER), [])
})

const SUGGESTIONS: [serial: string, taken: string[], suggested: string][] = [
  ['R5CT60ABCDE', [], 'phone_r5ct60abcde'],
  ['192.168.1.20:5555', [], 'phone_192_168_1_20_5555'],
  ['R5CT60ABCDE', ['phone_r5ct60abcde', 'phone_r5ct60abcde_2'], 'phone_r5ct60abcde_3'],
  ['???', [], 'phone_new'],
]

for (const [serial, taken, suggested] of SUGGESTIONS) {
  test(`${serial} becomes ${suggested} when ${taken.length} ids are taken`, () => {
    assert.equal(
      suggestPhoneId(serial, (id) => taken.includes(id)),
      suggested,
    )
  })
}
