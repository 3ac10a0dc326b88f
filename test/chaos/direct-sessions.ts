import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

// No schemas here: loading the package that reads them would take longer than the rest of the start.

/** The capabilities that are acted on; the rest of what the daemon asks for concerns Appium alone. */
interface SessionRequest {
  capabilities: { alwaysMatch: { 'appium:udid': string; 'appium:systemPort': number } }
}

interface Script {
  script: string
  args: Record<string, unknown>[]
}

interface W3cLocator {
  using: string
  value: string
}

/** A refusal in WebDriver's words (source: w3.org/TR/webdriver2, "Errors"). */
export class W3cError extends Error {
  override name = 'W3cError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export interface Command {
  method: string
  /** Below `/session/{id}`. */
  path: string
  body: unknown
}

interface Session {
  serial: string
  port: number
}

export type DirectSessions = ReturnType<typeof createDirectSessions>

const SERVER = 'io.appium.uiautomator2.server'
const RUNNER = `${SERVER}.test/androidx.test.runner.AndroidJUnitRunner`
/** The phones' server takes 0.4 s to start; a loaded machine far longer. */
const READY_MS = 15_000
const LOOK_MS = 20
const COMMAND_MS = 20_000
const ESCAPE = 111

/** Sessions of the on-phone server, opened through adb as Appium's driver opens them, without its waiting and looking around. */
export function createDirectSessions(adbPort: number) {
  /** By the phone's own id of the session, which its journal tells. */
  const open = new Map<string, Session>()
  const prepared = new Set<string>()

  async function adb(serial: string, ...args: string[]): Promise<string> {
    const { stdout } = await run('adb', ['-P', String(adbPort), '-s', serial, ...args], {
      timeout: COMMAND_MS,
    })
    return stdout
  }

  /** The server's packages stay on the phone; looked for once a phone. */
  async function prepare(serial: string): Promise<void> {
    if (prepared.has(serial)) return
    const installed = await adb(serial, 'shell', 'pm', 'list', 'packages', SERVER)
    for (const { name, file } of serverApks()) {
      if (!installed.split('\n').includes(`package:${name}`)) await adb(serial, 'install', '-r', file)
    }
    prepared.add(serial)
  }

  async function openSession(body: unknown): Promise<{ sessionId: string; capabilities: unknown }> {
    const { capabilities } = body as SessionRequest
    const { 'appium:udid': serial, 'appium:systemPort': port } = capabilities.alwaysMatch
    await prepare(serial)
    await adb(serial, 'forward', `tcp:${port}`, 'tcp:6790')
    // Like Appium's driver: whatever ran there is not ours. A second `am instrument` would end it as well.
    await adb(serial, 'shell', `am force-stop ${SERVER}; am force-stop ${SERVER}.test`)
    // Without -w, which would tie the server to this process: on a real phone it may outlive its `am instrument`, and the daemon must cope with that.
    await adb(serial, 'shell', `am instrument -e disableAnalytics true ${RUNNER}`)
    await ready(port)
    const { sessionId } = (await ask(port, 'POST', '/session', body)) as { sessionId: string }
    open.set(sessionId, { serial, port })
    return { sessionId, capabilities: { platformName: 'Android', 'appium:udid': serial } }
  }

  function find(id: string): Session {
    const session = open.get(id)
    if (!session)
      throw new W3cError(404, 'invalid session id', 'A session is either terminated or not started')
    return session
  }

  async function close(id: string): Promise<null> {
    const session = find(id)
    open.delete(id)
    await ask(session.port, 'DELETE', `/session/${id}`, {}).catch(() => null) // the server may be gone, which is what is wanted
    await adb(session.serial, 'forward', '--remove', `tcp:${session.port}`).catch(() => null) // gone with the phone
    return null
  }

  async function command(id: string, { method, path, body }: Command): Promise<unknown> {
    const { port, serial } = find(id)
    const to = (path: string, body: unknown) => ask(port, 'POST', `/session/${id}${path}`, body)
    if (/\/elements?$/.test(path)) return to(path, locatorOf(body))
    if (path !== '/execute/sync') return ask(port, method, `/session/${id}${path}`, body)
    const { script, args } = body as Script
    const [given = {}] = args
    if (script === 'mobile: replaceElementValue')
      return to(`/element/${String(given['elementId'])}/value`, { text: given['text'], replace: true })
    if (script === 'mobile: pressKey') return to('/appium/device/press_keycode', given)
    if (script === 'mobile: hideKeyboard') return hideKeyboard(serial)
    throw new W3cError(404, 'unknown command', `${script} is not for this stand-in`)
  }

  async function hideKeyboard(serial: string): Promise<boolean> {
    if (!/mInputShown=true/.test(await adb(serial, 'shell', 'dumpsys input_method'))) return true
    await adb(serial, 'shell', 'input', 'keyevent', String(ESCAPE))
    return true
  }

  return { open: openSession, close, command, closeAll: () => Promise.all([...open.keys()].map(close)) }
}

/** The server on the phone has names of its own for the two parts of a locator. */
function locatorOf(body: unknown): object {
  const { using, value } = body as W3cLocator
  return { strategy: using, selector: value, context: '' }
}

async function ready(port: number): Promise<void> {
  const untilMs = performance.now() + READY_MS
  while (performance.now() < untilMs) {
    const up = await ask(port, 'GET', '/status').catch(() => null) // not up yet
    if (up !== null) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  throw new W3cError(500, 'session not created', 'the server on the phone did not start')
}

/** One command to the server on the phone. @returns its value. @throws W3cError with its own words */
async function ask(port: number, method: string, path: string, body?: unknown): Promise<unknown> {
  const { status, text } = await send(
    port,
    method,
    path,
    method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(body),
  )
  const { value } = JSON.parse(text) as { value: unknown }
  if (status === 200) return value
  const { error, message } = value as { error: string; message: string }
  throw new W3cError(status, error, message)
}

function send(
  port: number,
  method: string,
  path: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers, timeout: COMMAND_MS, agent: false },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        answer.on('error', reject)
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** The APKs that come with Appium's driver. */
function serverApks(): { name: string; file: string }[] {
  const driver = dirname(fileURLToPath(import.meta.resolve('appium-uiautomator2-driver/package.json')))
  const folder = join(driver, 'node_modules', 'appium-uiautomator2-server', 'apks')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.apk'))
    .map((file) => ({
      name: file.includes('androidTest') ? `${SERVER}.test` : SERVER,
      file: join(folder, file),
    }))
}
