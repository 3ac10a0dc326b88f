import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, isTimeZone, nextDayMs, secondsByDay, timeZone } from '../../src/domain/local-day.ts'

const iso = (instantMs: number) => new Date(instantMs).toISOString()
const ms = (instant: string) => new Date(instant).getTime()

const DAYS: [zone: string, instant: string, day: string][] = [
  ['UTC', '2026-03-22T23:59:59.999Z', '2026-03-22'],
  ['Europe/Berlin', '2026-03-22T23:00:00.000Z', '2026-03-23'],
  ['America/New_York', '2026-03-23T03:59:59.999Z', '2026-03-22'],
  ['Asia/Kathmandu', '2026-03-22T18:15:00.000Z', '2026-03-23'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '2027-01-01'],
  ['Pacific/Pago_Pago', '2027-01-01T10:59:59.999Z', '2026-12-31'],
  ['Europe/Berlin', '2028-02-28T23:00:00.000Z', '2028-02-29'],
  ['UTC', '1970-01-01T00:00:00.000Z', '1970-01-01'],
]

for (const [zone, instant, day] of DAYS) {
  test(`${instant} is ${day} in ${zone}`, () => {
    assert.equal(timeZone(zone).dayOf(ms(instant)), day)
  })
}

const TIMES: [what: string, zone: string, day: string, minute: number, first: string, last: string][] = [
  [
    'an ordinary time',
    'Europe/Berlin',
    '2026-07-01',
    480,
    '2026-07-01T06:00:00.000Z',
    '2026-07-01T06:00:00.000Z',
  ],
  [
    'a time that is jumped over',
    'Europe/Berlin',
    '2026-03-29',
    150,
    '2026-03-29T01:30:00.000Z',
    '2026-03-29T01:30:00.000Z',
  ],
  [
    'a time that comes twice',
    'Europe/Berlin',
    '2026-10-25',
    150,
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
  ],
  [
    'half an hour that comes twice',
    'Australia/Lord_Howe',
    '2026-04-05',
    105,
    '2026-04-04T14:45:00.000Z',
    '2026-04-04T15:15:00.000Z',
  ],
  [
    'half an hour that is jumped over',
    'Australia/Lord_Howe',
    '2026-10-04',
    135,
    '2026-10-03T15:45:00.000Z',
    '2026-10-03T15:45:00.000Z',
  ],
  [
    'a time of a day that never was',
    'Pacific/Apia',
    '2011-12-30',
    720,
    '2011-12-30T22:00:00.000Z',
    '2011-12-30T22:00:00.000Z',
  ],
  [
    'a midnight that is jumped over',
    'Africa/Cairo',
    '2026-04-24',
    0,
    '2026-04-23T22:00:00.000Z',
    '2026-04-23T22:00:00.000Z',
  ],
]

for (const [what, zone, day, minute, first, last] of TIMES) {
  test(`${what}: minute ${minute} of ${day} in ${zone}`, () => {
    const { firstMs, lastMs } = timeZone(zone).at(day, minute)

    assert.deepEqual([iso(firstMs), iso(lastMs)], [first, last])
  })
}

const NEXT_DAYS: [zone: string, instant: string, next: string][] = [
  ['Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ['Africa/Cairo', '2026-04-23T10:00:00.000Z', '2026-04-23T22:00:00.000Z'],
  ['Pacific/Apia', '2011-12-29T12:00:00.000Z', '2011-12-30T10:00:00.000Z'],
  ['UTC', '2028-02-28T12:00:00.000Z', '2028-02-29T00:00:00.000Z'],
]

for (const [zone, instant, next] of NEXT_DAYS) {
  test(`the day after ${instant} begins at ${next} in ${zone}`, () => {
    assert.equal(iso(nextDayMs(timeZone(zone), ms(instant))), next)
  })
}

test('a span over midnight is shared between its days', () => {
  const shares = secondsByDay(
    timeZone('Europe/Berlin'),
    ms('2026-03-22T22:59:00.000Z'),
    ms('2026-03-22T23:02:00.000Z'),
  )

  assert.deepEqual(shares, [
    { day: '2026-03-22', seconds: 60 },
    { day: '2026-03-23', seconds: 120 },
  ])
})

test('a span that ends before it begins has no seconds', () => {
  assert.deepEqual(secondsByDay(timeZone('UTC'), 1000, 0), [])
})

const NAMES: [name: string, known: boolean][] = [
  ['UTC', true],
  ['Europe/Berlin', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Asia/Kathmandu', true],
  ['Mars/Olympus', false],
  ['+02:00', false],
  ['', false],
]

for (const [name, known] of NAMES) {
  test(`"${name}" is ${known ? 'a' : 'no'} time zone`, () => {
    assert.equal(isTimeZone(name), known)
  })
}

test('days are counted over a leap day and a turn of the year', () => {
  assert.deepEqual(
    [addDays('2028-02-28', 1), addDays('2028-03-01', -1), addDays('2026-12-31', 1)],
    ['2028-02-29', '2028-02-29', '2027-01-01'],
  )
})
