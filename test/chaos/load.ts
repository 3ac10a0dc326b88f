import Value from 'typebox/value'
import { AcceptedProcess, CancelOutcome, DuplicateProcess, Process } from '../../src/http/answer-schemas.ts'
import { isTerminalTold } from './checks/reading.ts'
import type { Answered, Ask } from './caller.ts'
import type { Chance } from './chance.ts'
import type { Recorder } from './history.ts'
import type { PhoneOfRun, Work } from './random-work.ts'

export interface LoadDeps {
  ask: Ask
  recorder: Recorder
  chance: Chance
  nextWork: () => Work
  phones: readonly PhoneOfRun[]
  /** No new work while so many processes are unfinished. */
  mostUnfinished: number
  /** Called when a request was acknowledged. */
  onAcknowledged: () => void
}

/** Random callers of the API. */
export interface Load {
  /** Polls until `stop`, and does everything else until then or `calm`. */
  start: () => void
  /** From here on only polls, cancels nothing and sends nothing new; resolves when every phone is resumed and no request is left without an answer. */
  calm: () => Promise<void>
  stop: () => Promise<void>
  /** Processes that are known and not known to be over. */
  unfinished: () => string[]
}

const CALLERS = 4
const THINK_MS = { min: 10, max: 150 } as const
/** The daemon is not there: somebody starts it again. */
const ABSENT_MS = 40
const DEEDS = { poll: 50, submit: 26, again: 6, cancel: 20, pause: 2, list: 4, healthz: 2 } as const
/** How many of the requests are cancelled, and how long after their acknowledgment; runs take some seconds. */
const CANCELLED = 0.25
const CANCEL_AFTER_MS = { min: 0, max: 6000 } as const
/** Phones are to work most of the time. */
const PAUSE_EVERY_MS = 5000

