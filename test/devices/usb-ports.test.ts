import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import type { AdbDevice } from '../../src/devices/adb-protocol.ts'
import { createUsbPorts, parseHubs, parseLocation } from '../../src/devices/usb-ports.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const NEVER = new AbortController().signal
const PHONE = 'R5CT60ABCDE'

/** A uhubctl that notes how it was called and says what the file `says` holds. */
const PROGRAM = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/calls"
cat "$(dirname "$0")/says"
`

const HUBS = `Current status for hub 1-1 [0bda:5411 Generic USB2.1 Hub, USB 2.10, 7 ports, ppps]
  Port 1: 0100 power
  Port 2: 0103 power enable connect [18d1:4ee7 Google Pixel 8 R5CT60ABCDE]
Current status for hub 2-3 [05e3:0610 GenesysLogic USB2.0 Hub, USB 2.00, 4 ports, ganged]
  Port 1: 0100 power
`
const OFF = `${HUBS}Sent power off request
New status for hub 1-1 [0bda:5411 Generic USB2.1 Hub, USB 2.10, 7 ports, ppps]
  Port 2: 0000 off
`

async function portsOf(t: TestContext, way: Partial<AdbDevice> | null, says: string | null) {
  const folder = await mkdtemp(join(tmpdir(), 'phonefarm-usb-'))
  t.after(() => rm(folder, { recursive: true }))
  if (says !== null) {
    await writeFile(join(folder, 'uhubctl'), PROGRAM)
    await chmod(join(folder, 'uhubctl'), 0o755)
    await writeFile(join(folder, 'says'), says)
  }
  const phone = { way }
  const clock = createFakeClock()
  const ports = createUsbPorts({
    waysTo: () =>
      phone.way === null
        ? []
        : [{ serial: PHONE, state: 'device', transport_id: '1', model: null, usb: null, ...phone.way }],
    env: { PATH: `${folder}:/usr/bin:/bin` },
    sysfs: folder,
    clock,
    log: pino({ level: 'silent' }),
  })
  await ports.look(NEVER)
  const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n')
  return { ports, folder, clock, calls, phone, say: (text: string) => writeFile(join(folder, 'says'), text) }
}

for (const [location, port] of [
  ['1-1.2', { hub: '1-1', port: 2 }],
  ['2-1.4.3', { hub: '2-1.4', port: 3 }],
  ['3-4', { hub: '3', port: 4 }],
  ['', null],
  ['3', null],
] as const) {
  test(`the place ${location || '(none)'} on the bus is read as a hub and a port`, () => {
    assert.deepEqual(parseLocation(location), port)
  })
}

test('only hubs with a switch for each port are taken', () => {
  assert.deepEqual(parseHubs(HUBS), ['1-1'])
})

test('a phone on a hub that can switch its ports can have its power taken', async (t) => {
  const { ports } = await portsOf(t, { usb: '1-1.2' }, HUBS)

  assert.deepEqual(ports.portOf(PHONE), { hub: '1-1', port: 2 })
  assert.deepEqual(ports.abilitiesOf(PHONE), { power: true, reset: true })
})

test('a host without uhubctl and without rights in sysfs can do nothing', async (t) => {
  const { ports } = await portsOf(t, { usb: '1-1.2' }, null)

  assert.deepEqual(ports.abilitiesOf(PHONE), { power: false, reset: false })
  assert.equal(await ports.resetPort(PHONE, NEVER), false)
  await assert.rejects(ports.setPower({ hub: '1-1', port: 2 }, false, NEVER), /no uhubctl/)
})

test('a phone that is only on the network hangs on no port', async (t) => {
  const { ports } = await portsOf(t, { usb: null }, HUBS)

  assert.equal(ports.portOf(PHONE), null)
  assert.equal(await ports.resetPort(PHONE, NEVER), false)
})

test('power is switched by hub and port, and believed only when the new status says so', async (t) => {
  const { ports, calls, say } = await portsOf(t, { usb: '1-1.2' }, HUBS)

  await say(OFF)
  await ports.setPower({ hub: '1-1', port: 2 }, false, NEVER)
  await say(HUBS)

  await assert.rejects(
    ports.setPower({ hub: '1-1', port: 2 }, false, NEVER),
    /port 2 of hub 1-1 did not go off/,
  )
  assert.deepEqual(await calls(), ['-l 1-1 -p 2 -a off', '-l 1-1 -p 2 -a off'])
})

test('a phone that has vanished is reset at the port where it was seen last', async (t) => {
  const { ports, phone } = await portsOf(t, { usb: '1-1.2' }, HUBS)
  ports.portOf(PHONE)

  phone.way = null

  assert.deepEqual(ports.portOf(PHONE), { hub: '1-1', port: 2 })
})

test('without a switch the device is taken off the bus and put back by its authorization', async (t) => {
  const { ports, folder, clock } = await portsOf(t, { usb: '1-1.2' }, null)
  await mkdir(join(folder, '1-1.2'))
  const file = join(folder, '1-1.2', 'authorized')
  await writeFile(file, '1')
  assert.deepEqual(ports.abilitiesOf(PHONE), { power: false, reset: true })

  const done = ports.resetPort(PHONE, NEVER)
  // The file holds its new content before whoever wrote it hears that: only the pause that follows can be moved on.
  while (clock.pending() === 0) await new Promise((resolve) => setImmediate(resolve))
  assert.equal(await readFile(file, 'utf8'), '0')
  await clock.advance(1000)

  assert.equal(await done, true)
  assert.equal(await readFile(file, 'utf8'), '1')
})
