import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batteryTrend, type TrendSample } from '../../src/domain/battery-trend.ts'
import { seededRandom } from '../../src/domain/random.ts'

const START_MS = Date.parse('2026-03-01T00:00:00.000Z')
const DESIGN_MAH = 4500

interface Course {
  days: number
  /** What a full battery holds on a day. */
  fullMah: (day: number) => number
  restC?: (day: number) => number
  /** Days on which the charge does not grow for hours. */
  stalls?: (day: number) => boolean
  /** What the gauge makes of the true charge; null where the phone does not tell. */
  gauge?: (chargeUah: number) => number | null
  designUah?: number | null
}

/** A phone that works by day and charges by night, looked at every hour, with the noise of real gauges. */
function series(course: Course): TrendSample[] {
  const { days, fullMah, restC = () => 28, stalls = () => false, gauge = (uah: number) => uah } = course
  const random = seededRandom(7)
  const noise = (size: number) => (random() - 0.5) * 2 * size
  return Array.from({ length: days * 24 }, (_, hour) => {
    const [day, time] = [Math.floor(hour / 24), hour % 24]
    const working = time >= 9 && time < 17
    const stalled = stalls(day) && !working && time >= 18
    const level = stalled ? 71 : working ? 95 - (time - 9) * 6 : Math.min(95, 47 + ((time + 7) % 24) * 4)
    const chargeUah = ((level + 0.5) / 100) * fullMah(day) * 1000 * (1 + noise(0.01))
    return {
      atMs: START_MS + hour * 3_600_000,
      level,
      temperature_c: restC(day) + (working ? 9 : 0) + noise(1),
      status: working ? 'discharging' : 'charging',
      charge_uah: gauge(Math.round(chargeUah)),
      design_uah: course.designUah ?? null,
      working,
    }
  })
}

/** Batteries with nothing wrong, each with what might look as if there were. */
const HEALTHY: { name: string; course: Course; roomRiseC?: number }[] = [
  { name: 'a new battery over three months', course: { days: 90, fullMah: (day) => DESIGN_MAH - day * 0.8 } },
  {
    name: 'an old battery that has long lost a tenth',
    course: { days: 60, fullMah: () => 4050, designUah: 4_500_000 },
  },
  {
    name: 'a summer that warms every phone of the room',
    course: { days: 40, fullMah: () => DESIGN_MAH, restC: (day) => 24 + day * 0.2 },
    roomRiseC: 7,
  },
  {
    name: 'one phone that was moved into the sun, and nothing else',
    course: { days: 40, fullMah: () => DESIGN_MAH, restC: (day) => (day < 20 ? 26 : 33) },
  },
  {
    name: 'a week with a bad cable on which the charge stalls',
    course: { days: 40, fullMah: () => DESIGN_MAH, stalls: (day) => day >= 33 },
  },
  { name: 'a gauge that tells nothing', course: { days: 40, fullMah: () => 2000, gauge: () => null } },
  {
    name: 'a gauge that counts in milliampere-hours',
    course: { days: 40, fullMah: (day) => DESIGN_MAH - day * 40, gauge: (uah) => uah / 1000 },
  },
  {
    name: 'a gauge that was set anew on one day',
    course: { days: 40, fullMah: (day) => (day === 25 ? 3000 : DESIGN_MAH) },
  },
  {
    name: 'a bad battery that was looked at for three days',
    course: { days: 3, fullMah: () => 2000, designUah: 4_500_000 },
  },
]

for (const { name, course, roomRiseC = 0 } of HEALTHY) {
  test(`no warning for ${name}`, () => {
    assert.deepEqual(batteryTrend(series(course), roomRiseC).warnings, [])
  })
}

test('a battery that has lost more than a fifth of what it was made for is warned of', () => {
  const trend = batteryTrend(series({ days: 30, fullMah: () => 3400, designUah: 4_500_000 }), 0)

  assert.deepEqual(trend.warnings, ['it has lost 24 % of what it was made for'])
  assert.equal(trend.lost_percent, 24)
  assert.ok(Math.abs((trend.full_mah ?? 0) - 3400) < 50, `${trend.full_mah} mAh`)
})

test('without a design capacity the loss counts from what the phone held at first', () => {
  const { warnings } = batteryTrend(series({ days: 120, fullMah: (day) => DESIGN_MAH - day * 10 }), 0)

  assert.match(warnings[0] ?? '', /^it has lost 2[456] % of what it held at first$/)
})

test('a battery that loses a tenth within two weeks is warned of long before a fifth is gone', () => {
  const fullMah = (day: number) => (day < 20 ? DESIGN_MAH : DESIGN_MAH - (day - 20) * 40)
  const { warnings, lost_percent } = batteryTrend(series({ days: 34, fullMah }), 0)

  assert.match(warnings[0] ?? '', /^it has lost \d+ % within 14 days$/)
  assert.ok((lost_percent ?? 0) < 20)
})

test('warm at rest and a charge that stalls are a warning together', () => {
  const course: Course = {
    days: 40,
    fullMah: () => DESIGN_MAH,
    restC: (day) => 26 + Math.max(0, day - 15) * 0.4,
    stalls: (day) => day >= 33,
  }

  const { warnings } = batteryTrend(series(course), 0)
  assert.equal(warnings.length, 2)
  assert.match(warnings[0] ?? '', /^at rest it is \d+\.\d °C warmer than it was$/)
  assert.match(warnings[1] ?? '', /^its charge stalled on \d of the last 7 days$/)
})

test('nothing is known of a phone that was never looked at', () => {
  assert.deepEqual(batteryTrend([], 0), { full_mah: null, lost_percent: null, warnings: [] })
})
