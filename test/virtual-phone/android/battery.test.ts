import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../../src/domain/random.ts'
import { createBattery, type BatteryDeps } from '../../../src/virtual-phone/android/battery.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const HOUR_MS = 3_600_000

/** A new battery in a phone that is on and idle; hours pass with `pass`. */
function batteryOf(overrides: Partial<BatteryDeps> = {}) {
  const clock = createFakeClock()
  const use = { screen: true, work: false }
  const battery = createBattery({
    clock,
    random: seededRandom(1),
    wear: 'new',
    scale: 1,
    isScreenOn: () => use.screen,
    isWorking: () => use.work,
    ...overrides,
  })
  return { battery, use, pass: (hours: number) => clock.advance(hours * HOUR_MS) }
}

test('a charged phone becomes full, says so and takes no more current', async () => {
  const { battery, use, pass } = batteryOf()
  use.screen = false

  const charging = battery.read()
  await pass(8)
  const full = battery.read()

  assert.deepEqual([charging.level, charging.status], [87, 'charging'])
  assert.deepEqual([full.level, full.status, full.currentUa], [100, 'full', 0])
  assert.equal(full.chargeUah, full.fullUah)
})

test('the last part of a charge takes longer than the same amount before it', async () => {
  const { battery, use, pass } = batteryOf()
  use.screen = false
  battery.set({ level: 50 })

  await pass(1)
  const early = battery.read().level - 50
  battery.set({ level: 90 })
  await pass(1)
  const late = battery.read().level - 90

  assert.ok(early >= 10 && late <= 6, `${early} and ${late} percent in an hour`)
})

test('without power a phone at work runs down faster than one whose screen is off', async () => {
  const idle = batteryOf()
  const busy = batteryOf()
  idle.use.screen = false
  busy.use.work = true
  for (const { battery, pass } of [idle, busy]) {
    battery.set({ powered: false })
    await pass(3)
  }

  assert.equal(idle.battery.read().status, 'discharging')
  assert.equal(idle.battery.read().level, 86)
  assert.equal(busy.battery.read().level, 59)
})

test('work warms the phone within the hour, and rest cools it again', async () => {
  const { battery, use, pass } = batteryOf()
  use.work = true
  await pass(1)
  const warm = battery.read().temperatureTenths
  use.work = false
  use.screen = false
  await pass(2)
  const cool = battery.read().temperatureTenths

  assert.ok(warm >= 320 && warm <= 350, `${warm} tenths at work`)
  assert.ok(cool >= 230 && cool <= 270, `${cool} tenths at rest`)
})

test('a phone that something heats stops charging before it says that it overheats', async () => {
  const { battery, pass } = batteryOf()
  battery.set({ heated: true })
  await pass(3)

  const { status, temperatureTenths, powered } = battery.read()

  assert.equal(status, 'not_charging')
  assert.equal(powered, true)
  assert.ok(temperatureTenths >= 450)
})

test('an aged battery holds less than it was made for, and the level counts what it holds now', () => {
  const { battery } = batteryOf({ wear: 'aged' })
  const { level, chargeUah, fullUah, designUah, cycles } = battery.read()

  assert.equal(designUah, 4_500_000)
  assert.equal(fullUah, 3_735_000)
  assert.equal(level, 87)
  assert.equal(chargeUah, 3_264_390)
  assert.equal(cycles, 640)
})

test('a swelling battery loses capacity over weeks of use where a new one hardly does', async () => {
  const lost = async (wear: 'new' | 'swelling') => {
    const { battery, use, pass } = batteryOf({ wear, scale: 24 })
    const before = battery.read().fullUah
    for (let day = 0; day < 42; day += 1) {
      use.work = true
      battery.set({ powered: false })
      await pass(0.25)
      battery.read()
      use.work = false
      battery.set({ powered: true })
      await pass(0.75)
      battery.read()
    }
    return ((before - battery.read().fullUah) / before) * 100
  }

  const [healthy, swelling] = [await lost('new'), await lost('swelling')]
  assert.ok(healthy < 2, `new: ${healthy} %`)
  assert.ok(swelling > 15, `swelling: ${swelling} %`)
})

test('nothing drifts at scale 0', async () => {
  const { battery, pass } = batteryOf({ scale: 0 })
  const before = battery.read()
  await pass(100)

  assert.deepEqual(battery.read(), before)
})
