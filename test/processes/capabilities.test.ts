import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { FarmError } from '../../src/domain/errors.ts'
import type { Capability } from '../../src/domain/process.ts'
import type { ProcessesDeps } from '../../src/processes/processes.ts'
import { metricsText } from '../../src/domain/metrics.ts'
import { fypWarmupRequest, keywordWarmupRequest } from '../support/requests.ts'
import { createdId, openOffice, type Office } from '../support/store.ts'

const PACK = { package_name: 'com.phonefarm.clips', hash: 'abc' }
const BOTH = { permitted: ['keyword_warmup', 'fyp_warmup'], unverified: ['keyword_warmup'] } as const

/** phone_01 and phone_02 with an account each; clips 1.2 on both unless they are said to have others. */
async function openFarm(
  t: TestContext,
  deps: Partial<ProcessesDeps> = {},
  versions: readonly (string | null)[] = ['1.2', '1.2'],
): Promise<Office> {
  const office = await openOffice(t, { packOf: () => PACK, ...deps })
  for (const [index, version] of versions.entries()) {
    const apps = version === null ? [] : [{ package_name: PACK.package_name, version }]
    await office.processes.recordPhoneFacts(`phone_0${index + 1}`, {
      model: 'Virtual',
      android_version: '13',
      apps,
      facts: null,
    })
  }
  return office
}

interface Known {
  status?: 'verified' | 'withdrawn'
  app_version?: string
  capability?: Capability
  pack_hash?: string
  since?: string
}

async function know({ store }: Office, known: Known): Promise<void> {
  const row = {
    capability: 'fyp_warmup',
    app: 'clips',
    app_version: '1.2',
    pack_hash: 'abc',
    status: 'verified',
    since: '2026-03-22T08:00:00.000Z',
    ...known,
  } as const
  const reason = row.status === 'verified' ? 'earned' : '2 of the last 5 runs ended as app_changed: no button'
  await store.write('put_phone', (tables) => tables.verifications.put({ ...row, reason, runs: '[]' }))
}

const unattended = { mode: 'unattended' } as const
const on = (account_id: string) => ({ target: { routing: 'queue', account_id } })

/** @returns the refusal of an unattended request */
async function refusal(work: Promise<unknown>): Promise<{ error: string; message: string; paths: string[] }> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof FarmError)) throw error
    const { code, detail, message, problems } = error
    return { error: `${code}:${detail}`, message, paths: problems.map(({ path }) => path) }
  }
  throw new Error('it was accepted')
}

const standing = (office: Office, capability: Capability) => {
  const row = office.processes.readCapabilities().capabilities.find((one) => one.capability === capability)
  assert.ok(row)
  return row
}

test('without runs every app version that accounts live on is unverified, and says what is needed', async (t) => {
  const office = await openFarm(t, {}, ['1.2', '1.3'])

  const { live_verified, verifications } = standing(office, 'fyp_warmup')

  const nothing = { status: 'unverified', since: null, runs: [], needed: 3 }
  const reason = '0 of 3 runs in a row have proven every effect'
  assert.equal(live_verified, false)
  assert.deepEqual(verifications, [
    { app: 'clips', app_version: '1.2', pack_hash: 'abc', ...nothing, reason },
    { app: 'clips', app_version: '1.3', pack_hash: 'abc', ...nothing, reason },
  ])
})

test('a capability is live verified when every version in use is', async (t) => {
  const office = await openFarm(t, {}, ['1.2', '1.3'])

  await know(office, { app_version: '1.2' })
  const half = standing(office, 'fyp_warmup').live_verified
  await know(office, { app_version: '1.3' })

  assert.equal(half, false)
  assert.equal(standing(office, 'fyp_warmup').live_verified, true)
  assert.equal(standing(office, 'keyword_warmup').live_verified, false)
})

test('a farm without accounts has verified nothing', async (t) => {
  const office = await openOffice(t, { phones: 0, packOf: () => PACK })
  await know(office, {})

  assert.deepEqual(
    office.processes
      .readCapabilities()
      .capabilities.map(({ live_verified, verifications }) => ({ live_verified, verifications })),
    [1, 2, 3].map(() => ({ live_verified: false, verifications: [] })),
  )
})

test('a verification by another pack is not this one', async (t) => {
  const office = await openFarm(t, { unattended: BOTH })
  await know(office, { pack_hash: 'older' })

  assert.equal(standing(office, 'fyp_warmup').live_verified, false)
})

test('the documents decide unless the operator permits more: fyp_warmup is refused before its prompt is looked at', async (t) => {
  const office = await openFarm(t)
  await know(office, {})
  const inputs = {}

  const told = await refusal(
    office.processes.acceptCapabilityRequest({ ...fypWarmupRequest(unattended), inputs }),
  )

  assert.deepEqual(told, {
    error: 'capability_not_live_verified:fyp_warmup',
    message: 'fyp_warmup may not run unattended: the operator of this farm has not permitted it',
    paths: ['/mode'],
  })
})

