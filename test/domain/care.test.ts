import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BatteryReading } from '../../src/domain/battery.ts'
import { CARE_LIMITS, handicapMs, judgeCare, NOT_SPARED, wantedPower } from '../../src/domain/care.ts'

const WELL: BatteryReading = {
  level: 80,
  temperature_c: 30,
  status: 'charging',
  health: 'good',
  powered: true,
  voltage_mv: 4100,
  charge_uah: 3_600_000,
  design_uah: null,
  cycles: null,
  free_mb: 20_000,
}

/** Readings one after the other, and what the phone is told to be after each. */
const STORIES: { name: string; readings: Partial<BatteryReading>[]; states: (string | null)[] }[] = [
  {
    name: 'a phone that warms up rests from 42 °C on and works again below 38 °C',
    readings: [41.9, 42, 39, 38, 37.9].map((temperature_c) => ({ temperature_c })),
    states: [null, 'too_hot', 'too_hot', 'too_hot', null],
  },
  {
    name: 'without power 20 % is too little, and 35 % is needed to begin again',
    readings: [
      { level: 21, powered: false },
      { level: 20, powered: false },
      { level: 21, powered: true },
      { level: 34, powered: true },
      { level: 35, powered: true },
    ],
    states: [null, 'low_battery', 'low_battery', 'low_battery', null],
  },
  {
    name: 'on a charger a phone works down to 10 %',
    readings: [{ level: 11 }, { level: 10 }, { level: 36 }],
    states: [null, 'low_battery', null],
  },
  {
    name: 'whether power is there is not known: the phone is not spared for that',
    readings: [{ level: 15, powered: null }],
    states: [null],
  },
  {
    name: 'a sensor that tells nothing for a moment keeps what was so before',
    readings: [{ temperature_c: 43 }, { temperature_c: null }, { temperature_c: 30 }],
    states: ['too_hot', 'too_hot', null],
  },
  {
    name: 'a phone that says it overheats is too hot, whatever its sensor shows',
    readings: [{ health: 'overheat', temperature_c: null }],
    states: ['too_hot'],
  },
  {
    name: 'heat is told before charge',
    readings: [
      { temperature_c: 44, level: 5 },
      { temperature_c: 30, level: 5 },
    ],
    states: ['too_hot', 'low_battery'],
  },
]

for (const { name, readings, states } of STORIES) {
  test(name, () => {
    let spared = NOT_SPARED
    const told = readings.map((reading) => {
      const judged = judgeCare({ ...WELL, ...reading }, spared, CARE_LIMITS)
      spared = judged.spared
      return judged.care?.state ?? null
    })

    assert.deepEqual(told, states)
  })
}

test('room is short below 500 MiB and enough again at 800', () => {
  let spared = NOT_SPARED
  const told = [500, 499, 799, 800].map((free_mb) => {
    const judged = judgeCare({ ...WELL, free_mb }, spared, CARE_LIMITS)
    spared = judged.spared
    return judged.storage?.state ?? null
  })

  assert.deepEqual(told, [null, 'low_storage', 'low_storage', null])
})

test('a run has to stop only from 46 °C on', () => {
  const stops = [45.9, 46].map(
    (temperature_c) => judgeCare({ ...WELL, temperature_c }, NOT_SPARED, CARE_LIMITS).stop,
  )

  assert.deepEqual(stops, [null, 'the phone is too hot to go on: 46 °C'])
})

test('people are told the reason and what comes next', () => {
  const { care } = judgeCare({ ...WELL, level: 9, powered: false }, NOT_SPARED, CARE_LIMITS)

  assert.deepEqual(care, {
    state: 'low_battery',
    reason: 'its battery is at 9 % and gets no power',
    next: 'a person gives it power; it takes work again at 35 %',
  })
})

test('work, warmth and cycles put a phone behind, and two hours are the most', () => {
  const none = { workedMs: 0, temperature_c: 30, cycles: 0 }

  assert.equal(handicapMs(none), 0)
  assert.equal(handicapMs({ ...none, workedMs: 6 * 3_600_000 }), 30 * 60_000)
  assert.equal(handicapMs({ ...none, temperature_c: 37 }), 10 * 60_000)
  assert.equal(handicapMs({ ...none, cycles: 600 }), 5 * 60_000)
  assert.equal(handicapMs({ workedMs: 24 * 3_600_000, temperature_c: 41, cycles: 900 }), 2 * 3_600_000)
})

/** Charge, whether the port gives power, and what it should do. */
const POWER: [number | null, boolean, boolean | null][] = [
  [40, false, true],
  [41, false, null],
  [79, true, null],
  [80, true, false],
  [95, false, null],
  [null, false, true],
]
for (const [level, isOn, wanted] of POWER) {
  test(`at ${level} % with the port ${isOn ? 'on' : 'off'} the switch is ${wanted === null ? 'left alone' : `turned ${wanted ? 'on' : 'off'}`}`, () => {
    assert.equal(wantedPower(level, isOn), wanted)
  })
}
