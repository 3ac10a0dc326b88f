import { setMaxListeners } from 'node:events'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Metric } from '../domain/metrics.ts'
import type { Random } from '../domain/random.ts'
import { createWakeLoop } from '../domain/wake-loop.ts'
import type { DueDelivery } from '../store/deliveries.ts'
import type { Store } from '../store/store.ts'
import { createAgenda } from './agenda.ts'
import type { Poster } from './post.ts'
import type { EndedTry, Recorded } from './record-ending.ts'
import { createRecorder } from './recorder.ts'
import { createShortlists } from './shortlists.ts'
import { createSigner } from './sign.ts'
import { createEndings } from './tell-endings.ts'
import { tryMessage, type Ended } from './try-message.ts'
import { createTurns, type Standing } from './turns.ts'

export interface SenderLimits {
  /** Tries under way at once. */
  total: number
  /** Tries under way at once to one receiver. */
  perReceiver: number
  /** Everything of one try: name, connection, request, answer (source: contract, "Callbacks"). */
  deadlineMs: number
  /** A try that takes longer makes its receiver one that may take away others' time. */
  slowMs: number
  /** Delivered messages that are not on the disk yet: so many may come twice when the daemon dies. The more, the fewer flushes of the disk. */
  unstored: number
  /** Factor on the pauses between tries; 1 in production. */
  scheduleScale: number
}

export const SENDER_LIMITS: SenderLimits = {
  total: 16,
  perReceiver: 2,
  deadlineMs: 15_000,
  slowMs: 3000,
  unstored: 64,
  scheduleScale: 1,
}

export interface SenderDeps {
  store: Store
  clock: Clock
  /** The host's own wall time: receivers hold a signature's timestamp against their clock. Without it `clock.now`. */
  hostNow?: () => Date
  random: Random
  log: Logger
  /** Newest first; none sends unsigned. */
  secrets: readonly string[]
  /** How messages go out; closed with the sender. */
  poster: Poster
  limits?: Partial<SenderLimits>
}

export interface Sender {
  /** Begins to send what waits in the outbox, also what an earlier boot left there. */
  start: () => void
  /** Looks for new messages soon; to be called after commits that may have written a callback. */
  wake: () => void
  /** Looks through the whole outbox soon; to be called when messages in it were asked for anew. */
  lookAgain: () => void
  /** Resolves when nothing is being sent and nothing is due. Later tries are not waited for. */
  idle: () => Promise<void>
  metrics: () => Metric[]
  /** Gives up the tries under way, which do not count; resolves when every connection is closed. May come twice. */
  stop: () => Promise<void>
}

/** After the ending of a try could not be stored it is stored again; not in a hurry. */
const STORE_PAUSE_MS = 5000

/** How often the whole outbox is looked through, for what no message or ending has told of. */
const WHOLE_MS = 60_000