test('fyp_warmup runs unattended once it is permitted and verified on the phone of its account', async (t) => {
  const office = await openFarm(t, { unattended: BOTH }, ['1.2', '1.3'])
  const { acceptCapabilityRequest } = office.processes
  await know(office, { app_version: '1.2' })

  const accepted = await acceptCapabilityRequest(fypWarmupRequest({ ...unattended, ...on('account_01') }))
  const other = fypWarmupRequest({ ...unattended, ...on('account_02'), request_id: 'another' })
  const told = await refusal(acceptCapabilityRequest(other))

  assert.equal(accepted.created, true)
  assert.deepEqual(told, {
    error: 'capability_not_live_verified:fyp_warmup',
    message:
      'fyp_warmup may not run unattended in clips 1.3: it is not verified: 0 of 3 runs in a row have proven every effect',
    paths: ['/mode'],
  })
})

test('keyword_warmup may run before it is verified, and no more once its verification is withdrawn', async (t) => {
  const office = await openFarm(t)
  const { acceptCapabilityRequest } = office.processes

  const before = await acceptCapabilityRequest(keywordWarmupRequest({ ...unattended, ...on('account_01') }))
  await know(office, { capability: 'keyword_warmup', status: 'withdrawn' })
  const next = keywordWarmupRequest({ ...unattended, ...on('account_01'), request_id: 'next' })
  const told = await refusal(acceptCapabilityRequest(next))
  const byHand = await acceptCapabilityRequest({ ...next, mode: 'manual' })

  assert.equal(before.created, true)
  assert.equal(
    told.message,
    'keyword_warmup may not run unattended in clips 1.2: its verification was withdrawn at 2026-03-22T08:00:00.000Z: 2 of the last 5 runs ended as app_changed: no button',
  )
  assert.equal(byHand.created, true)
})

test('what was accepted before a withdrawal is answered as the duplicate that it is', async (t) => {
  const office = await openFarm(t)
  const request = keywordWarmupRequest({ ...unattended, ...on('account_01') })
  const id = await createdId(office.processes.acceptCapabilityRequest(request))
  await know(office, { capability: 'keyword_warmup', status: 'withdrawn' })

  const again = await office.processes.acceptCapabilityRequest(request)

  assert.equal(again.created, false)
  assert.equal(again.created ? null : again.process.process_id, id)
})

test('keyword_warmup has to be earned where the operator lets nothing run unverified', async (t) => {
  const office = await openFarm(t, { unattended: { permitted: ['keyword_warmup'], unverified: [] } })

  const told = await refusal(
    office.processes.acceptCapabilityRequest(keywordWarmupRequest({ ...unattended, ...on('account_01') })),
  )

  assert.equal(told.error, 'capability_not_live_verified:keyword_warmup')
  assert.deepEqual(standing(office, 'keyword_warmup').modes.unattended, {
    allowed: false,
    reason: 'capability_not_live_verified',
  })
})

test('keyword_warmup is not permitted at all where the operator does not name it', async (t) => {
  const office = await openFarm(t, { unattended: { permitted: [], unverified: [] } })

  const told = await refusal(office.processes.acceptCapabilityRequest(keywordWarmupRequest(unattended)))

  assert.equal(told.error, 'unattended_not_permitted:keyword_warmup')
})

test('a phone that has not told its version counts as the version that was verified last', async (t) => {
  const office = await openFarm(t, { unattended: BOTH }, ['1.2', null])
  const { acceptCapabilityRequest } = office.processes
  const request = fypWarmupRequest({ ...unattended, ...on('account_02') })

  const told = await refusal(acceptCapabilityRequest(request))
  await know(office, { app_version: '1.1', status: 'withdrawn', since: '2026-03-20T08:00:00.000Z' })
  await know(office, { app_version: '1.2' })
  const accepted = await acceptCapabilityRequest(request)

  assert.match(told.message, /in clips: it is not verified: no phone has told the version of the app yet/)
  assert.equal(accepted.created, true)
})

test('a version that one phone has told and another has not stands there once', async (t) => {
  const office = await openFarm(t, { unattended: BOTH }, ['1.2', null])
  await know(office, {})

  const { capabilities } = office.processes.readCapabilities()

  const fyp = capabilities.find(({ capability }) => capability === 'fyp_warmup')
  assert.deepEqual(
    fyp?.verifications.map(({ app_version }) => app_version),
    ['1.2'],
  )
})

test('an app without a pack is not verified', async (t) => {
  const office = await openFarm(t, { unattended: BOTH, packOf: () => undefined })

  const [entry] = standing(office, 'fyp_warmup').verifications

  assert.deepEqual(
    { pack_hash: entry?.pack_hash, reason: entry?.reason },
    { pack_hash: null, reason: 'no driver pack drives clips' },
  )
})

test('a gauge says of each app whether it is verified', async (t) => {
  const office = await openFarm(t)
  await know(office, {})

  const text = metricsText(office.processes.readMetrics())

  assert.match(text, /phonefarm_capability_verified\{capability="keyword_warmup",app="clips"\} 0\n/)
  assert.match(text, /phonefarm_capability_verified\{capability="fyp_warmup",app="clips"\} 1\n/)
})
