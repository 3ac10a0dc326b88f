import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handOverHolder } from '../../src/domain/hand-over.ts'
import { applyVerifiedUsername } from '../../src/processes/apply-verified-username.ts'
import { refusalOf } from '../support/refusal.ts'
import { keywordWarmupRequest, runtimeSnapshot } from '../support/requests.ts'
import { account, openOffice } from '../support/store.ts'

test('an account is created and then replaced', async (t) => {
  const { processes, clock } = await openOffice(t, { phones: 1 })
  await clock.advance(1000)
  const created = await processes.putAccount('account_09', account('phone_01', 'first'))
  const expected = {
    account_id: 'account_09',
    phone_id: 'phone_01',
    app: 'clips',
    username: 'first',
    status: 'active',
    settings: { timezone: 'UTC', quiet_hours: [], daily_budget_minutes: null },
    created_at: '2026-03-22T08:30:01.000Z',
    hand_over: null,
    on_hold: null,
    waiting: [],
    next_allowed_at: null,
    last_verified: null,
    last_mismatch: null,
    totals: { runs: 0, completed: 0, failed: 0, minutes: 0, since: null },
    days: [],
    updated_at: '2026-03-22T08:30:01.000Z',
  }
  assert.deepEqual(created, { created: true, account: expected })
  await clock.advance(1000)
  const body = { ...account('phone_01', 'second'), status: 'inactive' }
  const replaced = {
    ...expected,
    username: 'second',
    status: 'inactive',
    updated_at: '2026-03-22T08:30:02.000Z',
    waiting: [
      { code: 'account_inactive', message: 'account account_09 is inactive', since: null, until: null },
    ],
  }
  assert.deepEqual(await processes.putAccount('account_09', body), { created: false, account: replaced })
  assert.deepEqual(processes.readAccount('account_09'), replaced)
})

const NIGHT = { from: '22:00', to: '07:00' }
const BERLIN = { timezone: 'Europe/Berlin', quiet_hours: [NIGHT], daily_budget_minutes: 90 }

test('settings are stored, shown, and back at their defaults when an account is replaced without them', async (t) => {
  const { processes } = await openOffice(t, { phones: 1 })
  const body = account('phone_01', 'clips_user01')

  const { account: set } = await processes.putAccount('account_01', { ...body, settings: BERLIN })
  const shown = processes.readAccount('account_01').settings
  const { account: replaced } = await processes.putAccount('account_01', body)

  assert.deepEqual(set.settings, BERLIN)
  assert.deepEqual(shown, BERLIN)
  assert.deepEqual(replaced.settings, { timezone: 'UTC', quiet_hours: [], daily_budget_minutes: null })
})

test('a part of the settings may be given', async (t) => {
  const { processes } = await openOffice(t, { phones: 1 })
  const body = { ...account('phone_01', 'clips_user01'), settings: { daily_budget_minutes: 1440 } }

  const { account: set } = await processes.putAccount('account_01', body)

  assert.deepEqual(set.settings, { timezone: 'UTC', quiet_hours: [], daily_budget_minutes: 1440 })
})

test('the scheduler is woken for new settings', async (t) => {
  const { processes, wakes } = await openOffice(t, { phones: 1 })

  await processes.putAccount('account_01', { ...account('phone_01', 'clips_user01'), settings: BERLIN })

  assert.equal(wakes(), 1)
})

test('what is held for an account is looked at again when its settings change, and only then', async (t) => {
  const { processes, store, clock } = await openOffice(t, { phones: 1 })
  const body = account('phone_01', 'clips_user01')
  await processes.putAccount('account_01', { ...body, settings: BERLIN })
  await processes.acceptCapabilityRequest(keywordWarmupRequest())
  const head = store.read.holds.head('phone_01')
  const until = '2026-03-23T06:00:00.000Z'
  const hold = {
    phone_id: 'phone_01',
    account_id: 'account_01',
    held_for: 'quiet_hours',
    until,
    among: 10,
  } as const
  await store.write('claim', (tables) => tables.holds.hold(hold))
  const heldUntil = () => store.read.queueItems.find(head?.queue_item_id ?? '')?.not_before

  await processes.putAccount('account_01', { ...body, username: 'renamed', settings: BERLIN })
  const afterSame = heldUntil()
  await processes.putAccount('account_01', { ...body, settings: { ...BERLIN, daily_budget_minutes: 10 } })

  assert.equal(afterSame, until)
  assert.equal(heldUntil(), clock.now().toISOString())
})

const WRONG_SETTINGS: [name: string, settings: unknown, paths: string[]][] = [
  ['no object', 'night', ['/settings']],
  ['an unknown field', { quiet: [] }, ['/settings/quiet']],
  ['a place that is no time zone', { timezone: 'Mars/Olympus' }, ['/settings/timezone']],
  ['an offset instead of a time zone', { timezone: '+02:00' }, ['/settings/timezone']],
  [
    'an hour that no clock shows',
    { quiet_hours: [{ from: '24:00', to: '7:00' }] },
    ['/settings/quiet_hours/0/from', '/settings/quiet_hours/0/to'],
  ],
  ['a window without an end', { quiet_hours: [{ from: '22:00' }] }, ['/settings/quiet_hours/0/to']],
  [
    'a window that ends when it begins',
    { quiet_hours: [NIGHT, { from: '12:00', to: '12:00' }] },
    ['/settings/quiet_hours/1'],
  ],
  ['five windows', { quiet_hours: [NIGHT, NIGHT, NIGHT, NIGHT, NIGHT] }, ['/settings/quiet_hours']],
  ['a budget of nothing', { daily_budget_minutes: 0 }, ['/settings/daily_budget_minutes']],
  ['more minutes than a day has', { daily_budget_minutes: 1441 }, ['/settings/daily_budget_minutes']],
  ['half a minute', { daily_budget_minutes: 0.5 }, ['/settings/daily_budget_minutes']],
]