/** Sends the outbox: in order per process, at least once, a few at a time per receiver, to those that are down one at a time. */
export function createSender({ store, clock, random, log, secrets, poster, ...rest }: SenderDeps): Sender {
  const { hostNow = clock.now } = rest
  const limits = { ...SENDER_LIMITS, ...rest.limits }
  const { deliveries, failingReceivers } = store.read
  const trying = { poster, clock, hostNow, sign: createSigner(secrets), deadlineMs: limits.deadlineMs }
  const turns = createTurns({
    ...limits,
    isFailing: (origin) => failingReceivers.find(origin) !== undefined,
  })
  const agenda = createAgenda()
  const endings = createEndings({ clock, log })
  const stopping = new AbortController()
  // Every try listens, and every pause.
  setMaxListeners(0, stopping.signal)
  /** By the id of the message; its receiver. Until its ending is stored a message is under way. */
  const underWay = new Map<string, { origin: string; done: Promise<void> }>()
  const recorder = createRecorder(
    { store, clock, random, scheduleScale: limits.scheduleScale },
    stopping.signal,
  )
  const shortlists = createShortlists({ deliveries, clock, underWay })
  let started = false
  let mayBeNew = false
  let unanswered = 0
  let lookedThroughMs = -Infinity
  let newest = 0
  const loop = createWakeLoop({
    clock,
    look: async () => look(),
    onError(error) {
      // Whoever had his turn in the look that failed is found again.
      lookedThroughMs = -Infinity
      log.error({ err: error }, 'looking into the outbox failed')
    },
  })

  function look(): number | null {
    findReceivers()
    const now = clock.now()
    for (const origin of agenda.takeDue(now.getTime())) turns.want(origin)
    while (underWay.size < limits.total + limits.unstored) {
      const origin = turns.next()
      if (origin === null) break
      giveTurn(origin, now)
    }
    // Deliveries wait for others only while there are others.
    if (unanswered === 0) recorder.flush()
    const next = agenda.next()
    return next === null ? null : next - now.getTime()
  }

  function findReceivers(): void {
    const isOverdue = clock.monotonicMs() - lookedThroughMs >= WHOLE_MS
    if (!mayBeNew && !isOverdue) return
    mayBeNew = false
    const last = deliveries.newest()
    const isWhole = isOverdue || last < newest
    if (isWhole) {
      const waiting = deliveries.waitingReceivers()
      turns.forgetOthers(new Set(waiting.map(({ origin }) => origin)))
      for (const { origin, due_at } of waiting) agenda.put(origin, Date.parse(due_at))
      lookedThroughMs = clock.monotonicMs()
    } else if (last > newest) {
      for (const origin of deliveries.receiversSince(newest)) turns.want(origin)
    }
    newest = last
  }

  /** Begins one try when there is something to send. */
  function giveTurn(origin: string, now: Date): void {
    // Of a receiver that fails nothing stays listed.
    const listed = shortlists.take(origin)
    if (listed) return begin(origin, listed, false)
    const at = now.toISOString()
    const failing = failingReceivers.find(origin)
    const probeAt = failing?.probe_at ?? null
    if (probeAt !== null && probeAt > at) return agenda.put(origin, Date.parse(probeAt))
    // The ending of the probe that is under way asks for the next turn.
    if (probeAt !== null && turns.underWay(origin) > 0) return
    const delivery =
      probeAt === null
        ? shortlists.search({ origin, at })
        : probeOf({ origin, at, isOfNewest: (failing?.probes ?? 0) % 2 === 1 })
    if (delivery) return begin(origin, delivery, probeAt !== null)
    const next = deliveries.dueAfter({ origin, at })
    if (next !== null) agenda.put(origin, Date.parse(next))
  }

  function begin(origin: string, delivery: DueDelivery, isProbe: boolean): void {
    turns.begin(origin)
    unanswered++
    // `send` never rejects.
    underWay.set(delivery.delivery_id, { origin, done: send(origin, delivery, isProbe) })
    turns.want(origin)
  }

  /** @param isOfNewest so that messages that cannot be delivered, each tried in vain, do not stand before all others of their host */
  function probeOf(of: { origin: string; at: string; isOfNewest: boolean }): DueDelivery | undefined {
    const { origin, at, isOfNewest } = of
    const limit = 1 + underWay.size
    const due = [
      ...(isOfNewest ? deliveries.dueUntried({ origin, at, limit }) : []),
      ...deliveries.due({ origin, at, limit }),
    ]
    return due.find(({ delivery_id }) => !underWay.has(delivery_id))
  }

  async function send(origin: string, delivery: DueDelivery, isProbe: boolean): Promise<void> {
    const ended = await tryMessage(trying, delivery, stopping.signal)
    // The next message need not wait for the disk; after a failure it is to know what that means for the receiver.
    if (ended?.failure === null) endTurn(origin, ended)
    if (ended !== null) await record({ origin, delivery, ended, isProbe })
    if (ended?.failure !== null) {
      shortlists.drop(origin)
      endTurn(origin, ended)
    }
    underWay.delete(delivery.delivery_id)
    turns.want(origin)
    loop.wake()
  }

  function endTurn(origin: string, ended: Ended | null): void {
    turns.end(origin, standingAfter(ended))
    unanswered--
    turns.want(origin)
    loop.wake()
  }

  function standingAfter(ended: Ended | null): Standing {
    return ended?.failure === null && ended.ms < limits.slowMs ? 'prompt' : 'suspect'
  }

  /** What cannot be stored now is stored later: a receiver that has answered is not asked again for that. */
  async function record(tried: EndedTry): Promise<void> {
    const { process_id, delivery_id, milestone } = tried.delivery
    let recorded: Recorded | null = null
    while (recorded === null && !stopping.signal.aborted) {
      try {
        recorded = await recorder.record(tried)
      } catch (err) {
        log.error({ process_id, delivery_id, milestone, err }, 'ending of a callback could not be stored')
        await pause()
        loop.wake()
      }
    }
    if (recorded !== null) endings.told(tried, recorded)
  }

  async function pause(): Promise<void> {
    try {
      await clock.sleep(STORE_PAUSE_MS, stopping.signal)
    } catch {
      // Stopping ends the pause; the next boot sends the message again.
    }
  }

  function wake(): void {
    mayBeNew = true
    if (started) loop.wake()
  }

  const settled = () => Promise.all([...underWay.values()].map(({ done }) => done))

  async function idle(): Promise<void> {
    do {
      await loop.settled()
      await settled()
      await loop.settled()
    } while (underWay.size > 0)
  }

  return {
    start() {
      started = true
      wake()
    },
    wake,
    lookAgain() {
      lookedThroughMs = -Infinity
      shortlists.drop()
      wake()
    },
    idle,
    metrics: endings.metrics,
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      recorder.flush()
      await loop.stop()
      await settled()
      endings.flush()
      await poster.close()
    },
  }
}
