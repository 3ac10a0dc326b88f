import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountWaiting } from '../../src/domain/account-waiting.ts'
import { timeZone } from '../../src/domain/local-day.ts'
import type { QuietHours } from '../../src/domain/quiet-hours.ts'

const at = (time: string) => Date.parse(`${time}:00.000Z`)

/** What an account in Berlin waits for, when it may not work in these hours. */
const berlin = (nowMs: number, quiet_hours: QuietHours[]) =>
  accountWaiting(nowMs, {
    account_id: 'account_01',
    status: 'active',
    handOver: null,
    hold: {
      settings: { timezone: 'Europe/Berlin', quiet_hours, daily_budget_minutes: null },
      zone: timeZone('Europe/Berlin'),
      usedSeconds: () => 0,
    },
  })

test('by day nothing waits', () => {
  assert.deepEqual(berlin(at('2026-03-22T08:30'), [{ from: '22:00', to: '07:00' }]), {
    waiting: [],
    next_allowed_at: null,
  })
})

test('by night the quiet hours are told as they are on the clock of the account', () => {
  assert.deepEqual(berlin(at('2026-03-22T22:30'), [{ from: '22:00', to: '07:00' }]), {
    waiting: [
      {
        code: 'quiet_hours',
        message: 'account account_01 has its quiet hours',
        since: '2026-03-22T21:00:00.000Z',
        until: '2026-03-23T06:00:00.000Z',
      },
    ],
    next_allowed_at: '2026-03-23T06:00:00.000Z',
  })
})

test('one quiet time after the other is looked past', () => {
  const windows = [
    { from: '22:00', to: '07:00' },
    { from: '07:00', to: '09:00' },
  ]

  assert.equal(berlin(at('2026-03-22T22:30'), windows).next_allowed_at, '2026-03-23T08:00:00.000Z')
})

test('of quiet hours without an end nobody knows when they are over', () => {
  const windows = [
    { from: '00:00', to: '12:00' },
    { from: '12:00', to: '00:00' },
  ]

  const { waiting, next_allowed_at } = berlin(at('2026-03-22T22:30'), windows)

  assert.equal(waiting.length, 1)
  assert.equal(next_allowed_at, null)
})

test('on a host whose clock is not set nobody knows either', () => {
  const { waiting, next_allowed_at } = berlin(at('1970-01-01T00:05'), [{ from: '22:00', to: '07:00' }])

  assert.deepEqual(
    waiting.map(({ code, until }) => [code, until]),
    [['clock_not_set', null]],
  )
  assert.equal(next_allowed_at, null)
})
