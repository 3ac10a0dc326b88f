import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { TestContext } from 'node:test'

/** What Chromium is called where it is installed. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/** Where a browser stands on this machine; undefined when there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // not there, or not for us
  }
}

type Fields = Record<string, unknown>

/** A page of a real browser, driven over the DevTools protocol. */
export interface Page {
  /** Every address that the page asked for, in order. */
  requested: string[]
  /** What the page's console and the browser's log told. */
  told: string[]
  open: (url: string) => Promise<void>
  /** The value of an expression, promises awaited. */
  evaluate: (expression: string) => Promise<unknown>
  /** Looks again and again until the expression is true. */
  until: (expression: string) => Promise<void>
  /** PNG */
  screenshot: () => Promise<Buffer>
}

/** Starts the browser with a profile of its own; it ends with the test. */
export async function openedPage(t: TestContext, browser: string): Promise<Page> {
  const profile = mkdtempSync(path.join(tmpdir(), 'phonefarm-browser-'))
  const flags = ['--headless', '--no-sandbox', '--remote-debugging-pipe', '--no-first-run']
  // Of itself it asks its maker for updates and the like.
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  const child = spawn(
    browser,
    [...flags, ...quiet, `--user-data-dir=${profile}`, '--window-size=1100,1600'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      // Its processes hold our pipes as well: they end as one group.
      detached: true,
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  t.after(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    await ended
    for (const pipe of child.stdio) pipe?.destroy()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })
  const { send, events } = connect(child)
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  const ask = (method: string, params: Fields = {}) => send(method, params, String(sessionId))
  const page = pageOf(ask, events)
  for (const domain of ['Network', 'Page', 'Runtime', 'Log']) await ask(`${domain}.enable`)
  return page
}

type Send = (method: string, params?: Fields, sessionId?: string) => Promise<Fields>
type Listeners = ((method: string, params: Fields) => void)[]

/** Messages are JSON that ends with NUL, down pipe 3 and up pipe 4. */
function connect(child: ChildProcess): { send: Send; events: Listeners } {
  const down = child.stdio[3] as Writable
  const up = child.stdio[4] as Readable
  const waiting = new Map<number, { resolve: (result: Fields) => void; reject: (error: Error) => void }>()
  const events: Listeners = []
  let ids = 0
  let text = ''
  up.setEncoding('utf8')
  up.on('data', (piece: string) => {
    const messages = (text + piece).split('\0')
    text = messages.pop() ?? ''
    for (const message of messages) take(JSON.parse(message) as Fields)
  })
  function take({ id, method, params, result, error }: Fields): void {
    if (typeof method === 'string') return events.forEach((listen) => listen(method, params as Fields))
    const asked = waiting.get(Number(id))
    waiting.delete(Number(id))
    if (error) asked?.reject(new Error(JSON.stringify(error)))
    else asked?.resolve(result as Fields)
  }
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser is gone'))
  })
  const send: Send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++ids
      waiting.set(id, { resolve, reject })
      down.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
    })
  return { send, events }
}

function pageOf(ask: (method: string, params?: Fields) => Promise<Fields>, events: Listeners): Page {
  const page: Pick<Page, 'requested' | 'told'> = { requested: [], told: [] }
  events.push((method, params) => {
    if (method === 'Network.requestWillBeSent')
      page.requested.push((params['request'] as { url: string }).url)
    if (method === 'Runtime.consoleAPICalled') page.told.push(JSON.stringify(params['args']))
    if (method === 'Runtime.exceptionThrown') page.told.push(JSON.stringify(params['exceptionDetails']))
    if (method === 'Log.entryAdded') page.told.push((params['entry'] as { text: string }).text)
  })
  const evaluate = async (expression: string) => {
    const told = await ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (told['exceptionDetails']) throw new Error(JSON.stringify(told['exceptionDetails']))
    return (told['result'] as Fields)['value']
  }
  return {
    ...page,
    evaluate,
    async open(url) {
      const loaded = new Promise<void>((resolve) => {
        events.push((method) => method === 'Page.loadEventFired' && resolve())
      })
      await ask('Page.navigate', { url })
      await loaded
    },
    // In the page itself, where a turn of its own loop is waited for between two looks.
    async until(expression) {
      const looks = `(async () => { for (let n = 0; n < 2400; n++) { if (${expression}) return true; await new Promise((r) => setTimeout(r, 50)) } return false })()`
      if ((await evaluate(looks)) !== true) throw new Error(`never true: ${expression}`)
    },
    async screenshot() {
      const { data } = await ask('Page.captureScreenshot', { format: 'png' })
      return Buffer.from(String(data), 'base64')
    },
  }
}
