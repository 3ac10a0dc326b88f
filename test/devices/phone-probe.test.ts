import assert from 'node:assert/strict'
import { test } from 'node:test'
import { probePhone } from '../../src/devices/phone-probe.ts'
import { createFakeAdb } from './fake-adb.ts'

const NEVER = new AbortController().signal

const CASES = [
  {
    name: 'a phone that answers and has booted',
    state: 'device',
    echo: 'alive',
    booted: '1\n',
    health: { healthy: true },
  },
  {
    name: 'a phone that is not listed',
    state: 'absent',
    echo: 'alive',
    booted: '1\n',
    health: { healthy: false, fault: 'not_connected', reason: 'phone P1 is not connected' },
  },
  {
    name: 'a phone that was never allowed',
    state: 'unauthorized',
    echo: 'alive',
    booted: '1\n',
    health: {
      healthy: false,
      fault: 'not_connected',
      reason: 'phone P1 waits for USB debugging to be allowed on its screen',
    },
  },
  {
    name: 'a phone in a state that nobody knows',
    state: 'rescue',
    echo: 'alive',
    booted: '1\n',
    health: { healthy: false, fault: 'not_connected', reason: 'phone P1 is in state rescue' },
  },
  {
    name: 'a listed phone that is dead',
    state: 'device',
    echo: '',
    booted: '1\n',
    health: { healthy: false, fault: 'silent', reason: 'phone P1 is listed but does not answer' },
  },
  {
    name: 'a phone that starts up',
    state: 'device',
    echo: 'alive',
    booted: '\n',
    health: { healthy: false, fault: 'booting', reason: 'phone P1 is still starting up' },
  },
]

for (const { name, state, echo, booted, health } of CASES) {
  test(`the health gate knows ${name}`, async () => {
    const adb = createFakeAdb({
      states: state === 'absent' ? {} : { P1: state },
      shell: (command) => (command === 'echo alive' ? echo : booted),
    })

    assert.deepEqual(await probePhone(adb, 'P1', NEVER), health)
  })
}
