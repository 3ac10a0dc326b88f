import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { startUsbFarm } from './usb-farm.ts'

const [ONE, TWO] = ['R5CTWNEWD95', 'R5CTXVBA4ZU'] as const

test('adb lists the phones by their hardware serials, with the ports they hang on', async (t) => {
  const { adb } = await startUsbFarm(t, 2)

  const text = await adb('devices', '-l')

  assert.match(
    text,
    /^R5CTWNEWD95 {12}device usb:1-1\.1 product:vphone model:\S+ device:vphone transport_id:\d+$/m,
  )
  assert.match(
    text,
    /^R5CTXVBA4ZU {12}device usb:1-1\.2 product:vphone model:\S+ device:vphone transport_id:\d+$/m,
  )
})

test('a phone tells the same serial that adb lists', async (t) => {
  const { adb } = await startUsbFarm(t, 1)

  assert.equal(await adb('-d', 'shell', 'getprop ro.serialno; getprop ro.boot.serialno'), `${ONE}\n${ONE}`)
  assert.equal(await adb('get-serialno'), ONE)
  assert.equal(await adb('-s', ONE, 'get-devpath'), 'usb:1-1.1')
})

test('files and forwards go through under the name on USB', async (t) => {
  const { adb } = await startUsbFarm(t, 1)

  const port = await adb('-s', ONE, 'forward', 'tcp:0', 'tcp:6790')

  assert.equal(await adb('forward', '--list'), `${ONE} tcp:${port} tcp:6790`)
  assert.match(await adb('-s', ONE, 'push', process.execPath, '/sdcard/node'), /1 file pushed/)
})

test('an unplugged phone vanishes instead of going offline, and its forwards with it', async (t) => {
  const { adb, fault, list } = await startUsbFarm(t, 2)
  await adb('-s', ONE, 'forward', 'tcp:0', 'tcp:6790')

  await fault(1, { fault: 'usb_unplug' })

  assert.deepEqual(await list(), [`${TWO} device`])
  assert.equal(await adb('-s', ONE, 'shell', 'id'), `error: device '${ONE}' not found`)
  assert.equal(await adb('forward', '--list'), '')
})

test('a phone that is plugged into another port comes back there under another transport id', async (t) => {
  const { adb, fault, until } = await startUsbFarm(t, 1)
  const idOf = async () => /transport_id:(\d+)/.exec(await adb('devices', '-l'))?.[1]
  const before = await idOf()

  await fault(1, { fault: 'usb_replug', port: '1-1.5' })
  await until((lines) => lines.includes(`${ONE} device`))

  assert.match(await adb('devices', '-l'), /usb:1-1\.5/)
  assert.notEqual(await idOf(), before)
})

test('a zombie is listed as a device and answers nothing until its port was without power', async (t) => {
  const { adb, fault, list, power, until } = await startUsbFarm(t, 1)

  await fault(1, { fault: 'usb_zombie' })
  assert.deepEqual(await list(), [`${ONE} device`])
  assert.equal(await adb('-s', ONE, 'shell', 'echo alive'), '')

  await power('1-1', 1, false)
  assert.deepEqual(await list(), [])
  await power('1-1', 1, true)
  await until((lines) => lines.includes(`${ONE} device`))
  assert.equal(await adb('-s', ONE, 'shell', 'echo alive'), 'alive')
})

const STATES = [
  { state: 'offline', words: 'error: device offline' },
  { state: 'authorizing', words: 'error: device still authorizing' },
  { state: 'connecting', words: 'error: device still connecting' },
  {
    state: 'unauthorized',
    words: /^error: device unauthorized\.\nThis adb server's \$ADB_VENDOR_KEYS is not set/,
  },
  { state: 'no permissions', words: /^error: insufficient permissions for device: / },
] as const

for (const { state, words } of STATES) {
  test(`a phone that is listed as ${state} refuses services in adb's words`, async (t) => {
    const { adb, fault, until } = await startUsbFarm(t, 1)

    await fault(1, { fault: 'usb_state', state })

    await until((lines) => lines.includes(`${ONE} ${state}`))
    const said = await adb('-s', ONE, 'shell', 'id')
    if (typeof words === 'string') assert.equal(said, words)
    else assert.match(said, words)
  })
}

test('an offline phone that needs a reconnect is well after it', async (t) => {
  const { adb, fault, until } = await startUsbFarm(t, 1)
  await fault(1, { fault: 'usb_state', state: 'offline', until: 'reconnect' })
  await until((lines) => lines.includes(`${ONE} offline`))

  assert.equal(await adb('-s', ONE, 'reconnect'), `reconnecting ${ONE} [offline]`)

  await until((lines) => lines.includes(`${ONE} device`))
})

