import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { TestContext } from 'node:test'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { VirtualPhone } from '../../src/virtual-phone/android/create-phone.ts'
import { activeFaults, applyFault, parseFault } from '../../src/virtual-phone/control/faults.ts'
import { type AdbClient, startAdb } from './adb-client.ts'
import { makePhone } from './make-phone.ts'

const APKS = new URL(
  'node_modules/appium-uiautomator2-driver/node_modules/appium-uiautomator2-server/apks/',
  import.meta.resolve('#package.json'),
)
export const SERVER = 'io.appium.uiautomator2.server'
/** Of the on-phone server itself; its test package, which drives it, has another. */
export const SERVER_APK = fileURLToPath(new URL('appium-uiautomator2-server-v10.6.6.apk', APKS))
const TEST_APK = fileURLToPath(new URL('appium-uiautomator2-server-debug-androidTest.apk', APKS))
const RUNNER = `${SERVER}.test/androidx.test.runner.AndroidJUnitRunner`

export interface ServerAnswer {
  status: number
  value: unknown
}

/** A phone behind the real adb, with Appium's own server on it. */
export interface PhoneOnAdb {
  virtual: VirtualPhone
  adb: AdbClient
  serial: string
  shell: (line: string) => Promise<{ text: string; stderr: string; code: number }>
  fault: (body: { fault: string; [parameter: string]: unknown }) => Promise<void>
  faults: () => object[]
  /** Starts the instrumentation as Appium does. Resolves with its `am` when the server answers, or when it has ended. */
  launch: () => Promise<{ am: ChildProcess; output: () => string; ended: Promise<unknown> }>
  /** A request through a fresh forward. Rejects as the connection does. */
  ask: (method: string, path: string, body?: object, withinMs?: number) => Promise<ServerAnswer>
  /** Opens a session and returns its path. */
  session: () => Promise<string>
}

export async function phoneOnAdb(t: TestContext): Promise<PhoneOnAdb> {
  const virtual = makePhone()
  for (const apk of [SERVER_APK, TEST_APK]) {
    virtual.phone.packages.install(await readFile(apk), { allowDowngrade: false })
  }
  const adb = await startAdb()
  t.after(async () => {
    await adb.stop()
    await virtual.stop()
  })
  const serial = `127.0.0.1:${await virtual.adb.listen(0)}`
  await adb.run('connect', serial)
  const { text: port } = await adb.run('-s', serial, 'forward', 'tcp:0', 'tcp:6790')

  async function ask(method: string, path: string, body?: object, withinMs = 5000): Promise<ServerAnswer> {
    const response = await fetch(`http://127.0.0.1:${Number(port)}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(withinMs),
    })
    const { value }: { value: unknown } = JSON.parse(await response.text())
    return { status: response.status, value }
  }

  async function launch(): ReturnType<PhoneOnAdb['launch']> {
    const am = adb.open('-s', serial, 'shell', `am instrument -w ${RUNNER}`)
    let said = ''
    am.stdout?.on('data', (piece) => (said += String(piece)))
    const ended = once(am, 'close')
    const progress = { ended: false }
    void ended.then(() => (progress.ended = true)) // `once` of a child's close does not reject
    while (!progress.ended && !(await answers())) await new Promise((resolve) => setTimeout(resolve, 50))
    return { am, output: () => said, ended }
  }

  const answers = () =>
    ask('GET', '/status', undefined, 500).then(
      () => true,
      () => false,
    )

  return {
    virtual,
    adb,
    serial,
    shell: (line) => adb.run('-s', serial, 'shell', line),
    fault: (body) => applyFault(virtual, parseFault(body)),
    faults: () => activeFaults(virtual),
    launch,
    ask,
    session: async () => {
      const { value } = await ask('POST', '/session', { capabilities: { alwaysMatch: {} } })
      const id = typeof value === 'object' && value !== null && 'sessionId' in value ? value.sessionId : ''
      return `/session/${String(id)}`
    },
  }
}
