import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { SessionTag } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import type { OnPhoneSession } from './on-phone-sessions.ts'
import { removeServerForwards, runsOnPhone, stopOnPhone } from './on-phone-server.ts'

/** What is known of the run that a tag names: it works now, it is over (its boot is dead, or it has ended), or it is none of ours. */
export type TagVerdict = 'running' | 'over' | 'unknown'

export interface LeftoversDeps {
  adb: AdbClient
  /** The registered phones, by adb's name. */
  serials: () => readonly string[]
  verdict: (tag: SessionTag) => TagVerdict
  /** What the server on a phone has open. @throws AdbError */
  sessionsOn: (serial: string, signal: AbortSignal) => Promise<OnPhoneSession[]>
  /** Whether we have a session on the phone that is open. */
  isOpen: (serial: string) => boolean
  /** Runs the look unless a session is being opened there. */
  whileFree: (serial: string, look: () => Promise<void>) => Promise<boolean>
  clock: Clock
  log: Logger
}

/** Finds and ends what our own sessions have left on phones and in adb; never what somebody else opened. */
export interface Leftovers {
  /**
   * Ends sessions whose tag names a run that is over, and removes our forwards to phones on which no server runs.
   * @returns the phones on which a session was ended. @throws the signal's reason
   */
  sweep: (signal: AbortSignal) => Promise<string[]>
  /** Sweeps at once and then again and again until the signal aborts. Never throws. */
  run: (signal: AbortSignal) => Promise<void>
}

const EVERY_MS = 60_000

export function createLeftovers(deps: LeftoversDeps): Leftovers {
  const { adb, serials, verdict, sessionsOn, isOpen, whileFree, clock, log } = deps
  /** Boots whose tags were told as unknown; once is enough. */
  const told = new Set<string>()

  /** @returns whether a session was ended on the phone */
  async function sweepPhone(serial: string, signal: AbortSignal): Promise<boolean> {
    // By the registered name: adb may list the phone under an address, or under two.
    if ((await adb.stateOf(serial, signal)) !== 'device') return false
    let ended = false
    await whileFree(serial, async () => {
      if (isOpen(serial)) return
      if (await runsOnPhone(adb, serial, signal)) {
        const over = (await sessionsOn(serial, signal)).filter(({ tag }) => isOver(serial, tag))
        // Somebody works there, and may need a forward that looks like ours.
        if (over.length === 0) return
        ended = await stopOnPhone(adb, serial, null, signal)
        log.warn({ serial, sessions: over, ended }, 'session of a run that is over is ended')
      }
      const forwards = await removeServerForwards(adb, serial, signal)
      if (forwards > 0) log.warn({ serial, forwards }, 'forwards that no session of ours uses are removed')
    })
    return ended
  }

  function isOver(serial: string, tag: SessionTag | null): boolean {
    if (tag === null) return false
    const known = verdict(tag)
    if (known === 'unknown' && !told.has(tag.boot_id)) {
      told.add(tag.boot_id)
      log.warn({ serial, tag }, "another farm's session runs on a phone of ours; it is left alone")
    }
    return known === 'over'
  }

  async function sweep(signal: AbortSignal): Promise<string[]> {
    const ended: string[] = []
    for (const serial of serials()) {
      try {
        if (await sweepPhone(serial, signal)) ended.push(serial)
      } catch (error) {
        signal.throwIfAborted()
        // A phone, or an adb, that does not answer is the probes' business; it is looked at again next time.
        log.debug({ serial, err: error }, 'phone could not be looked at for leftovers')
      }
    }
    return ended
  }

  return {
    sweep,
    async run(signal) {
      while (!signal.aborted) {
        // Only the signal ends a sweep early, which the loop's condition sees; likewise the pause.
        await sweep(signal).catch(() => undefined)
        await clock.sleep(EVERY_MS, signal).catch(() => undefined)
      }
    },
  }
}
