import type { Logger } from 'pino'
import type { ToldFacts } from '../devices/phone-facts.ts'
import type { PhoneInfo } from '../devices/phone-info.ts'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { PhoneFacts } from '../domain/phone-facts.ts'
import type { PhoneSelfPortrait } from '../processes/phones.ts'

/** Some twenty commands, each of which takes up to 300 ms on a real phone; after this it is left for the next time. */
const READ_MS = 30_000
/** Apps are updated and settings changed behind our back. */
const EVERY_MS = 10 * 60_000
const TURN_MS = 30_000
/** Reading is not urgent: it leaves adb to the others. */
const AT_ONCE = 4

export interface SelfPortraitsDeps {
  /** Registered phones that are connected and that nothing works on. */
  idle: () => readonly { phone_id: string; serial: string }[]
  serialOf: (phoneId: string) => string | undefined
  readInfo: (serial: string, signal: AbortSignal) => Promise<PhoneInfo>
  readFacts: (serial: string, signal: AbortSignal) => Promise<ToldFacts>
  /** The ways on which adb reaches the phone. */
  transportsOf: (phoneId: string) => PhoneFacts['transports']
  record: (phoneId: string, told: PhoneSelfPortrait) => Promise<unknown>
  clock: Clock
  log: Pick<Logger, 'info' | 'warn'>
}

/** Asks phones what they are: at each coming back, and from time to time while they are idle. */
export interface SelfPortraits {
  start: () => void
  stop: () => Promise<void>
  /** Asks the phone soon; a second call before it was asked changes nothing. */
  readSoon: (phoneId: string) => void
  forget: (phoneId: string) => void
}

export function createSelfPortraits(deps: SelfPortraitsDeps): SelfPortraits {
  const { idle, serialOf, readInfo, readFacts, transportsOf, record, clock, log } = deps
  const stopping = new AbortController()
  const readMs = new Map<string, number>()
  const waiting = new Set<string>()
  const running = new Set<Promise<void>>()
  let turning: Promise<void> = Promise.resolve()

  function readSoon(phoneId: string): void {
    waiting.add(phoneId)
    startNext()
  }

  function startNext(): void {
    for (const phoneId of waiting) {
      if (running.size >= AT_ONCE || stopping.signal.aborted) return
      waiting.delete(phoneId)
      const reading = read(phoneId).finally(() => {
        running.delete(reading)
        startNext()
      })
      running.add(reading)
    }
  }

  /** Never rejects: what a phone does not tell now it is asked for again. */
  async function read(phoneId: string): Promise<void> {
    const serial = serialOf(phoneId)
    if (serial === undefined) return
    readMs.set(phoneId, clock.monotonicMs())
    const late = () => new Error(`${serial} did not tell of itself in time`)
    const deadline = startDeadline(clock, READ_MS, stopping.signal, late)
    try {
      const { model, android_version, apps } = await readInfo(serial, deadline.signal)
      const told = await factsOf(serial, deadline.signal)
      // Meanwhile the phone may have been given another serial, which is another device.
      if (serialOf(phoneId) !== serial) return
      const facts = told && {
        read_at: clock.now().toISOString(),
        ...told,
        transports: transportsOf(phoneId),
      }
      await record(phoneId, { model, android_version, apps, facts })
    } catch (error) {
      if (!stopping.signal.aborted)
        log.info({ phone_id: phoneId, serial, err: error }, 'phone did not tell about itself')
    } finally {
      deadline.end()
    }
  }

  /** @returns null when the phone told its model and apps, and then no more */
  async function factsOf(serial: string, signal: AbortSignal): Promise<ToldFacts | null> {
    try {
      return await readFacts(serial, signal)
    } catch (error) {
      if (stopping.signal.aborted) throw error
      log.info({ serial, err: error }, 'phone did not tell how it is set up')
      return null
    }
  }

  async function turn(): Promise<void> {
    for (;;) {
      await clock.sleep(TURN_MS, stopping.signal).catch(() => undefined) // aborted: seen in the next line
      if (stopping.signal.aborted) return
      for (const { phone_id } of idle()) {
        if (clock.monotonicMs() - (readMs.get(phone_id) ?? Number.NEGATIVE_INFINITY) >= EVERY_MS)
          readSoon(phone_id)
      }
    }
  }

  return {
    start: () => void (turning = turn()),
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await turning
      await Promise.all(running)
    },
    readSoon,
    forget(phoneId) {
      readMs.delete(phoneId)
      waiting.delete(phoneId)
    },
  }
}
