import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timeZone } from '../../src/domain/local-day.ts'
import { nextQuietMs, quietSpanAt, type QuietHours } from '../../src/domain/quiet-hours.ts'

const MINUTE_MS = 60_000
const ms = (instant: string) => new Date(instant).getTime()
const iso = (instantMs: number) => new Date(instantMs).toISOString()
const window = (text: string): QuietHours => {
  const [from = '', to = ''] = text.split('-')
  return { from, to }
}

/** When a window began and ended, minute by minute, from noon of the day before, for 36 hours (UTC). */
function spansAround(day: string, zone: string, windows: readonly string[]): string[] {
  const quietHours = windows.map(window)
  const local = timeZone(zone)
  const startMs = ms(`${day}T00:00:00.000Z`) - 12 * 60 * MINUTE_MS
  const found: string[] = []
  let since: number | null = null
  for (let atMs = startMs; atMs <= startMs + 36 * 60 * MINUTE_MS; atMs += MINUTE_MS) {
    const quiet = quietSpanAt(atMs, quietHours, local) !== null
    if (quiet && since === null) since = atMs
    if (since !== null && !quiet) {
      found.push(`${iso(since).slice(5, 16)} to ${iso(atMs).slice(5, 16)}`)
      since = null
    }
  }
  return found
}

/** One quiet time of a day, and when it must be found, in UTC; catalogue T5: each window comes exactly once. */
const ONCE: [zone: string, day: string, window: string, span: string][] = [
  // Clocks go forward.
  ['Europe/Berlin', '2026-03-29', '02:15-02:45', '03-29T01:15 to 03-29T01:45'],
  ['Europe/Berlin', '2026-03-29', '01:30-04:00', '03-29T00:30 to 03-29T02:00'],
  ['Europe/Berlin', '2027-03-28', '01:00-03:00', '03-28T00:00 to 03-28T01:00'],
  ['America/New_York', '2026-03-08', '02:00-03:00', '03-08T07:00 to 03-08T08:00'],
  ['America/New_York', '2026-03-08', '01:00-05:00', '03-08T06:00 to 03-08T09:00'],
  ['Australia/Lord_Howe', '2026-10-04', '02:10-02:20', '10-03T15:40 to 10-03T15:50'],
  ['Africa/Cairo', '2026-04-24', '00:10-00:50', '04-23T22:10 to 04-23T22:50'],
  // Clocks go back.
  ['Europe/Berlin', '2026-10-25', '02:15-02:45', '10-25T00:15 to 10-25T01:45'],
  ['Europe/Berlin', '2026-10-25', '01:00-02:30', '10-24T23:00 to 10-25T01:30'],
  ['America/New_York', '2026-11-01', '01:00-02:00', '11-01T05:00 to 11-01T07:00'],
  ['America/New_York', '2026-11-01', '00:30-06:00', '11-01T04:30 to 11-01T11:00'],
  ['Australia/Lord_Howe', '2026-04-05', '01:40-01:50', '04-04T14:40 to 04-04T15:20'],
  // Zones without summer time, or with odd offsets.
  ['Asia/Kathmandu', '2026-06-15', '06:00-07:00', '06-15T00:15 to 06-15T01:15'],
  ['Asia/Kolkata', '2026-12-31', '05:00-06:30', '12-30T23:30 to 12-31T01:00'],
  ['Pacific/Chatham', '2026-07-01', '10:00-10:30', '06-30T21:15 to 06-30T21:45'],
  ['Pacific/Kiritimati', '2027-01-01', '08:00-09:00', '12-31T18:00 to 12-31T19:00'],
  // A day that never was: its windows are those of the day after.
  ['Pacific/Apia', '2011-12-31', '09:00-10:00', '12-30T19:00 to 12-30T20:00'],
  // Leap days and turns of the year.
  ['UTC', '2028-02-29', '08:00-09:00', '02-29T08:00 to 02-29T09:00'],
  ['Europe/Berlin', '2028-02-29', '05:00-05:01', '02-29T04:00 to 02-29T04:01'],
  ['America/New_York', '2100-02-28', '05:00-06:00', '02-28T10:00 to 02-28T11:00'],
]

for (const [zone, day, text, span] of ONCE) {
  test(`quiet from ${text} comes once on ${day} in ${zone}`, () => {
    const around = spansAround(day, zone, [text])

    assert.deepEqual(
      around.filter((found) => found === span),
      [span],
      around.join(', '),
    )
  })
}

const OVER_MIDNIGHT: [zone: string, day: string, span: string][] = [
  ['UTC', '2026-03-22', '03-21T22:00 to 03-22T07:00'],
  // Nine hours by the clock, eight by the sun.
  ['Europe/Berlin', '2026-03-29', '03-28T21:00 to 03-29T05:00'],
  ['Europe/Berlin', '2026-10-25', '10-24T20:00 to 10-25T06:00'],
  ['UTC', '2028-02-29', '02-28T22:00 to 02-29T07:00'],
]

for (const [zone, day, span] of OVER_MIDNIGHT) {
  test(`quiet from 22:00 to 07:00 goes on over midnight around ${day} in ${zone}`, () => {
    const around = spansAround(day, zone, ['22:00-07:00'])

    assert.ok(around.includes(span), around.join(', '))
  })
}

test('windows that touch or overlap are one quiet time', () => {
  const windows = ['22:00-23:00', '23:00-01:00', '00:30-06:00'].map(window)

  const span = quietSpanAt(ms('2026-03-22T22:30:00.000Z'), windows, timeZone('UTC'))

  assert.deepEqual(span && [iso(span.fromMs), iso(span.toMs)], [
    '2026-03-22T22:00:00.000Z',
    '2026-03-23T06:00:00.000Z',
  ])
})

test('windows that leave no gap have an end, when it is to be asked again', () => {
  const nowMs = ms('2026-03-22T08:30:00.000Z')

  const span = quietSpanAt(nowMs, ['00:00-12:00', '12:00-00:00'].map(window), timeZone('UTC'))

  assert.equal(span && iso(span.toMs), '2026-03-25T00:00:00.000Z')
})

test('the next quiet time is the first that has not begun', () => {
  const windows = ['22:00-07:00', '12:00-13:00'].map(window)
  const zone = timeZone('Europe/Berlin')
  const next = (instant: string) => iso(nextQuietMs(ms(instant), windows, zone) ?? 0)

  assert.deepEqual(
    [next('2026-03-22T08:30:00.000Z'), next('2026-03-22T11:00:00.000Z'), next('2026-03-22T22:00:00.000Z')],
    ['2026-03-22T11:00:00.000Z', '2026-03-22T21:00:00.000Z', '2026-03-23T11:00:00.000Z'],
  )
})

test('without quiet hours it is never quiet', () => {
  assert.equal(quietSpanAt(0, [], timeZone('UTC')), null)
  assert.equal(nextQuietMs(0, [], timeZone('UTC')), null)
})
