import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { createWakeLoop } from '../domain/wake-loop.ts'
import type { DueDelivery } from '../store/deliveries.ts'
import type { Store } from '../store/store.ts'
import type { Poster } from './post.ts'
import { pauseAfterFailureMs } from './schedule.ts'
import { signatureHeaders } from './sign.ts'
import { createTurns } from './turns.ts'

export interface SenderLimits {
  /** Tries under way at once. */
  total: number
  /** Tries under way at once to one receiver. */
  perReceiver: number
  /** Everything of one try: name, connection, request, answer (source: contract, "Callbacks"). */
  deadlineMs: number
  /** Factor on the pauses between tries; 1 in production. */
  scheduleScale: number
}

export const SENDER_LIMITS: SenderLimits = {
  total: 16,
  perReceiver: 2,
  deadlineMs: 15_000,
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
  /** Looks into the outbox soon; to be called after commits that may have written a callback. */
  wake: () => void
  /** Resolves when nothing is being sent and nothing is due. Later tries are not waited for. */
  idle: () => Promise<void>
  /** Gives up the tries under way, which do not count; resolves when every connection is closed. May come twice. */
  stop: () => Promise<void>
}

/** How a try ended. */
type TryResult = 'delivered' | { failure: string }

/** After the ending of a try could not be stored, the message is sent again; not in a hurry. */
const STORE_PAUSE_MS = 5000

/** Sends the outbox: in order per process, at least once, a few at a time per receiver. */
export function createSender({ store, clock, random, log, secrets, poster, ...rest }: SenderDeps): Sender {
  const { hostNow = clock.now } = rest
  const limits = { ...SENDER_LIMITS, ...rest.limits }
  const turns = createTurns(limits)
  const stopping = new AbortController()
  const underWay = new Map<string, Promise<void>>()
  let started = false
  const loop = createWakeLoop({
    clock,
    look: async () => look(),
    onError: (error) => log.error({ err: error }, 'looking into the outbox failed'),
  })

  function look(): number | null {
    const now = clock.now()
    const at = now.toISOString()
    const receivers = store.read.deliveries.waitingReceivers(at)
    turns.forgetOthers(receivers.map(({ origin }) => origin))
    const due = receivers.filter((receiver) => receiver.due === 1).map(({ origin }) => origin)
    for (const origin of turns.order(due)) sendDue(origin, at)
    const times = receivers.map(({ next_at }) => next_at).filter((time) => time !== null)
    return times.length === 0 ? null : Math.min(...times.map((time) => Date.parse(time))) - now.getTime()
  }

  function sendDue(origin: string, at: string): void {
    const free = turns.free(origin)
    if (free === 0) return
    // What is under way is still due in the table, so that a crash forgets nothing.
    const due = store.read.deliveries.due({ origin, at, limit: free + limits.perReceiver })
    const waiting = due.filter(({ delivery_id }) => !underWay.has(delivery_id))
    for (const delivery of waiting.slice(0, free)) {
      turns.begin(origin)
      // `send` never rejects.
      underWay.set(delivery.delivery_id, send(origin, delivery))
    }
  }

  async function send(origin: string, delivery: DueDelivery): Promise<void> {
    const result = await tryOnce(delivery)
    if (result !== null) await record(delivery, result)
    turns.end(origin, result === 'delivered')
    underWay.delete(delivery.delivery_id)
    loop.wake()
  }

  /** @returns null when the daemon stopped in the middle */
  async function tryOnce({ delivery_id, url, body }: DueDelivery): Promise<TryResult | null> {
    const deadline = startDeadline(clock, limits.deadlineMs, stopping.signal, () => {
      return new Error(`no answer within ${limits.deadlineMs / 1000} s`)
    })
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'phonefarm-callback/1.0',
      ...signatureHeaders(secrets, { delivery_id, at: hostNow(), body }),
    }
    try {
      const { status } = await poster.post({ url, headers, body }, deadline.signal)
      return status >= 200 && status < 300 ? 'delivered' : { failure: `answered ${status}` }
    } catch (error) {
      return stopping.signal.aborted ? null : { failure: describe(error) }
    } finally {
      deadline.end()
    }
  }

  async function record(delivery: DueDelivery, result: TryResult): Promise<void> {
    const { delivery_id, process_id, milestone, tries } = delivery
    const facts = { process_id, delivery_id, milestone, tries: tries + 1 }
    try {
      if (result === 'delivered') await recordDelivered(delivery)
      else await recordFailure(delivery, result.failure)
    } catch (error) {
      log.error({ ...facts, err: error }, 'ending of a callback could not be stored')
      await pause()
      return
    }
    if (result === 'delivered') log.info(facts, 'callback delivered')
    else log.warn({ ...facts, reason: result.failure }, 'callback failed')
  }

  async function recordDelivered({ delivery_id, process_id, tries }: DueDelivery): Promise<void> {
    const at = clock.now().toISOString()
    await store.write('callback_delivered', (tables) =>
      tables.deliveries.delivered({ delivery_id, process_id, tries, at }),
    )
  }

  async function recordFailure(
    { delivery_id, process_id, tries }: DueDelivery,
    last_error: string,
  ): Promise<void> {
    const now = clock.now()
    const ending = { delivery_id, process_id, tries, at: now.toISOString(), last_error }
    const pauseMs = pauseAfterFailureMs(tries, limits.scheduleScale, random)
    await store.write('callback_failed', ({ deliveries }) => {
      if (pauseMs === null) return deliveries.exhausted(ending)
      const next_try_at = new Date(now.getTime() + pauseMs).toISOString()
      return deliveries.failed({ ...ending, next_try_at })
    })
  }

  async function pause(): Promise<void> {
    try {
      await clock.sleep(STORE_PAUSE_MS, stopping.signal)
    } catch {
      // Stopping ends the pause; the next boot sends the message again.
    }
  }

  function wake(): void {
    if (started) loop.wake()
  }

  async function idle(): Promise<void> {
    do {
      await loop.settled()
      await Promise.all(underWay.values())
      await loop.settled()
    } while (underWay.size > 0)
  }

  return {
    start() {
      started = true
      wake()
    },
    wake,
    idle,
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await loop.stop()
      await Promise.all(underWay.values())
      await poster.close()
    },
  }
}

/** One line for people; undici's errors often say more in their code than in their message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return [error.message, code && `(${code})`].filter(Boolean).join(' ')
}
