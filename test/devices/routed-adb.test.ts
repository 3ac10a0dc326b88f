import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdbClient } from '../../src/devices/adb-client.ts'
import { AdbError, type AdbDevice, type Forward } from '../../src/devices/adb-protocol.ts'
import { routeAdb } from '../../src/devices/routed-adb.ts'
import { createTransports } from '../../src/devices/transports.ts'
import { createFakeAdb } from './fake-adb.ts'

const NEVER = new AbortController().signal
const HARDWARE = 'R5CT60ABCDE'
const ADDRESS = '10.0.0.7:5555'
const USB: AdbDevice = { serial: HARDWARE, state: 'device', transport_id: '1', model: null, usb: '1-1.2' }
const WIFI: AdbDevice = { serial: ADDRESS, state: 'device', transport_id: '2', model: null, usb: null }

/** The phone is on USB and Wi-Fi as far as the last list goes; `now` is what adb really has. */
function routed(now: readonly AdbDevice[], forwards: Forward[] = []) {
  const asked: string[] = []
  const removed: string[] = []
  const adb: AdbClient = {
    ...createFakeAdb({}),
    devices: async () => [...now],
    async shell(serial, command) {
      asked.push(`${serial} ${command}`)
      if (command === 'broken') throw new AdbError('refused', 'closed')
      if (!now.some((device) => device.serial === serial))
        throw new AdbError('refused', `device '${serial}' not found`)
      return { stdout: 'done', stderr: '', exitCode: 0 }
    },
    forwards: async () => forwards,
    async removeForward(serial, local) {
      removed.push(`${serial} ${local}`)
      return true
    },
  }
  const transports = createTransports(() => ({ hardware: null, addresses: [] }))
  transports.register([HARDWARE])
  transports.take([USB, WIFI])
  transports.identify(WIFI, HARDWARE)
  return { adb: routeAdb(adb, transports), asked, removed }
}

test('a command goes over USB while the cable is in', async () => {
  const { adb, asked } = routed([USB, WIFI])

  await adb.shell(HARDWARE, 'id', NEVER)

  assert.deepEqual(asked, [`${HARDWARE} id`])
})

test('a command whose cable has just gone is given to the address at once', async () => {
  const { adb, asked } = routed([WIFI])

  assert.equal((await adb.shell(HARDWARE, 'id', NEVER)).stdout, 'done')
  assert.deepEqual(asked, [`${HARDWARE} id`, `${ADDRESS} id`])
})

test('a command that the phone may have begun is not given twice', async () => {
  const { adb, asked } = routed([USB, WIFI])

  await assert.rejects(adb.shell(HARDWARE, 'broken', NEVER), { message: 'closed' })
  assert.deepEqual(asked, [`${HARDWARE} broken`])
})

test('a command to a phone that is gone altogether fails as adb says', async () => {
  const { adb } = routed([])

  await assert.rejects(adb.shell(HARDWARE, 'id', NEVER), { message: `device '${HARDWARE}' not found` })
})

test('forwards are told under the name of the phone and removed from the connection that has them', async () => {
  const forward = { serial: ADDRESS, local: 'tcp:8200', remote: 'tcp:6790' }
  const { adb, removed } = routed([USB, WIFI], [forward])

  assert.deepEqual(await adb.forwards(NEVER), [{ ...forward, serial: HARDWARE }])
  await adb.removeForward(HARDWARE, 'tcp:8200', NEVER)

  assert.deepEqual(removed, [`${ADDRESS} tcp:8200`])
})