export function createLoad(deps: LoadDeps): Load {
  const { ask, recorder, chance, nextWork, phones } = deps
  const works: Work[] = []
  const unfinished = new Set<string>()
  const polled = new Set<string>()
  /** Sent, and nobody knows whether it arrived. */
  const open = new Map<Work, number>()
  /** When they are to be cancelled. */
  const doomed = new Map<string, number>()
  const running: Promise<void>[] = []
  let pausedAtMs = performance.now()
  let calmed = false
  const stopping = new AbortController()

  async function call(): Promise<void> {
    while (!stopping.signal.aborted) {
      const answered = await (calmed ? poll() : act())
      await sleep(answered ? chance.whole(THINK_MS.min, THINK_MS.max) : ABSENT_MS)
    }
  }

  /** One deed. @returns false when the daemon was not there */
  function act(): Promise<boolean> {
    const deed = chance.weighted(DEEDS)
    if (deed === 'submit' && unfinished.size + open.size < deps.mostUnfinished) return submit(nextWork())
    if (deed === 'again' && works.length > 0) return again(chance.pick(works))
    if (deed === 'cancel') return cancel()
    if (deed === 'pause' && performance.now() - pausedAtMs > PAUSE_EVERY_MS)
      return pause(chance.pick(phones).phone_id)
    if (deed === 'list') return look('/processes?limit=50')
    if (deed === 'healthz') return look('/healthz')
    return poll()
  }

  /** Sends a request, at times several of it at the same moment, and again until it is known to be stored. */
  async function submit(work: Work): Promise<boolean> {
    works.push(work)
    recorder.request(work.told)
    open.set(work, 1)
    const copies = chance.happens(0.2) ? 3 : 1
    const answers = await Promise.all(Array.from({ length: copies }, () => send(work, work.body)))
    return answers.some(Boolean)
  }

  function again(work: Work): Promise<boolean> {
    return send(work, chance.happens(0.4) && !open.has(work) ? work.mismatching : work.body)
  }

  async function send(work: Work, body: Record<string, unknown>): Promise<boolean> {
    const answered = await ask('POST', work.route, body)
    if (answered === null) return false
    const at = now()
    const { status, json } = answered
    const differs = body === work.mismatching
    if (status === 202 && Value.Check(AcceptedProcess, json)) {
      const { process_id } = json
      recorder.acknowledged(work.told, { at, status, process_id, differs, mismatch: false })
      unfinished.add(process_id)
      // A rename that is cancelled halfway leaves an account whose name only a person can tell.
      if (chance.happens(CANCELLED) && !isRename(work))
        doomed.set(process_id, performance.now() + chance.whole(CANCEL_AFTER_MS.min, CANCEL_AFTER_MS.max))
      deps.onAcknowledged()
      open.delete(work)
    } else if (status === 200 && Value.Check(DuplicateProcess, json)) {
      const { process_id, request_mismatch } = json
      recorder.acknowledged(work.told, {
        at,
        status,
        process_id,
        differs,
        mismatch: request_mismatch === true,
      })
      if (!isTerminalTold(json.status)) unfinished.add(process_id)
      open.delete(work)
    } else {
      surprised(`POST ${work.route}`, answered)
      if (status !== 503) open.delete(work)
    }
    return status !== 503
  }

  async function poll(): Promise<boolean> {
    const waiting = [...unfinished].filter((id) => !polled.has(id))
    const [first] = waiting
    if (first === undefined) return look('/healthz')
    const id = chance.pick(waiting)
    // One at a time for each process, so that what is seen later is known to be later.
    polled.add(id)
    const seen = await sight(id)
    polled.delete(id)
    return seen
  }

  async function sight(id: string): Promise<boolean> {
    const asked_at = now()
    const answered = await ask('GET', `/processes/${id}`)
    if (answered === null) return false
    const { status, json } = answered
    if (status === 200 && Value.Check(Process, json)) {
      recorder.sighting({ asked_at, at: now(), process: json })
      // Looked at again now and then: what is over must stay as it is.
      if (isTerminalTold(json.status) && chance.happens(0.5)) unfinished.delete(id)
    } else surprised(`GET /processes/${id}`, answered)
    return true
  }

  async function cancel(): Promise<boolean> {
    const due = [...doomed].find(([, atMs]) => atMs <= performance.now())
    if (due === undefined) return poll()
    const [process_id] = due
    // Some are cancelled again, perhaps harder.
    if (chance.happens(0.3)) doomed.set(process_id, performance.now() + chance.whole(50, 500))
    else doomed.delete(process_id)
    const strategy = chance.pick(['soft', 'hard', 'soft_then_force'])
    const body = {
      reason: 'chaos',
      requested_by: { system: 'tracker' },
      strategy,
      ...(strategy === 'soft_then_force' && { force_after_seconds: chance.whole(0, 2) }),
    }
    const asked_at = now()
    const answered = await ask('POST', `/processes/${process_id}/cancel`, body)
    if (answered === null) return false
    const { status, json } = answered
    if (status === 200 && Value.Check(CancelOutcome, json))
      recorder.cancel({ process_id, strategy, asked_at, at: now(), status: json.status })
    else surprised('cancel', answered)
    return true
  }

  async function pause(phoneId: string): Promise<boolean> {
    pausedAtMs = performance.now()
    const answered = await ask('POST', `/phones/${phoneId}/pause`)
    const at = now()
    if (answered !== null) await sleep(chance.whole(200, 1200))
    const resume_asked_at = now()
    await resume(phoneId)
    if (answered === null) return false
    if (answered.status === 200) recorder.pause({ phone_id: phoneId, at, resume_asked_at })
    else surprised('pause', answered)
    return true
  }

  async function resume(phoneId: string): Promise<void> {
    while ((await ask('POST', `/phones/${phoneId}/resume`))?.status !== 200) {
      if (stopping.signal.aborted) return
      await sleep(ABSENT_MS)
    }
  }

  async function look(path: string): Promise<boolean> {
    const answered = await ask('GET', path)
    if (answered !== null && answered.status !== 200) surprised(`GET ${path}`, answered)
    return answered !== null
  }

  /** Starting, stopping or out of disk: the caller is told to come again. Anything else is not for callers. */
  function surprised(what: string, answered: NonNullable<Answered>): void {
    if (answered.status === 503) return
    recorder.surprise({ at: now(), what, status: answered.status, answer: answered.json })
  }

  return {
    start() {
      for (let caller = 0; caller < CALLERS; caller++) running.push(call())
    },
    async calm() {
      calmed = true
      for (const { phone_id } of phones) await resume(phone_id)
      for (const [work] of open) {
        while (open.has(work) && !stopping.signal.aborted)
          if (!(await send(work, work.body))) await sleep(ABSENT_MS)
      }
    },
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
    unfinished: () => [...unfinished],
  }
}

function isRename({ told }: Work): boolean {
  return told.edits.some(({ field }) => field === 'username')
}

const now = () => new Date().toISOString()
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