test('an offline phone that needs a power cycle stays offline after a reconnect', async (t) => {
  const { adb, fault, power, until } = await startUsbFarm(t, 1)
  await fault(1, { fault: 'usb_state', state: 'offline', until: 'power_cycle' })
  await until((lines) => lines.includes(`${ONE} offline`))

  assert.equal(await adb('reconnect', 'offline'), `reconnecting ${ONE}`)
  await until((lines) => lines.includes(`${ONE} offline`))

  await power('1-1', 1, false)
  await power('1-1', 1, true)
  await until((lines) => lines.includes(`${ONE} device`))
})

test('one phone is there by its cable and by its address, and either can go alone', async (t) => {
  const { adb, fault, fleet, list, until } = await startUsbFarm(t, 1)
  const address = fleet.phones[0]?.adb ?? ''
  await adb('connect', address)
  assert.deepEqual(await list(), [`${ONE} device`, `${address} device`])
  assert.equal(await adb('-s', address, 'shell', 'getprop ro.serialno'), ONE)

  await fault(1, { fault: 'usb_unplug' })
  assert.deepEqual(await list(), [`${address} device`])

  await fault(1, { fault: 'usb_replug' })
  await fault(1, { fault: 'wifi_off' })
  await until((lines) => lines.includes(`${ONE} device`) && !lines.includes(`${address} device`))
})

test('all phones of a hub vanish and come back together, those of another hub stay', async (t) => {
  const { hostFault, list, serials, until } = await startUsbFarm(t, 8)
  const last = serials[7] ?? ''

  await hostFault({ fault: 'hub_gone', hub: '1-1' })
  assert.deepEqual(await list(), [`${last} device`])

  await hostFault({ fault: 'hub_fine', hub: '1-1' })
  const back = await until((lines) => lines.filter((line) => line.endsWith(' device')).length === 8)
  assert.equal(back.length, 8)
})

test('a reboot takes the phone off the list until adbd answers again', async (t) => {
  const { adb, until } = await startUsbFarm(t, 1)

  await adb('-s', ONE, 'reboot')

  await until((lines) => lines.length === 0)
  await until((lines) => lines.includes(`${ONE} device`))
})

test('a revoked key makes the phone unauthorized until it is allowed on its screen', async (t) => {
  const { fault, until } = await startUsbFarm(t, 1)

  await fault(1, { fault: 'unauthorized' })
  await until((lines) => lines.includes(`${ONE} unauthorized`))

  await fault(1, { fault: 'clear' })
  await until((lines) => lines.includes(`${ONE} device`))
})

test('a server that hangs takes connections and answers nothing', async (t) => {
  const { adb, host, hostFault, list } = await startUsbFarm(t, 1)

  await hostFault({ fault: 'server_hang' })
  const socket = connect(host.port(), '127.0.0.1')
  t.after(() => socket.destroy())
  socket.write('000chost:devices')
  const answer = new Promise((resolve) =>
    socket.once('data', (piece) => resolve(piece.toString().slice(0, 4))),
  )

  assert.equal(await adb('devices'), '')
  await hostFault({ fault: 'server_resume' })
  assert.equal(await answer, 'OKAY')
  assert.deepEqual(await list(), [`${ONE} device`])
})

test('a server that dies is back with its phones after somebody starts one, transport ids from one again', async (t) => {
  const { adb, hostFault, host, until } = await startUsbFarm(t, 1)
  await adb('-s', ONE, 'reconnect')
  await until((lines) => lines.includes(`${ONE} device`))

  await hostFault({ fault: 'server_die' })
  assert.equal(host.state(), 'dead')
  await adb('start-server')

  await until((lines) => lines.includes(`${ONE} device`))
  assert.match(await adb('devices', '-l'), /transport_id:1$/m)
})

test('an adb of another version ends the server, which comes back with the phones', async (t) => {
  const { adb, hostFault, host, until } = await startUsbFarm(t, 1)
  await hostFault({ fault: 'server_version', version: 39 })

  assert.match(await adb('devices'), /adb server version \(39\) doesn't match this client \(41\); killing/)

  await until((lines) => lines.includes(`${ONE} device`))
  assert.equal(host.version(), null)
})

test('two phones with one serial are listed both, and only their transport ids tell them apart', async (t) => {
  const { adb, fault, until } = await startUsbFarm(t, 2)

  await fault(2, { fault: 'hardware_serial', serial: ONE })
  await until((lines) => lines.length === 2 && lines.every((line) => line === `${ONE} device`))

  assert.equal(await adb('-s', ONE, 'shell', 'id'), 'error: more than one device')
})
