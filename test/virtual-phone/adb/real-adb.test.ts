import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type AdbClient, startAdb } from '../adb-client.ts'
import { makePhone } from '../make-phone.ts'

const SERVER_APK = fileURLToPath(
  import.meta
    .resolve('appium-uiautomator2-driver')
    .replace(
      /\/appium-uiautomator2-driver\/.*$/,
      '/appium-uiautomator2-driver/node_modules/appium-uiautomator2-server/apks/appium-uiautomator2-server-v10.6.6.apk',
    ),
)

const virtual = makePhone()
let adb: AdbClient
let serial = ''
let folder = ''

before(async () => {
  adb = await startAdb()
  serial = `127.0.0.1:${await virtual.adb.listen(0)}`
  folder = await mkdtemp(join(tmpdir(), 'phonefarm-adb-'))
  await adb.run('connect', serial)
})

after(async () => {
  await adb.stop()
  await virtual.stop()
  await rm(folder, { recursive: true })
})

test('adb lists the phone as a device with its model', async () => {
  const { text } = await adb.run('devices', '-l')

  assert.match(
    text,
    new RegExp(`^${serial}\\s+device product:vphone model:Virtual_Phone_01 device:vphone`, 'm'),
  )
})

test('a shell command keeps stdout, stderr and exit code apart', async () => {
  const result = await adb.run('-s', serial, 'shell', 'echo good; ls /nowhere; exit 7')

  assert.equal(result.text, 'good\n')
  assert.equal(result.stderr, 'ls: /nowhere: No such file or directory\n')
  assert.equal(result.code, 7)
})

test('an unknown command exits with 127', async () => {
  const result = await adb.run('-s', serial, 'shell', 'frobnicate')

  assert.equal(result.stderr, '/system/bin/sh: frobnicate: not found\n')
  assert.equal(result.code, 127)
})

test('a shell without a command runs the lines of its input', async () => {
  const shell = adb.open('-s', serial, 'shell')
  let text = ''
  shell.stdout?.on('data', (piece) => (text += String(piece)))

  shell.stdin?.end('echo one\nexit 4\n')

  const [code] = await once(shell, 'close')
  assert.equal(text, 'one\n')
  assert.equal(code, 4)
})

test('a file comes back byte for byte through push, exec-out and pull', async () => {
  const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 7919) & 0xff))
  await writeFile(join(folder, 'out.bin'), bytes)

  const pushed = await adb.run('-s', serial, 'push', join(folder, 'out.bin'), '/sdcard/Download/in.bin')
  const printed = await adb.run('-s', serial, 'exec-out', 'cat /storage/emulated/0/Download/in.bin')
  await adb.run('-s', serial, 'pull', '/sdcard/Download/in.bin', join(folder, 'back.bin'))

  assert.equal(pushed.code, 0)
  assert.ok(printed.stdout.equals(bytes))
  assert.ok((await readFile(join(folder, 'back.bin'))).equals(bytes))
})

test('a push to a place that adb may not write to is refused', async () => {
  await writeFile(join(folder, 'a.txt'), 'a')

  const { code, text, stderr } = await adb.run('-s', serial, 'push', join(folder, 'a.txt'), '/system/a.txt')

  assert.equal(code, 1)
  assert.match(text + stderr, /remote couldn't create file: Permission denied/)
})

test('a folder is listed and pulled whole', async () => {
  virtual.phone.files.write('/sdcard/Movies/set/one.txt', Buffer.from('1'))
  virtual.phone.files.write('/sdcard/Movies/set/deep/two.txt', Buffer.from('2'))

  const { text } = await adb.run('-s', serial, 'ls', '/sdcard/Movies/set')
  await adb.run('-s', serial, 'pull', '/sdcard/Movies/set', folder)

  assert.match(text, /one\.txt/)
  assert.equal(await readFile(join(folder, 'set/deep/two.txt'), 'utf8'), '2')
})

test("Appium's real server APK installs and is known by its manifest", async () => {
  const installed = await adb.run('-s', serial, 'install', '-r', SERVER_APK)
  const listed = await adb.run(
    '-s',
    serial,
    'shell',
    'pm list packages --show-versioncode io.appium.uiautomator2',
  )

  assert.match(installed.text, /Success/)
  assert.equal(listed.text, 'package:io.appium.uiautomator2.server versionCode:278\n')
})

test('a file that is no APK is refused in Android words', async () => {
  await writeFile(join(folder, 'no.apk'), 'this is no zip')

  const { code, stderr } = await adb.run('-s', serial, 'install', join(folder, 'no.apk'))

  assert.equal(code, 1)
  assert.match(stderr, /Failure \[INSTALL_PARSE_FAILED_NOT_APK/)
})

test('a forward to a port where nobody listens is closed', async () => {
  const { text } = await adb.run('-s', serial, 'forward', 'tcp:0', 'tcp:6790')

  const socket = connect(Number(text), '127.0.0.1')
  const pieces: Buffer[] = []
  socket.on('data', (piece) => pieces.push(Buffer.from(piece)))
  socket.on('error', () => undefined) // a reset is as good an end
  await once(socket, 'close')
  assert.deepEqual(pieces, [])
})

test('logcat stays open and shows new lines', async () => {
  const logcat = adb.open('-s', serial, 'logcat', '-v', 'threadtime')
  const lines: string[] = []
  logcat.stdout?.on('data', (piece) => lines.push(String(piece)))
  await once(logcat.stdout ?? logcat, 'data')

  virtual.phone.log.write('Test', 'a new line')
  while (!lines.join('').includes('a new line')) await once(logcat.stdout ?? logcat, 'data')

  assert.match(lines.join(''), /I Test: a new line/)
  logcat.kill()
})

test('a phone whose authorization was revoked is unauthorized until somebody allows it', async () => {
  virtual.adb.setAuthorized(false)
  await adb.waitForState(serial, 'unauthorized')
  const refused = await adb.run('-s', serial, 'shell', 'echo hi')

  assert.match(refused.stderr, /device unauthorized/)
  virtual.adb.setAuthorized(true)
  await adb.waitForState(serial, 'device')
})

test('an unplugged phone goes offline and comes back after disconnect and connect', async () => {
  await virtual.adb.setPlugged(false)
  await adb.waitForState(serial, 'offline')

  await virtual.adb.setPlugged(true)
  await adb.run('disconnect', serial)
  await adb.run('connect', serial)

  await adb.waitForState(serial, 'device')
  assert.equal((await adb.run('-s', serial, 'shell', 'echo hi')).text, 'hi\n')
})
