import { type Operations, OPERATIONS, type Process } from './api.ts'
import { type EventFilters, followEvents, type FollowOptions, type Told } from './events.ts'
import { pause } from './pause.ts'
import { PhonefarmError } from './phonefarm-error.ts'
import { type Query, writtenQuery } from './query.ts'
import { createTransport, type TransportOptions } from './transport.ts'

export { PhonefarmError } from './phonefarm-error.ts'
export type { Told } from './events.ts'
export type { TransportOptions } from './transport.ts'

export type OperationName = keyof Operations

export interface RequestOptions {
  signal?: AbortSignal
}

export interface WaitOptions extends RequestOptions {
  /** After so long it throws; an hour by default. */
  timeoutMs?: number
  /** Told of every state that was seen, the last one included. */
  onChange?: (process: Process) => void
}

/** The API of one farm. */
export interface Client {
  /**
   * Does one operation, named as in the API reference. 429 and 503 are tried again when the farm says it is worth it; what may have been
   * lost on its way is sent again when a repeat does nothing twice.
   * @throws PhonefarmError; the signal's reason when it aborts
   */
  request: <Name extends OperationName>(
    name: Name,
    input: Operations[Name]['input'],
    options?: RequestOptions,
  ) => Promise<Operations[Name]['answer']>
  /** Resolves with the record of a process that has ended, however it ended. @throws PhonefarmError `not_ended` when the time is over */
  waitForProcess: (processId: string, options?: WaitOptions) => Promise<Process>
  /** What happens at the farm, one after the other and without end; comes back by itself where it was cut off. @throws PhonefarmError when the farm refuses */
  events: (filters?: EventFilters, options?: FollowOptions) => AsyncGenerator<Told, void, undefined>
}

const HOUR_MS = 3_600_000

/** What one long poll asks the farm to wait. */
const WAIT_SECONDS = 30

/** Between two looks for a farm that does not answer, when it does not say itself. */
const AWAY_MS = 5000

export function createClient(options: TransportOptions): Client {
  const transport = createTransport(options)

  async function sendFor<T>(
    name: OperationName,
    input: AnyInput,
    { read, signal, headers = {} }: Reading<T>,
  ): Promise<T> {
    const { method, path, answer } = OPERATIONS[name]
    const sent = {
      method,
      path: filled(path, input.path) + writtenQuery(input.query ?? {}),
      ...(input.body !== undefined && { body: input.body }),
      headers: { ...(answer === 'json' && { Accept: 'application/json' }), ...headers },
      repeatable: method !== 'POST' || REPEATABLE.has(name),
      waitMs: Number(input.query?.['wait'] ?? 0) * 1000,
      signal,
      streams: answer === 'response',
    }
    return transport.send(sent, read)
  }

  /** The record when it is another one than `etag` names, at the latest after so many seconds; null when it is still that one. */
  function readProcess(
    processId: string,
    { wait, etag, signal }: { wait: number; etag: string | null; signal: AbortSignal | undefined },
  ): Promise<{ process: Process; etag: string | null } | null> {
    return sendFor(
      'readProcess',
      { path: { process_id: processId }, query: { wait } },
      {
        signal,
        headers: etag === null ? {} : { 'If-None-Match': etag },
        async read(response) {
          if (response.status === 304) return null
          // The types are made from the document that the farm answers by.
          const process: Process = await response.json()
          return { process, etag: response.headers.get('etag') }
        },
      },
    )
  }

  async function waitForProcess(
    processId: string,
    { signal, timeoutMs = HOUR_MS, onChange }: WaitOptions = {},
  ): Promise<Process> {
    const endMs = performance.now() + timeoutMs
    let isKnown = false
    let etag: string | null = null
    for (let leftMs = timeoutMs; leftMs > 0; leftMs = endMs - performance.now()) {
      // The first look must not wait for a change; every other one does, also when somebody in between has taken the tag away.
      const wait = isKnown ? Math.min(WAIT_SECONDS, Math.ceil(leftMs / 1000)) : 0
      try {
        const read = await readProcess(processId, { wait, etag, signal })
        if (read === null) continue
        isKnown = true
        etag = read.etag
        onChange?.(read.process)
        if (ENDED.has(read.process.status)) return read.process
      } catch (error) {
        // Once it has answered, a farm that is started anew is waited for: the process goes on.
        if (!isKnown || !(error instanceof PhonefarmError) || !isForTheMoment(error)) throw error
        const pauseMs = Math.max((error.retryAfterSeconds ?? 0) * 1000, AWAY_MS)
        await pause(Math.min(pauseMs, Math.max(0, endMs - performance.now())), signal)
      }
    }
    throw new PhonefarmError(`process ${processId} has not ended in time`, {
      status: null,
      code: 'not_ended',
    })
  }

  return {
    async request(name, input, { signal } = {}) {
      const { answer } = OPERATIONS[name]
      return sendFor(name, input, { signal, read: (response) => readAs(answer, response) })
    },
    waitForProcess,
    events: (filters, following) => followEvents(transport, filters, following),
  }
}

/** What is wanted of an answer, and what else is sent for it. */
interface Reading<T> {
  read: (response: Response) => T | Promise<T>
  signal?: AbortSignal | undefined
  headers?: Record<string, string>
}

interface AnyInput {
  path?: Readonly<Record<string, string>>
  query?: Query
  body?: unknown
}

/** POST operations that do nothing twice: creations by their `request_id`, the others because the same again changes nothing. */
const REPEATABLE: ReadonlySet<OperationName> = new Set<OperationName>([
  'enqueueCapabilityRequest',
  'requestMaintenance',
  'upsertRuntimeSnapshot',
  'cancelProcess',
  'pausePhone',
  'resumePhone',
  'revokeKey',
])

const ENDED: ReadonlySet<string> = new Set<Process['status']>(['completed', 'failed_terminal', 'cancelled'])

/** Whether the same may be answered another time: nobody was there, or somebody says so. */
function isForTheMoment({ status }: PhonefarmError): boolean {
  return status === null || [429, 502, 503, 504].includes(status)
}

function filled(path: string, values: AnyInput['path'] = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

type Answer = Operations[OperationName]['answer']

async function readAs<Read extends Answer>(
  kind: 'json' | 'text' | 'none' | 'response',
  response: Response,
): Promise<Read> {
  const value: unknown =
    kind === 'json'
      ? await response.json()
      : kind === 'text'
        ? await response.text()
        : kind === 'response'
          ? response
          : undefined
  // The types are made from the document that the farm answers by, as the kind is.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as Read
}
