import { type Operations, OPERATIONS, type Process } from './api.ts'
import { type EventFilters, followEvents, type FollowOptions, type Told } from './events.ts'
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

export function createClient(options: TransportOptions): Client {
  const transport = createTransport(options)

  async function sendFor(
    name: OperationName,
    input: AnyInput,
    signal?: AbortSignal,
    headers = {},
  ): Promise<Response> {
    const { method, path, answer } = OPERATIONS[name]
    return transport.send({
      method,
      path: filled(path, input.path) + writtenQuery(input.query ?? {}),
      ...(input.body !== undefined && { body: input.body }),
      headers: { ...(answer === 'json' && { Accept: 'application/json' }), ...headers },
      repeatable: method !== 'POST' || REPEATABLE.has(name),
      waitMs: Number(input.query?.['wait'] ?? 0) * 1000,
      signal,
    })
  }

  async function waitForProcess(
    processId: string,
    { signal, timeoutMs = HOUR_MS, onChange }: WaitOptions = {},
  ): Promise<Process> {
    const endMs = performance.now() + timeoutMs
    let etag: string | null = null
    for (let leftMs = timeoutMs; leftMs > 0; leftMs = endMs - performance.now()) {
      // The first look must not wait for a change.
      const wait = etag === null ? 0 : Math.min(WAIT_SECONDS, Math.ceil(leftMs / 1000))
      const input = { path: { process_id: processId }, query: { wait } }
      const headers = etag === null ? {} : { 'If-None-Match': etag }
      const response = await sendFor('readProcess', input, signal, headers)
      if (response.status === 304) continue
      etag = response.headers.get('etag')
      // The types are made from the document that the farm answers by.
      const process: Process = await response.json()
      onChange?.(process)
      if (ENDED.has(process.status)) return process
    }
    throw new PhonefarmError(`process ${processId} has not ended in time`, {
      status: null,
      code: 'not_ended',
    })
  }

  return {
    async request(name, input, { signal } = {}) {
      const response = await sendFor(name, input, signal)
      return read(OPERATIONS[name].answer, response)
    },
    waitForProcess,
    events: (filters, following) => followEvents(transport, filters, following),
  }
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

function filled(path: string, values: AnyInput['path'] = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

type Answer = Operations[OperationName]['answer']

async function read<Read extends Answer>(
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
