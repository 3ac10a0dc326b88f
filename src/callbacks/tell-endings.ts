import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { createLogSampler } from '../domain/log-once.ts'
import { countsBy, createDurations, type Metric } from '../domain/metrics.ts'
import type { EndedTry, Recorded } from './record-ending.ts'

/** Tells people what became of tries: in the log only what changes, in numbers everything. */
export interface Endings {
  told: (tried: EndedTry, recorded: Recorded) => void
  metrics: () => Metric[]
  /** Writes what is held back; for the stop. */
  flush: () => void
}

/** From a receiver next door to the deadline of a try. */
const BOUNDS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]

const OUTCOMES = ['delivered', 'failed']

/**
 * A receiver that does not answer is told once, and once when it is back, with what was counted in between: one that is down for a day
 * must not fill the log. That the row of the receiver tells which is which holds over restarts too.
 */
export function createEndings({ clock, log }: { clock: Clock; log: Logger }): Endings {
  const seconds = createDurations('outcome', BOUNDS_SECONDS)
  const sampler = createLogSampler({ clock })
  const tries = new Map<string, number>()
  let exhausted = 0
  let opened = 0

  function count(outcome: string, ms: number): void {
    tries.set(outcome, (tries.get(outcome) ?? 0) + 1)
    seconds.record(outcome, ms / 1000)
  }

  function tellReceiver({ origin, ended, delivery }: EndedTry, { before, now }: Recorded): void {
    const { process_id, delivery_id } = delivery
    const reason = ended.failure?.detail
    if (before === null && now !== null) {
      sampler.tell('lost', (left_out) =>
        log.warn({ origin, process_id, delivery_id, reason, ...leftOut(left_out) }, 'callback receiver lost'),
      )
    } else if (before !== null && now === null && ended.failure === null) {
      const { failures, failing_since } = before
      sampler.tell('back', (left_out) =>
        log.info({ origin, failures, failing_since, ...leftOut(left_out) }, 'callback receiver back'),
      )
    }
    if (now === null || now.probe_at === null || (before !== null && before.probe_at !== null)) return
    opened++
    const { failures, failing_since, probe_at } = now
    sampler.tell('opened', (left_out) =>
      log.warn(
        { origin, failures, failing_since, probe_at, reason, ...leftOut(left_out) },
        'callbacks to a receiver wait until it answers',
      ),
    )
  }

  return {
    told(tried, recorded) {
      const { origin, delivery, ended } = tried
      const { process_id, delivery_id, milestone, tries: before } = delivery
      const facts = { process_id, delivery_id, milestone, tries: before + 1, ms: ended.ms }
      count(ended.failure === null ? 'delivered' : 'failed', ended.ms)
      exhausted += recorded.exhausted
      if (ended.failure === null) log.info(facts, 'callback delivered')
      else log.debug({ ...facts, origin, reason: ended.failure.detail }, 'callback failed')
      if (recorded.exhausted > 0) {
        const reason = ended.failure?.detail
        sampler.tell('exhausted', (left_out) =>
          log.error(
            { ...facts, origin, exhausted: recorded.exhausted, reason, ...leftOut(left_out) },
            'callback given up',
          ),
        )
      }
      tellReceiver(tried, recorded)
    },
    metrics: () => [
      {
        name: 'phonefarm_callback_tries_total',
        help: 'Tries to deliver a callback since the start, by their outcome.',
        type: 'counter',
        samples: countsBy('outcome', OUTCOMES, tries),
      },
      {
        name: 'phonefarm_callback_try_seconds',
        help: 'From the beginning of a try until its answer, or until there was none.',
        type: 'histogram',
        samples: seconds.samples(),
      },
      {
        name: 'phonefarm_callbacks_exhausted_total',
        help: 'Callbacks that were given up since the start; each needs a person to ask for it anew.',
        type: 'counter',
        samples: [{ value: exhausted }],
      },
      {
        name: 'phonefarm_callback_breakers_opened_total',
        help: 'Times that a receiver failed so often in a row that its messages began to wait.',
        type: 'counter',
        samples: [{ value: opened }],
      },
    ],
    flush: sampler.flush,
  }
}

function leftOut(left_out: number): { left_out?: number } {
  return left_out === 0 ? {} : { left_out }
}
