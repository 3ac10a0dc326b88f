import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneOnAdb, SERVER } from '../../server-on-phone.ts'

test('a reboot takes the phone from adb, refuses all streams at first and says when Android is up', async (t) => {
  const { fault, adb, serial, shell } = await phoneOnAdb(t)
  const seen: string[] = []

  await fault({ fault: 'reboot', offline_ms: 300, boot_ms: 3000 })

  await adb.waitForState(serial, 'offline')
  await adb.run('disconnect', serial)
  while (seen.at(-1) !== '1') {
    await adb.run('connect', serial)
    const { text, stderr, code } = await shell('getprop sys.boot_completed')
    const now = code === 0 ? text.trim() : stderr.trim()
    if (now !== seen.at(-1)) seen.push(now)
  }
  assert.ok(seen.includes('error: closed'), seen.join(' | '))
  assert.deepEqual(seen.slice(-2), ['', '1'])
})

test('after a reboot with a PIN the keyguard cannot be dismissed', async (t) => {
  const { fault, adb, virtual, serial, shell } = await phoneOnAdb(t)

  await fault({ fault: 'reboot', offline_ms: 10, boot_ms: 10, pin: true })
  await adb.run('disconnect', serial)
  while ((await shell('getprop sys.boot_completed')).text.trim() !== '1') await adb.run('connect', serial)
  await shell('wm dismiss-keyguard')

  assert.equal(virtual.phone.power.isLocked(), true)
})

test('a phone that needs a reboot answers its shell and misses every service, until it was restarted', async (t) => {
  const { fault, adb, serial, launch, shell } = await phoneOnAdb(t)
  const { output, ended } = await launch()

  await fault({ fault: 'needs_reboot' })

  await ended
  assert.match(output(), /INSTRUMENTATION_ABORTED: System has crashed\./)
  assert.equal((await shell('echo alive')).text, 'alive\n')
  const started = await shell('am start -n com.android.settings/.Settings')
  assert.equal(started.stderr, "cmd: Can't find service: activity\n")
  assert.equal(started.code, 20)
  assert.equal((await shell('cmd package list packages')).stderr, "cmd: Can't find service: package\n")
  await adb.run('-s', serial, 'reboot')
  await adb.waitForState(serial, 'offline')
  await adb.run('disconnect', serial)
  while ((await shell('getprop sys.boot_completed')).text.trim() !== '1') await adb.run('connect', serial)
  assert.match((await shell('pm list packages com.android.settings')).text, /com\.android\.settings/)
})

test('a dead server does not come back by any means, and the phone itself is well', async (t) => {
  const { fault, launch, shell } = await phoneOnAdb(t)
  await fault({ fault: 'dead', what: 'server' })

  const { output, ended } = await launch()
  await ended

  assert.match(output(), /Native crash/)
  assert.equal((await shell('echo alive')).text, 'alive\n')
})

test('a dead phone is listed and answers nothing, after it was plugged in again too', async (t) => {
  const { fault, adb, serial } = await phoneOnAdb(t)
  await fault({ fault: 'dead' })
  await fault({ fault: 'unplug' })
  await fault({ fault: 'replug' })
  await adb.run('disconnect', serial)

  const { text } = await adb.run('connect', serial)

  assert.doesNotMatch(text, /^connected/)
})

test('loss of charging power ends a server that is not told otherwise', async (t) => {
  const { fault, launch, shell } = await phoneOnAdb(t)
  const { output, ended } = await launch()

  await fault({ fault: 'power_loss' })

  await ended
  assert.match(output(), /OK \(1 test\)/)
  assert.match((await shell('dumpsys battery')).text, /USB powered: false/)
})

test('loss of charging power leaves a server alone whose shutdownOnPowerDisconnect is off', async (t) => {
  const { fault, launch, ask, session } = await phoneOnAdb(t)
  await launch()
  const path = await session()
  await ask('POST', `${path}/appium/settings`, { settings: { shutdownOnPowerDisconnect: false } })

  await fault({ fault: 'power_loss' })

  assert.equal((await ask('GET', `${path}/source`)).status, 200)
})

test('a wedged adbd is offline until the host reconnects', async (t) => {
  const { fault, faults, adb, serial, shell } = await phoneOnAdb(t)

  await fault({ fault: 'adbd_wedged' })

  await adb.waitForState(serial, 'offline')
  assert.match((await shell('echo hi')).stderr, /offline/)
  assert.deepEqual(faults(), [{ fault: 'adbd_wedged' }])
  // adb forgets a phone on the network that it is told to reconnect, and its first new connection may meet the wedge, too.
  while (!(await adb.devices()).some(([name, state]) => name === serial && state === 'device')) {
    await adb.run('-s', serial, 'reconnect')
    await adb.run('connect', serial)
  }
  assert.equal((await shell('echo hi')).text, 'hi\n')
})

test('a lost forward is gone from the host while the server on the phone is well', async (t) => {
  const { fault, adb, serial, launch, ask, shell } = await phoneOnAdb(t)
  await launch()

  await fault({ fault: 'forward_lost', adb_server_port: adb.serverPort })

  await assert.rejects(ask('GET', '/status'))
  assert.equal((await adb.run('-s', serial, 'forward', '--list')).text.trim(), '')
  assert.match((await shell(`pidof ${SERVER}`)).text, /^\d+\n$/)
})
