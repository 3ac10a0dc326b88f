import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UsbPort } from '../../../src/domain/power-switch.ts'
import { createChargeWindow } from '../../../src/phones/care/charge-window.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { silentLog } from '../../support/farm.ts'

const PHONE = { phone_id: 'phone_01', serial: 'R5CT60ABCDE' }
const PORT: UsbPort = { hub: '1-1', port: 2 }

/** A hub with one phone on a port; what was switched is in `switched`. */
function hub(overrides: { able?: boolean; held?: boolean; wifi?: boolean; breaks?: boolean } = {}) {
  const { able = true, held = false, wifi = true, breaks = false } = overrides
  const clock = createFakeClock()
  const switched: string[] = []
  const way = { wifi }
  const window = createChargeWindow({
    power: {
      portOf: () => PORT,
      abilitiesOf: () => ({ power: able, reset: false }),
      async setPower({ hub, port }, on) {
        switched.push(`${hub}:${port} ${on ? 'on' : 'off'}`)
        if (breaks) throw new Error('no such hub')
      },
    },
    isHeld: () => held,
    hasOtherWay: () => way.wifi,
    clock,
    log: silentLog,
  })
  return {
    window,
    switched,
    clock,
    way,
    /** A reading, and time for the switch. */
    look: async (level: number | null) => {
      window.look(PHONE, level)
      await clock.advance(0)
    },
  }
}

test('an idle phone is charged between 40 and 80 percent', async () => {
  const { look, switched } = hub()
  for (const level of [79, 80, 85, 60, 41, 40, 50, 80]) await look(level)

  assert.deepEqual(switched, ['1-1:2 off', '1-1:2 on', '1-1:2 off'])
})

/** What keeps a port from going dark. */
const KEPT_ON = [
  { name: 'a run holds the phone', circumstances: { held: true } },
  { name: 'USB is the only way to the phone', circumstances: { wifi: false } },
  { name: 'the hub cannot switch power', circumstances: { able: false } },
]
for (const { name, circumstances } of KEPT_ON) {
  test(`the port keeps its power when ${name}`, async () => {
    const { look, switched } = hub(circumstances)
    await look(95)

    assert.deepEqual(switched, [])
  })
}

test('a phone whose charge is not known any more gets power', async () => {
  const { look, switched } = hub()
  await look(90)
  await look(null)

  assert.deepEqual(switched, ['1-1:2 off', '1-1:2 on'])
})

test('every port has power again when the daemon stops, and nothing is switched after that', async () => {
  const { window, look, switched } = hub()
  await look(90)
  await window.stop()
  await look(90)

  assert.deepEqual(switched, ['1-1:2 off', '1-1:2 on'])
})

test('a hub that fails is tried again with the next reading', async () => {
  const { look, switched } = hub({ breaks: true })
  await look(90)
  await look(90)

  assert.deepEqual(switched, ['1-1:2 off', '1-1:2 off'])
})

test('a phone that is lost on its other way gets its power, and with it its cable, back', async () => {
  const { look, switched, way, clock } = hub()
  await look(95)
  await clock.advance(60_000)
  way.wifi = false
  await clock.advance(10_000)

  assert.deepEqual(switched, ['1-1:2 off', '1-1:2 on'])
  assert.equal(clock.pending(), 0)
})
