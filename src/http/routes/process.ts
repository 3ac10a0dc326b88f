import { FarmError } from '../../domain/errors.ts'
import { isOver } from '../../domain/process.ts'
import type { ProcessView } from '../../domain/process-view.ts'
import type { Processes } from '../../processes/processes.ts'
import { Process } from '../answer-schemas.ts'
import { etagMatches, etagOf } from '../etag.ts'
import { numberSchema, readNumbers } from '../number-query.ts'
import type { Answer, Route, RouteRequest } from '../route.ts'

/** Seconds; below what proxies and tunnels allow for an answer. */
const WAIT = { minimum: 0, maximum: 60 } as const

/** GET /processes/{process_id} */
export function processRoute(processes: Processes): Route {
  return {
    method: 'GET',
    path: '/processes/:process_id',
    summary: 'Read a process',
    description:
      'With `wait` the answer comes when the record has changed: when it is another one than `If-None-Match` names or, without that header, ' +
      'another one than at the moment of the request. A process that has ended is answered at once; when the time is over, the record as it is then.',
    requestHeaders: {
      'If-None-Match': 'The `ETag` of the record that you have: 304 as long as it is still the same.',
    },
    scope: 'read',
    about: 'process',
    body: null,
    query: { wait: numberSchema(WAIT, 'Seconds to wait for a change, at most.') },
    answers: {
      200: { description: 'The process. `ETag` names the record.', schema: Process, headers: ['ETag'] },
      304: { description: 'The record is still the one that `If-None-Match` names.', headers: ['ETag'] },
    },
    errors: ['process_not_found', 'rate_limited', 'unavailable'],
    answer: async (request) => {
      const { wait = 0 } = readNumbers(request.query, { wait: WAIT })
      const read = (): Told => told(processes.readProcess(request.params['process_id'] ?? ''))
      const now = read()
      const hasAnother = request.header('if-none-match') !== undefined && !etagMatches(request, now.etag)
      const isWaitedFor = wait > 0 && !now.isOver && !hasAnother
      return answerOf(request, isWaitedFor ? await changed(processes, request, { now, read, wait }) : now)
    },
  }
}

/** A record as it goes out. */
interface Told {
  text: string
  etag: string
  isOver: boolean
}

function told(view: ProcessView): Told {
  const text = JSON.stringify(view)
  return { text, etag: etagOf(text), isOver: isOver(view.status) }
}

interface Waiting {
  now: Told
  read: () => Told
  /** Seconds. */
  wait: number
}

/** The record once it is another one, or as it is when the waiting ends. */
async function changed(
  processes: Pick<Processes, 'waitForProcess'>,
  { params: { process_id = '' }, caller, gone }: RouteRequest,
  { now, read, wait }: Waiting,
): Promise<Told> {
  const signal = gone()
  const waiting = processes.waitForProcess({ processId: process_id, caller, ms: wait * 1000, signal })
  try {
    while (await waiting.changed()) {
      const then = read()
      if (then.etag !== now.etag) return then
    }
  } finally {
    waiting.end()
  }
  // His key was taken back meanwhile.
  if (signal.reason instanceof FarmError) throw signal.reason
  return read()
}

function answerOf(request: RouteRequest, { text, etag }: Told): Answer {
  const headers = { ETag: etag }
  if (etagMatches(request, etag)) return { status: 304, headers }
  return { status: 200, text, contentType: 'application/json', headers }
}
