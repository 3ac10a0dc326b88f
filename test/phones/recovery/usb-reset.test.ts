import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PowerSwitch } from '../../../src/domain/power-switch.ts'
import { createUsbReset } from '../../../src/phones/recovery/usb-reset.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

test('every port of a hub is given its power again, also after one that does not switch', async () => {
  const clock = createFakeClock()
  const lit = new Map([
    [1, true],
    [2, true],
    [3, true],
  ])
  const usb: PowerSwitch = {
    portOf: (serial) => ({ hub: '1-1', port: Number(serial) }),
    abilitiesOf: () => ({ power: true, reset: true }),
    setPower({ port }, on) {
      if (port === 1 && on) return Promise.reject(new Error('port 1 did not go on'))
      lit.set(port, on)
      return Promise.resolve()
    },
    resetPort: () => Promise.resolve(true),
  }
  const reset = createUsbReset(usb, () => ['1', '2', '3'], clock)

  const asked = assert.rejects(async () => await reset.resetHub?.('1-1', new AbortController().signal))
  await clock.advance(5000)
  await asked

  assert.deepEqual([...lit.values()], [false, true, true])
})
