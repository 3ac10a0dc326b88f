import { connect } from 'node:net'
import { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import { pino } from 'pino'
import type { ApiKey } from '../../../src/http/api-keys.ts'
import { fullKey } from '../../../src/http/api-keys.ts'
import type { Readiness } from '../../../src/http/availability.ts'
import { createKeyRing, type KeyRing } from '../../../src/http/key-ring.ts'
import type { ListenAt } from '../../../src/http/listener.ts'
import { createHttp, type Http, type HttpDeps, type HttpTimeouts } from '../../../src/http/server.ts'
import type { BundleProcess } from '../../../src/http/routes/artifacts.ts'
import type { Screenshot, TakeScreenshot } from '../../../src/http/routes/screenshot.ts'
import type { Viewing, WatchPhone } from '../../../src/http/routes/stream.ts'
import { systemClock } from '../../../src/domain/clock.ts'
import type { Keys } from '../../../src/processes/keys.ts'
import type { Processes } from '../../../src/processes/processes.ts'
import { recordedKeys } from './recorded-processes.ts'

export const KEY = 'key-of-the-tests-0123456789'

export interface Asked {
  /** The public one when not given. */
  door?: 'admin'
  method?: string
  headers?: Record<string, string>
  /** Sent as it stands when a string or bytes, else as JSON. */
  body?: unknown
}

export interface Told {
  status: number
  headers: Headers
  text: string
  /** The parsed body; empty when it is not JSON. */
  json: Record<string, unknown>
}

export interface StartedHttp {
  /** Of the public door. */
  url: string
  /** Of the admin door. */
  admin: string
  http: Http
  /** What was logged, one object a line. */
  logged: Record<string, unknown>[]
  readiness: { current: Readiness }
  /** With the key, unless `headers.authorization` says otherwise (empty: none). */
  ask: (path: string, asked?: Asked) => Promise<Told>
  /** Writes the text on a fresh connection and reads until the server closes it, or until `untilMs` have passed. */
  raw: (text: string | Buffer, untilMs?: number, door?: 'admin') => Promise<string>
}

export interface StartOptions {
  /** What is kept in `logged`; default `debug`. */
  logLevel?: 'debug' | 'silent'
  processes: Processes
  /** Full keys; one that is KEY when not given. */
  keys?: readonly ApiKey[]
  /** In place of `keys`. */
  keyRing?: KeyRing
  /** Use cases of the key routes; such that do nothing when not given. */
  manageKeys?: Keys
  screenshot?: TakeScreenshot
  watch?: WatchPhone
  bundle?: BundleProcess
  timeouts?: HttpTimeouts
  /** `x` and `farm` are its names when none are given. */
  doors?: Pick<HttpDeps, 'publicScopes' | 'hosts' | 'proxyTrust' | 'connectionLimits'>
  adminAt?: ListenAt
}

/** A picture with these words in place of pixels. */
export function pictureOf(words: string, more: Partial<Screenshot> = {}): Screenshot {
  const takenAt = new Date('2026-03-22T08:30:00.000Z')
  return { bytes: Buffer.from(words), contentType: 'image/png', takenAt, tag: 'tag-1', black: false, ...more }
}

const NO_VIEWING: Viewing = {
  next: async () => null,
  over: new AbortController().signal,
  close: () => undefined,
}

/** The real server on a free port, stopped when the test ends. */
export async function startedHttp(t: TestContext, options: StartOptions): Promise<StartedHttp> {
  const logged: Record<string, unknown>[] = []
  const readiness = { current: { starting: false, checks: { store: { ok: true } } } as Readiness }
  let ids = 0
  const http = createHttp({
    processes: options.processes,
    keys: options.manageKeys ?? recordedKeys().keys,
    keyRing:
      options.keyRing ?? createKeyRing({ full: options.keys ?? [fullKey('tests', KEY)], clock: systemClock }),
    readiness: () => readiness.current,
    screenshot: options.screenshot ?? (async () => pictureOf('PNG')),
    watch: options.watch ?? (async () => NO_VIEWING),
    bundle: options.bundle ?? (() => ({ name: 'bundle.tar.gz', stream: Readable.from(['bundle']) })),
    log: pino(
      { level: options.logLevel ?? 'debug' },
      { write: (line: string) => void logged.push(JSON.parse(line)) },
    ),
    clock: systemClock,
    newId: () => `made-${++ids}`,
    version: '0.0.0-test',
    hosts: ['x', 'farm'],
    ...options.doors,
    ...(options.timeouts && { timeouts: options.timeouts }),
  })
  const anywhere = { host: '127.0.0.1', port: 0 }
  const { url, admin } = await http.listen({ public: anywhere, admin: options.adminAt ?? anywhere })
  t.after(() => http.stop())
  return {
    url,
    admin,
    http,
    logged,
    readiness,
    ask: (path, asked) => ask((asked?.door === 'admin' ? admin : url) + path, asked),
    raw: (text, ms, door) => raw(door === 'admin' ? admin : url, text, ms),
  }
}

async function ask(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Told> {
  const asIs = typeof body === 'string' || body instanceof Uint8Array
  const answer = await fetch(url, {
    method,
    headers: {
      // Of what comes as a stream or as JSON, the JSON: a stream does not end.
      accept: 'application/json, */*;q=0.5',
      ...(headers['authorization'] === undefined && { authorization: `Bearer ${KEY}` }),
      ...(body !== undefined &&
        headers['content-type'] === undefined && { 'content-type': 'application/json' }),
      ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
    },
    ...(body !== undefined && { body: asIs ? (body as BodyInit) : JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson =
    /^application\/(?:problem\+)?json/.test(answer.headers.get('content-type') ?? '') && text !== ''
  return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : {} }
}

function raw(url: string, text: string | Buffer, untilMs = 5000): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    let told = ''
    const timer = setTimeout(() => socket.destroy(), untilMs)
    socket.on('data', (chunk) => (told += chunk.toString('utf8')))
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(told)
    })
    socket.on('error', (error) => {
      if (told === '') reject(error)
    })
    socket.write(text)
  })
}
