import { startDeadline } from '../domain/clock.ts'
import { endedOr } from './ended-or.ts'
import { freePhone, type FreePhoneDeps } from './free-phone.ts'
import { stopOnPhone } from './on-phone-server.ts'
import { raisePortFence, type PortFence } from './port-fence.ts'
import { categoryOf } from './session-errors.ts'

export interface OpeningDeps extends FreePhoneDeps {
  /** Makes the phone's next session use another port. */
  forgetPort: (serial: string) => void
}

/** A session that Appium has been asked for. */
export interface Opening {
  serial: string
  /** Our end of the forward to the server on the phone. */
  port: number
  /** Appium's answer; ends by a deadline of its own. */
  opening: Promise<WebdriverIO.Browser>
}

const DELETE_MS = 5000
const STOP_MS = 1000
const STOP_AGAIN_MS = 200
/** How long Appium is kept off a phone after an opening that nobody waits for any more: it takes a minute for each hanging adb command. */
const LATE_MS = 180_000

/**
 * Waits for Appium to open a session. When the signal aborts, Appium is cut off from the phone: its request to open a session cannot be
 * taken back, and an open session without a listener would have an id that nobody knows.
 * @returns the session
 * @throws what Appium said; after an abort the signal's reason, once the phone has shown that nothing is left (or is gone), or PhoneNotFreed
 */
export async function openedOrCut(
  deps: OpeningDeps,
  { serial, port, opening }: Opening,
  signal: AbortSignal,
): Promise<WebdriverIO.Browser> {
  try {
    return await endedOr(signal, opening)
  } catch (error) {
    if (signal.aborted) await cut(deps, { serial, port, opening })
    else if (isNoAnswer(error)) await keepOff(deps, serial, port)
    throw error
  }
}

/** Ends an opening that is under way; resolves when the phone is free of it. */
async function cut(deps: OpeningDeps, { serial, port, opening }: Opening): Promise<void> {
  const { clock, log } = deps
  const startedMs = clock.monotonicMs()
  const fence = await raisePortFence(deps, { serial, port })
  const stopping = stopAfterRefusal(deps, serial, fence)
  const answered = await settled(opening)
  await stopping.end()
  if (answered.browser !== null) await deleteSession(deps, serial, answered.browser)
  if (answered.isLate) holdFor(deps, serial, fence)
  const how = await freePhone(deps, serial, null)
  if (!answered.isLate) fence?.drop()
  log.info(
    { serial, how, opened: answered.browser !== null, ms: Math.round(clock.monotonicMs() - startedMs) },
    'opening of a session cut short',
  )
}

/**
 * An Appium that could not create the session waits 5 s for the end of the server that it has started; without the server it gives up at
 * once. Not before that: it would start the server anew, 3 s later. More than once: the server may be coming up just then.
 */
function stopAfterRefusal(
  { adb, clock, log, leaving }: OpeningDeps,
  serial: string,
  fence: PortFence | null,
) {
  const over = new AbortController()
  let stopping: Promise<void> = Promise.resolve()

  /** Never rejects. */
  async function stopUntilOver(): Promise<void> {
    while (!over.signal.aborted && !leaving.aborted) {
      try {
        await stopOnPhone(adb, serial, null, leaving, STOP_MS)
      } catch (error) {
        log.warn({ serial, err: error }, 'server of an opening session could not be stopped')
      }
      await clock.sleep(STOP_AGAIN_MS, over.signal).catch(() => undefined) // over: the loop's condition ends it
    }
  }

  const onRefused = () => void (stopping = stopUntilOver())
  fence?.refused.addEventListener('abort', onRefused, { once: true })
  return {
    end(): Promise<void> {
      fence?.refused.removeEventListener('abort', onRefused)
      over.abort()
      return stopping
    },
  }
}

interface Answered {
  browser: WebdriverIO.Browser | null
  /** Nobody waits for Appium's answer any more, but Appium may still be at it. */
  isLate: boolean
}

/** What it says of a failure is of no interest: it was made to fail. */
async function settled(opening: Promise<WebdriverIO.Browser>): Promise<Answered> {
  try {
    return { browser: await opening, isLate: false }
  } catch (error) {
    return { browser: null, isLate: isNoAnswer(error) }
  }
}

/** Not Appium's words that the phone took too long, but our own: Appium has not answered. */
function isNoAnswer(error: unknown): boolean {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return categoryOf(text) === 'timeout'
}

async function deleteSession(
  { clock, log, leaving }: OpeningDeps,
  serial: string,
  browser: WebdriverIO.Browser,
): Promise<void> {
  const deadline = startDeadline(clock, DELETE_MS, leaving, () => new Error('no answer to DELETE'))
  try {
    await endedOr(deadline.signal, browser.deleteSession())
  } catch (error) {
    // The phone's own word decides; Appium forgets the session by itself after a while.
    log.warn({ serial, err: error }, 'session that was opened too late could not be deleted')
  } finally {
    deadline.end()
  }
}

/** Appium may still be at it, and would open a session that nobody knows on a phone that is another run's by then. */
async function keepOff(deps: OpeningDeps, serial: string, port: number): Promise<void> {
  holdFor(deps, serial, await raisePortFence(deps, { serial, port }))
}

function holdFor({ clock, forgetPort, leaving }: OpeningDeps, serial: string, fence: PortFence | null): void {
  forgetPort(serial)
  if (fence === null) return
  const drop = () => {
    cancel()
    leaving.removeEventListener('abort', drop)
    fence.drop()
  }
  const cancel = clock.after(LATE_MS, drop)
  leaving.addEventListener('abort', drop)
}
