import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { Decision } from '../domain/decision.ts'
import { wordsOf } from '../domain/error-causes.ts'
import type {
  AttemptRecorder,
  Evidence,
  EvidenceDetail,
  EvidenceEnd,
  EvidenceKind,
  MissingReason,
  RecordedAttempt,
} from '../domain/evidence.ts'
import type { SessionCommand } from '../domain/phone-session.ts'
import type { Store } from '../store/store.ts'
import { failureText, judgementRecord, linesText } from './evidence-texts.ts'
import type { EvidenceLibrary, Piece } from './evidence-library.ts'
import { readied, type Readied } from './ready-piece.ts'
import { spreadOut } from './spread-out.ts'

/** What a phone tells beside any session; `devices/` implements it. */
export interface EvidencePhone {
  /** PNG. */
  picture: (serial: string, signal: AbortSignal) => Promise<Buffer>
  /** Lines of logcat of the last `seconds`. */
  logcat: (serial: string, seconds: number, signal: AbortSignal) => Promise<string>
  /** Plain JSON. */
  versions: (serial: string, packages: readonly string[], signal: AbortSignal) => Promise<object>
}

export interface RecorderDeps {
  store: Pick<Store, 'read'>
  library: EvidenceLibrary
  phone: EvidencePhone
  clock: Clock
  log: Logger
  /** Pictures of decisions that are kept of an attempt that succeeded. */
  mostPictures: number
  /** Of what runs on the host: daemon, Appium, its driver. */
  hostVersions: Readonly<Record<string, string>>
  /** The on-phone server's package. */
  serverPackage: string
  secrets: ReadonlySet<string>
}

/** A phone gives a picture in 0.3-1.5 s; one that takes longer must not make every decision wait. */
const PICTURE_MS = 2_000
const LOGCAT_MS = 5_000
const VERSIONS_MS = 10_000
/** What the disk is given at the end; what takes longer is stored behind the next run's back. */
const STORE_MS = 5_000

const COMMANDS_KEPT = 200
const LOGCAT_SECONDS = 60

/** After so many pictures in a row that did not come in time, the attempt goes on without. */
const PATIENCE = 3

/** Pieces that wait to be stored hold at most so many bytes: behind that the disk has stopped. */
const WAITING_BYTES = 32 * 1024 * 1024

