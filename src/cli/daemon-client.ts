import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { Agent, request, type Dispatcher } from 'undici'
import { keptAdminDoor } from '../admin-door-file.ts'
import type { Config } from '../config.ts'
import type { ListenAt } from '../http/listener.ts'

/** The daemon could not be asked, or refused; the message is one line for people. */
export class DaemonRefused extends Error {
  override name = 'DaemonRefused'
  /** Of the answer; null when there was none. */
  readonly status: number | null
  /** Code of the API's errors: `process_not_found`. */
  readonly code: string | null

  constructor(message: string, { status = null, code = null, ...options }: RefusedOptions = {}) {
    super(message, options)
    this.status = status
    this.code = code
  }
}

interface RefusedOptions extends ErrorOptions {
  status?: number | null
  code?: string | null
}

export interface DaemonCall {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
}

/** Talks to the daemon that runs on this data directory's settings, at its admin door: every route is there. */
export interface DaemonClient {
  /** An answer of JSON with the shape of `schema`. @throws DaemonRefused */
  json: <S extends TSchema>(path: string, schema: S, call?: DaemonCall) => Promise<Static<S>>
  /** An answer that is read as it comes. The caller reads it to its end. @throws DaemonRefused */
  stream: (path: string) => Promise<Readable>
}

/** Until an answer begins; a hard cancel takes the longest. */
const ANSWER_MS = 30_000

const Refusal = Compile(Type.Object({ error: Type.String(), message: Type.String() }))

/**
 * @param config of the daemon: the same settings in the same environment
 * @throws DaemonRefused when there is no key
 */
export function createDaemonClient(config: Pick<Config, 'adminListen' | 'dataDir' | 'apiKey'>): DaemonClient {
  const { baseUrl, name, dispatcher } = doorOf(placeOf(config))
  const key = config.apiKey ?? storedKey(path.resolve(config.dataDir, 'api-key'))

  async function send(
    target: string,
    { method = 'GET', body }: DaemonCall,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await request(new URL(target, baseUrl), {
        method,
        ...(dispatcher && { dispatcher }),
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headersTimeout: ANSWER_MS,
      })
    } catch (error) {
      throw new DaemonRefused(`no daemon answers at ${name}`, { cause: error })
    }
  }

  async function ask(target: string, call: DaemonCall): Promise<Dispatcher.ResponseData> {
    const answer = await send(target, call)
    if (answer.statusCode < 300) return answer
    throw refused(answer.statusCode, await answer.body.text())
  }

  return {
    async json(target, schema, call = {}) {
      const { body } = await ask(target, call)
      const text = await body.text()
      const told: unknown = text === '' ? null : JSON.parse(text)
      if (!Value.Check(schema, told))
        throw new DaemonRefused(`the daemon at ${name} is of another version: it answers ${target} otherwise`)
      return told
    },
    stream: async (target) => (await ask(target, {})).body,
  }
}

function refused(status: number, text: string): DaemonRefused {
  const told = parsed(text)
  if (!Refusal.Check(told)) return new DaemonRefused(`the daemon answers ${status}`, { status })
  return new DaemonRefused(`${told.error}: ${told.message}`, { status, code: told.error })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not one of our answers: its status says enough
  }
}

interface AskedDoor {
  baseUrl: string
  /** For people. */
  name: string
  /** Of a unix socket: how it is reached; the address's host is not looked at then. */
  dispatcher?: Dispatcher
}

/** Where nobody asked for one place, the daemon has said where it is. */
function placeOf({ adminListen, dataDir }: Pick<Config, 'adminListen' | 'dataDir'>): ListenAt {
  return ('or_any_free' in adminListen ? keptAdminDoor(dataDir) : null) ?? adminListen
}

function doorOf(at: ListenAt): AskedDoor {
  if ('socketPath' in at) {
    const dispatcher = new Agent({ connect: { socketPath: at.socketPath } })
    return { baseUrl: 'http://localhost', name: `unix:${at.socketPath}`, dispatcher }
  }
  const baseUrl = `http://${reachable(at.host)}:${at.port}`
  return { baseUrl, name: baseUrl }
}

/** A daemon that listens everywhere is asked on loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return isIP(host) === 6 ? `[${host}]` : host
}

function storedKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new DaemonRefused(`PHONEFARM_API_KEY is not set and there is no key in ${file}`, { cause: error })
  }
}
