import { createSender, SENDER_LIMITS, type Sender, type SenderDeps } from './callbacks/sender.ts'
import { createSigner } from './callbacks/sign.ts'
import { tryMessage } from './callbacks/try-message.ts'
import type { Config } from './config.ts'
import type { Metric } from './domain/metrics.ts'
import type { SteadyClock } from './domain/steady-clock.ts'
import type { SendTest } from './processes/test-callback.ts'

export interface DaemonCallbacksDeps extends Omit<SenderDeps, 'clock' | 'hostNow' | 'secrets' | 'limits'> {
  config: Pick<Config, 'webhookSecrets'>
  clock: SteadyClock
}

/** Everything about callbacks that the daemon's other parts need. */
export interface DaemonCallbacks {
  sender: Sender
  /** What the use cases ask. */
  forUseCases: { sendTest: SendTest; isSigned: boolean; onRedelivered: () => void }
  metrics: () => Metric[]
  /** For `/readyz`, which strangers read: numbers only. Never a failure: work goes on without receivers. */
  check: () => { ok: true; message?: string }
  /** As the sender's; also ends test events. */
  stop: () => Promise<void>
}

/** The sender of callbacks, and who asks it for more than what is due. */
export function createDaemonCallbacks(deps: DaemonCallbacksDeps): DaemonCallbacks {
  const { config, store, clock, poster } = deps
  const { hostNow } = clock
  const secrets = config.webhookSecrets
  const sender = createSender({ ...deps, hostNow, secrets })
  const stopping = new AbortController()
  const sign = createSigner(secrets)
  const trying = { poster, clock, hostNow, sign, deadlineMs: SENDER_LIMITS.deadlineMs }

  const sendTest: SendTest = async (message) => {
    const ended = await tryMessage(trying, message, stopping.signal)
    if (ended === null)
      return {
        delivered: false,
        status: null,
        ms: 0,
        error: 'the daemon is stopping',
        address_refused: false,
      }
    const { ms, status, failure, isRefused } = ended
    const error = failure?.detail ?? null
    return { delivered: failure === null, status, ms, error, address_refused: isRefused }
  }

  const exhausted = () =>
    store.read.statusCounts.all().find(({ kind, status }) => kind === 'callbacks' && status === 'exhausted')
      ?.count ?? 0

  return {
    sender,
    forUseCases: { sendTest, isSigned: secrets.length > 0, onRedelivered: sender.lookAgain },
    metrics() {
      const { failing, open } = store.read.failingReceivers.counts()
      return [
        ...sender.metrics(),
        {
          name: 'phonefarm_callback_receivers',
          help: 'Receivers whose last try failed, by whether their messages wait (open) or go on being tried (closed).',
          type: 'gauge',
          samples: [
            { labels: { breaker: 'open' }, value: open },
            { labels: { breaker: 'closed' }, value: failing - open },
          ],
        },
      ]
    },
    check() {
      const { open } = store.read.failingReceivers.counts()
      const words = [
        exhausted() > 0 ? `${exhausted()} callbacks were given up` : '',
        open > 0 ? `${open} receivers of callbacks do not answer` : '',
      ].filter((part) => part !== '')
      return words.length === 0 ? { ok: true } : { ok: true, message: words.join(', ') }
    },
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await sender.stop()
    },
  }
}