/** Takes the evidence of one attempt. */
export function createAttemptRecorder(deps: RecorderDeps, attempt: RecordedAttempt): AttemptRecorder {
  const { library, phone, clock, log, secrets } = deps
  const { process_id, queue_item_id, serial, signal } = attempt
  const startMs = clock.monotonicMs()
  const commands: SessionCommand[] = []
  const judgements: object[] = []
  const missed = new Set<string>()
  let screen: { source: string; at: string } | null = null
  let pieces = 0
  let tooLate = 0
  let waitingBytes = 0
  /** What is being asked of the phone; none of it rejects. */
  const asked = new Set<Promise<void>>()
  /** Stores one piece after the other; never rejects. */
  let storing: Promise<void> = Promise.resolve()

  function piece(kind: EvidenceKind, detail: EvidenceDetail, { content_type, extension }: Readied): Piece {
    const number = String(++pieces).padStart(3, '0')
    const moment = typeof detail['moment'] === 'string' ? `-${detail['moment']}` : ''
    const name = `${number}-${kind}${moment}`.replaceAll(/[^\w.-]/g, '_')
    return {
      process_id,
      queue_item_id,
      attempt: attempt.attempt,
      kind,
      name: `${name}.${extension}`,
      content_type,
      detail,
      at: clock.now().toISOString(),
    }
  }

  function store(work: () => Promise<void>): void {
    storing = storing.then(work).catch((error: unknown) => log.warn({ err: error }, 'evidence was not kept'))
  }

  function keep(evidence: Evidence): Promise<void> {
    const { kind, content } = evidence
    const { length } = content
    const ready = readied(evidence, secrets)
    const listed = piece(kind, ready.detail, ready)
    if (waitingBytes + length > WAITING_BYTES) {
      return miss(kind, 'not_taken', evidence.detail, 'the disk does not store as fast as evidence comes')
    }
    waitingBytes += length
    store(async () => {
      try {
        const { bytes, content_type, extension } = await ready.content()
        const name = listed.name.replace(/\.\w+$/, `.${extension}`)
        await library.keep({ ...listed, name, content_type }, bytes, (reason) => isFirst(kind, reason))
      } catch (error) {
        if (isFirst(kind, 'failed')) await library.miss(listed, 'failed', wordsOf(error))
      } finally {
        waitingBytes -= length
      }
    })
    return Promise.resolve()
  }

  /** Once for each kind and reason: a disk that is full is not told of with every video. */
  function isFirst(kind: EvidenceKind, reason: MissingReason): boolean {
    const once = `${kind} ${reason}`
    if (missed.has(once)) return false
    missed.add(once)
    return true
  }

  function miss(
    kind: EvidenceKind,
    reason: MissingReason,
    detail: EvidenceDetail,
    why: string,
  ): Promise<void> {
    if (!isFirst(kind, reason)) return Promise.resolve()
    const ready = readied({ kind, detail: { ...detail, why }, content: '' }, secrets)
    const { why: told, ...rest } = ready.detail
    const listed = piece(kind, rest, ready)
    store(() => library.miss(listed, reason, String(told)))
    return Promise.resolve()
  }

  /** Asks the phone for something, within a deadline; resolves when it has answered or not. */
  function ask(
    ms: number,
    kind: EvidenceKind,
    detail: EvidenceDetail,
    question: (within: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const deadline = startDeadline(clock, ms, signal, () => new Error(`no answer within ${ms} ms`))
    const asking = question(deadline.signal)
      .catch(async (error: unknown) => {
        // Stopped: nobody expects anything more of this attempt.
        if (signal.aborted) return
        const late = deadline.signal.aborted
        await miss(
          kind,
          late ? 'not_taken' : 'failed',
          detail,
          wordsOf(late ? deadline.signal.reason : error),
        )
      })
      .finally(() => {
        deadline.end()
        asked.delete(asking)
      })
    asked.add(asking)
    return asking
  }

  async function picture(detail: EvidenceDetail): Promise<void> {
    if (signal.aborted || tooLate >= PATIENCE) return
    tooLate += 1
    await ask(PICTURE_MS, 'screenshot', detail, async (within) => {
      const png = await phone.picture(serial, within)
      tooLate = 0
      await keep({ kind: 'screenshot', detail, content: png })
    })
  }

  async function readVersions(): Promise<void> {
    const { package_name, pack_hash } = attempt
    await ask(VERSIONS_MS, 'versions', {}, async (within) => {
      const told = await phone.versions(serial, [package_name, deps.serverPackage], within)
      const content = JSON.stringify({ ...deps.hostVersions, pack: pack_hash, phone: told }, null, 2)
      await keep({ kind: 'versions', detail: {}, content })
    })
  }

  async function readLogcat(): Promise<void> {
    const ranSeconds = Math.ceil((clock.monotonicMs() - startMs) / 1000)
    const seconds = Math.min(LOGCAT_SECONDS, ranSeconds)
    const detail = { moment: 'failure', seconds }
    await ask(LOGCAT_MS, 'logcat', detail, async (within) => {
      await keep({ kind: 'logcat', detail, content: await phone.logcat(serial, seconds, within) })
    })
  }

  async function failed(cause: unknown): Promise<void> {
    const detail = { moment: 'failure' }
    await keep({ kind: 'failure', detail, content: failureText(cause) })
    await keep({ kind: 'commands', detail, content: linesText(commands) })
    if (screen === null) await miss('hierarchy', 'not_taken', detail, 'no screen was read in this attempt')
    else
      await keep({
        kind: 'hierarchy',
        detail: { ...detail, read_at: screen.at },
        content: screen.source,
      })
    tooLate = 0
    await Promise.all([picture(detail), readLogcat()])
  }

  /**
   * An attempt that succeeded keeps some pictures of its decisions, spread over its whole length, and what the judge said in one piece: a
   * farm decides a hundred thousand times a day.
   */
  async function thinOut(): Promise<void> {
    const all = deps.store.read.artifacts
      .ofAttempt({ process_id, queue_item_id, attempt: attempt.attempt })
      .flatMap(({ artifact_id, kind, sha256, bytes, name }) =>
        sha256 !== null && name.includes('-decision') ? [{ artifact_id, sha256, bytes, kind }] : [],
      )
    const pictures = all.filter(({ kind }) => kind === 'screenshot')
    const kept = new Set(spreadOut(pictures, deps.mostPictures))
    await library.forget(pictures.filter((one) => !kept.has(one)))
    if (judgements.length > 1 && (await keepJudgements()))
      await library.forget(all.filter(({ kind }) => kind === 'judgement'))
  }

  async function keepJudgements(): Promise<boolean> {
    const detail = { moment: 'all', decisions: judgements.length }
    const ready = readied({ kind: 'judgement', detail, content: linesText(judgements) }, secrets)
    const { bytes } = await ready.content()
    const form = { ...ready, content_type: 'application/x-ndjson', extension: 'jsonl' }
    return library.keep(piece('judgement', detail, form), bytes)
  }

  async function end(ended: EvidenceEnd): Promise<void> {
    await Promise.all(asked)
    if (ended === 'done') store(thinOut)
    await settledWithin(clock, STORE_MS, storing)
  }

  return {
    keep,
    miss,
    picture,
    decided(decision: Decision, detail) {
      const record = judgementRecord(decision)
      judgements.push({ ...detail, ...record })
      void keep({ kind: 'judgement', detail, content: JSON.stringify(record, null, 2) }) // never rejects
    },
    observer: {
      command(command) {
        commands.push(command)
        if (commands.length > COMMANDS_KEPT) commands.shift()
      },
      screen(source) {
        screen = { source, at: clock.now().toISOString() }
      },
    },
    begin: () => void readVersions(), // never rejects
    failed,
    end,
  }
}

/** Resolves with the work or when the time is over; the work goes on. */
async function settledWithin(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  let cancel: () => void = () => undefined
  const over = new Promise<void>((resolve) => (cancel = clock.after(ms, resolve)))
  await Promise.race([work, over])
  cancel()
}
