import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chargeAccount, type Worked } from '../../src/processes/account-time.ts'
import { account, openOffice, type Office } from '../support/store.ts'

const at = (time: string) => Date.parse(time)

/** Ends an attempt of account_01 that worked for some minutes until `toMs`. */
async function ended(
  { store }: Office,
  minutes: number,
  { outcome = 'done', isRun = true, toMs = at('2026-03-22T08:30:00.000Z') }: Partial<Worked> = {},
): Promise<void> {
  const worked = { account_id: 'account_01', fromMs: toMs - minutes * 60_000, toMs, outcome, isRun }
  await store.write('end_attempt', (tables) => chargeAccount(tables, worked))
}

test('an account that has done nothing says so', async (t) => {
  const { processes } = await openOffice(t)

  const { days, totals, last_verified, last_mismatch } = processes.readAccount('account_01')

  assert.deepEqual(totals, { runs: 0, completed: 0, failed: 0, minutes: 0, since: null })
  assert.deepEqual([days, last_verified, last_mismatch], [[], null, null])
})

test('attempts are counted by how they ended, and what they worked is summed', async (t) => {
  const office = await openOffice(t)
  await ended(office, 10)
  await ended(office, 2.5, { outcome: 'failed' })
  await ended(office, 1, { outcome: 'interrupted' })
  await ended(office, 1, { outcome: 'cancelled' })
  await ended(office, 0, { outcome: 'stopped' })
  await ended(office, 0, { outcome: 'stopped', isRun: false })

  const { days, totals } = office.processes.readAccount('account_01')

  assert.deepEqual(days, [{ day: '2026-03-22', runs: 5, completed: 1, failed: 2, minutes: 14.5 }])
  assert.deepEqual(totals, {
    runs: 5,
    completed: 1,
    failed: 2,
    minutes: 14.5,
    since: '2026-03-22T08:30:00.000Z',
  })
})

test("days are the account's own; a run over midnight shares its minutes and counts where it ended", async (t) => {
  const office = await openOffice(t)
  const settings = { timezone: 'Asia/Tokyo' }
  await office.processes.putAccount('account_01', { ...account('phone_01', 'clips_user01'), settings })
  // Midnight in Tokyo is 15:00 in UTC.
  await office.clock.advance(at('2026-03-22T15:10:00.000Z') - office.clock.now().getTime())
  await ended(office, 30, { toMs: at('2026-03-22T15:10:00.000Z') })

  assert.deepEqual(office.processes.readAccount('account_01').days, [
    { day: '2026-03-23', runs: 1, completed: 1, failed: 0, minutes: 10 },
    { day: '2026-03-22', runs: 0, completed: 0, failed: 0, minutes: 20 },
  ])
})

test('thirty-one local days are told, newest first; the totals know of all', async (t) => {
  const office = await openOffice(t)
  for (let day = 0; day < 40; day++) {
    await ended(office, 1, { toMs: office.clock.now().getTime() })
    await office.clock.advance(24 * 3_600_000)
  }
  await office.clock.advance(-24 * 3_600_000)

  const { days, totals } = office.processes.readAccount('account_01')

  assert.deepEqual([days.length, days[0]?.day, days[30]?.day], [31, '2026-04-30', '2026-03-31'])
  assert.deepEqual([totals.runs, totals.minutes, totals.since], [40, 40, '2026-03-22T08:30:00.000Z'])
})

test('lists have everything but the days', async (t) => {
  const office = await openOffice(t, { phones: 1 })
  await ended(office, 1)

  const { days, ...summary } = office.processes.readAccount('account_01')

  assert.equal(days.length, 1)
  assert.deepEqual(office.processes.listAccounts({}).accounts, [summary])
})

test('what an account has done goes with it', async (t) => {
  const office = await openOffice(t)
  await ended(office, 1)

  await office.processes.deleteAccount('account_01')
  await office.processes.putAccount('account_01', account('phone_01', 'again'))

  assert.equal(office.processes.readAccount('account_01').totals.runs, 0)
})

test('a budget that is used up is told with when it is over, past the quiet hours that follow', async (t) => {
  const office = await openOffice(t)
  const settings = { daily_budget_minutes: 10, quiet_hours: [{ from: '23:00', to: '06:00' }] }
  await office.processes.putAccount('account_01', { ...account('phone_01', 'clips_user01'), settings })
  await ended(office, 10)

  const { waiting, next_allowed_at } = office.processes.readAccount('account_01')

  assert.deepEqual(waiting, [
    {
      code: 'daily_budget',
      message: 'account account_01 has used its minutes of the day',
      since: null,
      until: '2026-03-23T00:00:00.000Z',
    },
  ])
  assert.equal(next_allowed_at, '2026-03-23T06:00:00.000Z')
})

test('an account on hold says since when, why and what is needed, and nobody knows when it goes on', async (t) => {
  const { processes, store } = await openOffice(t)
  const opened_at = '2026-03-22T08:00:00.000Z'
  const asked = { account_id: 'account_01', phone_id: 'phone_01', process_id: null, queue_item_id: null }
  await store.write('end_attempt', ({ handOvers }) =>
    handOvers.open({ ...asked, hand_over_id: 'h1', reason: 'login', needed: 'sign in', opened_at }),
  )

  const { on_hold, waiting, next_allowed_at } = processes.readAccount('account_01')

  assert.deepEqual(on_hold, { since: opened_at, reason: 'login', needed: 'sign in' })
  assert.deepEqual(waiting, [
    {
      code: 'account_on_hold',
      message: 'account account_01 waits for a person: sign in',
      since: opened_at,
      until: null,
    },
  ])
  assert.equal(next_allowed_at, null)
})
