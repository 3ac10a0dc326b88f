import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { setImmediate as turn } from 'node:timers/promises'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { OPERATOR, type Caller } from './domain/caller.ts'
import type { Clock } from './domain/clock.ts'
import type { ProcessView } from './domain/process-view.ts'
import { bundleStream, type BundledFile } from './evidence/bundle.ts'
import type { BundleProcess } from './http/routes/artifacts.ts'
import { artifactView } from './processes/artifacts.ts'
import { createOpenPlaces, type PlaceLimits } from './processes/open-places.ts'
import type { Query } from './processes/page-query.ts'
import type { Processes } from './processes/processes.ts'
import type { RecentLog } from './recent-log.ts'
import type { ArtifactRow } from './store/artifacts.ts'
import type { Store } from './store/store.ts'

export interface ProcessBundleDeps {
  store: Pick<Store, 'read'>
  processes: Pick<
    Processes,
    'readProcess' | 'readTimeline' | 'explainProcess' | 'listDecisions' | 'listJudgeContexts'
  >
  /** The bytes of a listed piece; null when they are gone. */
  readEvidence: (sha256: string) => Promise<Buffer | null>
  /** Lines of the daemon's log that are still in memory. */
  recentLog: RecentLog
  secrets: ReadonlySet<string>
  version: string
  clock: Clock
  log: Logger
}

const Callback = Compile(Type.Object({ url: Type.String() }))

/** More pieces than any process has: its attempts and videos are limited. */
const EVERY_PIECE = 1_000_000

/** Under way at once. Collecting one keeps everybody waiting for a moment: 400 that one caller asked for together kept the daemon from answering for 7 s. */
const LIMITS: PlaceLimits = { all: 16, perKey: 4, fullKey: 8 }

/** Makes the archive of one process; a caller can have a few under way. */
export function createProcessBundle(deps: ProcessBundleDeps): BundleProcess {
  const { store, processes, clock, secrets, log } = deps
  const places = createOpenPlaces(LIMITS, { what: 'bundles', full: 'too_many_streams' })

  return (processId, caller = OPERATOR) => {
    // First of all: who asks for a process that does not exist is to get an answer, not a broken archive.
    const record = processes.readProcess(processId)
    const leave = places.take(caller)
    try {
      const bundle = bundleOf(processId, caller, record)
      bundle.stream.once('close', leave)
      return bundle
    } catch (error) {
      leave()
      throw error
    }
  }

  function bundleOf(processId: string, caller: Caller, record: ProcessView): ReturnType<BundleProcess> {
    const at = clock.now()
    const rows = store.read.artifacts
      .ofProcess({ process_id: processId, before: '~', limit: EVERY_PIECE })
      .toReversed()
    const folder = `phonefarm-process-${processId}`
    const documents = {
      about: { process_id: processId, made_at: at.toISOString(), daemon: deps.version },
      process: { ...record, callback: withoutAddress(record.callback) },
      timeline: processes.readTimeline(processId),
      explain: processes.explainProcess(processId, caller),
      deliveries: deliveriesOf(store, processId),
      artifacts: rows.map((row) => ({
        ...artifactView(row),
        path: row.sha256 === null ? null : pathOf(row),
      })),
    }
    const files = [
      ...filesOf(deps, rows),
      ...judgingFiles(deps, processId),
      logFile(deps.recentLog, processId),
    ]
    const stream = bundleStream({ folder, at, documents, files, secrets, log })
    return { name: `${folder}.tar.gz`, stream }
  }
}

function filesOf({ readEvidence }: ProcessBundleDeps, rows: readonly ArtifactRow[]): BundledFile[] {
  return rows.flatMap((row) => {
    const { sha256, content_type } = row
    return sha256 === null ? [] : [{ path: pathOf(row), content_type, read: () => readEvidence(sha256) }]
  })
}

/** Names of pieces are of our own making, ids too. */
function pathOf({ queue_item_id, attempt, name }: ArtifactRow): string {
  return `artifacts/${queue_item_id}/attempt-${attempt}/${name}`
}

/** What `phonefarm judge replay --bundle` reads. */
function judgingFiles({ processes }: ProcessBundleDeps, processId: string): BundledFile[] {
  return [
    linesFile('decisions.jsonl', (query) => {
      const { decisions, next_cursor } = processes.listDecisions(processId, query)
      return { lines: decisions, next_cursor }
    }),
    linesFile('judge-contexts.jsonl', (query) => {
      const { judge_contexts, next_cursor } = processes.listJudgeContexts(processId, query)
      return { lines: judge_contexts, next_cursor }
    }),
  ]
}

/** A list, newest first as everywhere; left out when it is empty. Others have their turn between its pages. */
function linesFile(
  path: string,
  readPage: (query: Query) => { lines: readonly object[]; next_cursor: string | null },
): BundledFile {
  async function read(): Promise<Buffer | null> {
    const pages: Buffer[] = []
    let cursor: string | null = null
    do {
      const query: Query = cursor === null ? MOST : { ...MOST, cursor: [cursor] }
      const { lines, next_cursor } = readPage(query)
      pages.push(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))
      cursor = next_cursor
      await turn()
    } while (cursor !== null)
    const bytes = Buffer.concat(pages)
    return bytes.length === 0 ? null : bytes
  }
  return { path, content_type: 'application/x-ndjson', read }
}

/** The largest page of a list. */
const MOST: Query = { limit: ['200'] }

function logFile(recentLog: RecentLog, processId: string): BundledFile {
  const text = recentLog.linesOf(processId).join('')
  return {
    path: 'daemon-log.jsonl',
    content_type: 'application/x-ndjson',
    read: () => Promise.resolve(text === '' ? null : Buffer.from(text)),
  }
}

/** What was told, without the receiver's whole address and without what the record says anyway. */
function deliveriesOf(store: Pick<Store, 'read'>, processId: string): object[] {
  return store.read.deliveries.ofProcess(processId).map(({ url, body, ...delivery }) => ({
    ...delivery,
    receiver: originOf(url),
    body_sha256: createHash('sha256').update(body).digest('hex'),
  }))
}

function withoutAddress(callback: unknown): unknown {
  return Callback.Check(callback) ? { ...callback, url: originOf(callback.url) } : callback
}

/** A receiver's whole address may be a secret: its path as much as its query. */
function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}