for (const [name, settings, paths] of WRONG_SETTINGS) {
  test(`settings with ${name} are refused`, async (t) => {
    const { processes } = await openOffice(t, { phones: 1 })
    const put = () => processes.putAccount('account_09', { ...account('phone_01', 'x'), settings })

    assert.deepEqual(await refusalOf(put), { error: 'invalid_request', paths })
  })
}

const REFUSED: [name: string, body: unknown, error: string, paths: string[]][] = [
  ['an empty body', {}, 'invalid_request', ['/phone_id', '/app', '/username', '/status']],
  ['an unknown status', { ...account('phone_01', 'x'), status: 'asleep' }, 'invalid_request', ['/status']],
  ['an app without driver pack', { ...account('phone_01', 'x'), app: 'other' }, 'invalid_request', ['/app']],
  ['an unknown field', { ...account('phone_01', 'x'), password: 'x' }, 'invalid_request', ['/password']],
  ['an unknown phone', account('phone_09', 'x'), 'phone_not_found', ['/phone_id']],
]

for (const [name, body, error, paths] of REFUSED) {
  test(`${name}: refused with ${error}`, async (t) => {
    const { processes } = await openOffice(t, { phones: 1 })
    assert.deepEqual(await refusalOf(() => processes.putAccount('account_09', body)), { error, paths })
  })
}

test('the refusal of an unknown app names the known ones', async (t) => {
  const { processes } = await openOffice(t, { phones: 1, knownApps: () => ['clips', 'reels'] })
  const body = { ...account('phone_01', 'x'), app: 'other' }
  await assert.rejects(processes.putAccount('account_09', body), {
    message: '/app must be an app with a driver pack: clips, reels',
  })
})

test('an account with unfinished work neither moves nor goes', async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  await processes.acceptCapabilityRequest(keywordWarmupRequest())
  const moved = account('phone_02', 'clips_user01')
  const change = () => processes.putAccount('account_01', moved)
  const remove = () => processes.deleteAccount('account_01')
  assert.equal((await refusalOf(change)).error, 'conflict:unfinished_work')
  assert.equal((await refusalOf(remove)).error, 'conflict:unfinished_work')
  await processes.putAccount('account_01', { ...account('phone_01', 'renamed'), status: 'inactive' })
  await office.end(await office.claim('phone_01'), { to: 'DONE' })
  assert.equal((await change()).account.phone_id, 'phone_02')
  await remove()
  assert.equal((await refusalOf(remove)).error, 'account_not_found')
})

test('the snapshots of an account go with it', async (t) => {
  const { processes } = await openOffice(t)
  await processes.upsertRuntimeSnapshot(runtimeSnapshot())
  await processes.deleteAccount('account_01')
  await processes.putAccount('account_01', account('phone_01', 'again'))
  assert.equal(
    (await refusalOf(() => processes.readRuntimeSnapshot('account_01'))).error,
    'account_not_found',
  )
})

test('accounts are listed newest first', async (t) => {
  const { processes, clock } = await openOffice(t)
  await clock.advance(1)
  await processes.putAccount('account_00', account('phone_01', 'late'))
  const { accounts, next_cursor } = processes.listAccounts({})
  assert.deepEqual(
    accounts.map(({ account_id }) => account_id),
    ['account_00', 'account_02', 'account_01'],
  )
  assert.equal(next_cursor, null)
})

const EDITS: [name: string, verified: boolean, username: string][] = [
  ['a verified username edit is followed', true, 'new.name'],
  ['an edit that was not verified is not', false, 'clips_user01'],
]

for (const [name, verified, username] of EDITS) {
  test(name, async (t) => {
    const { processes, store, clock } = await openOffice(t)
    const edit = { before: 'clips_user01', after: 'new.name', changed: true, verified }
    await store.write('put_phone', (tables) =>
      applyVerifiedUsername(tables, 'account_01', { username: edit }, clock.now()),
    )
    assert.equal(processes.readAccount('account_01').username, username)
  })
}

test('a phone that was kept for the person whom an account waited for is free when the account is deleted', async (t) => {
  const { processes, store } = await openOffice(t, { phones: 1 })
  const opened_at = '2026-03-22T08:29:00.000Z'
  await store.write('end_attempt', ({ handOvers, leases }) => {
    const asked = { account_id: 'account_01', phone_id: 'phone_01', process_id: null, queue_item_id: null }
    handOvers.open({ ...asked, hand_over_id: 'h1', reason: 'login', needed: 'sign in', opened_at })
    const holder = handOverHolder('account_01')
    leases.takeFor({ kind: 'person', phone_id: 'phone_01', holder, until: null }, opened_at)
  })

  await processes.deleteAccount('account_01')

  assert.equal(processes.readPhone('phone_01').lease, null)
})
