import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import { createAdbClient } from '../../src/devices/adb-client.ts'
import { createPhoneWatcher } from '../../src/devices/phone-watcher.ts'
import { routeAdb } from '../../src/devices/routed-adb.ts'
import { createTransports } from '../../src/devices/transports.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { startUsbFarm } from '../virtual-phone/usb/usb-farm.ts'

const NEVER = new AbortController().signal

/** The daemon's view of real adb phones on a virtual USB host, registered by their hardware serials. */
async function startedView(t: TestContext, count: number) {
  const farm = await startUsbFarm(t, count)
  const log = pino({ level: 'silent' })
  const unrouted = createAdbClient({ port: farm.host.port(), env: process.env, clock: systemClock, log })
  const transports = createTransports(() => ({ hardware: null, addresses: [] }))
  const adb = routeAdb(unrouted, transports)
  const watcher = createPhoneWatcher({ adb: unrouted, transports, clock: systemClock, log })
  const changes: string[] = []
  watcher.onChange(({ serial, state }) => changes.push(`${serial} ${state}`))
  t.after(watcher.stop)
  watcher.watch(farm.serials)
  await watcher.start(NEVER)

  /** @returns how long it took, ms. @throws after 20 s */
  async function until(isSo: () => boolean | Promise<boolean>): Promise<number> {
    const sinceMs = performance.now()
    const limit = AbortSignal.timeout(20_000)
    while (!(await isSo())) await systemClock.sleep(20, limit)
    return performance.now() - sinceMs
  }
  const allOnline = () => farm.serials.every((serial) => watcher.stateOf(serial) === 'device')
  await until(allOnline)
  return {
    ...farm,
    adb,
    unrouted,
    watcher,
    transports,
    changes,
    until,
    allOnline,
    first: farm.serials[0] ?? '',
  }
}

test('an unplugged phone is noticed within two seconds', async (t) => {
  const { fault, watcher, until, first } = await startedView(t, 1)

  await fault(1, { fault: 'usb_unplug' })
  const ms = await until(() => watcher.stateOf(first) === 'absent')

  t.diagnostic(`noticed after ${Math.round(ms)} ms`)
  assert.ok(ms < 2_000)
})

test('a phone that moves to another port is the same phone, and its port is known', async (t) => {
  const { fault, watcher, until, first } = await startedView(t, 1)

  await fault(1, { fault: 'usb_replug', port: '1-1.6' })
  await until(() => watcher.stateOf(first) === 'device' && watcher.waysTo(first)[0]?.usb === '1-1.6')

  assert.equal(watcher.listed().length, 1)
})

test('commands go on over Wi-Fi when the cable is pulled, and over USB again when it is back', async (t) => {
  const { adb, fault, fleet, until, unrouted, watcher, transports, first } = await startedView(t, 1)
  const address = fleet.phones[0]?.adb ?? ''
  await unrouted.connect(address, NEVER)
  await until(() => watcher.waysTo(first).length === 2)

  await fault(1, { fault: 'usb_unplug' })
  const { stdout } = await adb.shell(first, 'getprop ro.serialno', NEVER)
  await until(() => transports.transportOf(first) === address)
  await fault(1, { fault: 'usb_replug' })
  await until(() => transports.transportOf(first) === first)

  assert.equal(stdout.trim(), first)
})

test('a lost network address of a phone on USB is connected again', async (t) => {
  const { fault, fleet, until, unrouted, watcher, first } = await startedView(t, 1)
  await unrouted.connect(fleet.phones[0]?.adb ?? '', NEVER)
  const online = () => watcher.waysTo(first).filter(({ state }) => state === 'device').length
  await until(() => online() === 2)

  await fault(1, { fault: 'wifi_off' })
  await until(() => online() === 1)
  await fault(1, { fault: 'wifi_on' })
  await until(() => online() === 2)

  assert.equal(watcher.stateOf(first), 'device')
})

test('an address that another phone answers is no way to the phone that had it', async (t) => {
  const { fault, fleet, until, unrouted, watcher, transports, first } = await startedView(t, 1)
  const address = fleet.phones[0]?.adb ?? ''
  await fault(1, { fault: 'usb_unplug' })
  watcher.watch([address])
  await until(() => transports.list().some((way) => transports.hardwareBehind(way) === first))

  await fault(1, { fault: 'hardware_serial', serial: 'ZY22OTHER00' })
  await unrouted.disconnect(address, NEVER)

  await until(() => watcher.stateOf(address) === 'stranger')
})

test('a cable that flaps a hundred times leaves the phone online and no forward behind', async (t) => {
  const { adb, fleet, until, watcher, changes, first } = await startedView(t, 1)
  const cable = fleet.usb?.host.bus.at('1-1.1')
  assert.ok(cable)

  for (let flap = 0; flap < 100; flap += 1) {
    cable.unplug()
    await systemClock.sleep(15, NEVER)
    cable.plug()
    await systemClock.sleep(15, NEVER)
  }
  await until(() => watcher.stateOf(first) === 'device')

  assert.equal((await adb.shell(first, 'echo alive', NEVER)).stdout.trim(), 'alive')
  assert.deepEqual(await adb.forwards(NEVER), [])
  assert.equal(changes.at(-1), `${first} device`)
})

test('all phones are back within 15 s of the death of the adb server', async (t) => {
  const { hostFault, until, allOnline } = await startedView(t, 8)

  await hostFault({ fault: 'server_die' })
  await until(() => !allOnline())
  const ms = await until(allOnline)

  t.diagnostic(`back after ${Math.round(ms)} ms`)
  assert.ok(ms < 15_000)
})

test('a server that hangs is told within 15 s, and questions to it fail at once from then on', async (t) => {
  const { adb, hostFault, until } = await startedView(t, 1)

  await hostFault({ fault: 'server_hang' })
  const ms = await until(() => !adb.health().ok)
  const askedMs = performance.now()
  for (let call = 0; call < 20; call += 1) await adb.forwards(NEVER).catch(() => undefined) // all but one fail at once
  const perCallMs = (performance.now() - askedMs) / 20
  await hostFault({ fault: 'server_resume' })
  await until(() => adb.health().ok)

  t.diagnostic(`told after ${Math.round(ms)} ms, ${Math.round(perCallMs)} ms a question`)
  assert.ok(ms < 15_000)
  assert.ok(perCallMs < 500)
})
