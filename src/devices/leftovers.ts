import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { SessionTag } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import type { OnPhoneSession } from './on-phone-sessions.ts'
import { isServerForward, removeServerForwards, runsOnPhone, stopOnPhone } from './on-phone-server.ts'

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
  /** Removes our forwards to phones on which we have no session. @returns how many. @throws AdbError, the signal's reason */
  sweepForwards: (signal: AbortSignal) => Promise<number>
  /** That, and ends sessions whose tag names a run that is over. @returns the phones on which one was. @throws as above */
  sweep: (signal: AbortSignal) => Promise<string[]>
  /** Sweeps again and again until the signal aborts. Never throws. */
  run: (signal: AbortSignal) => Promise<void>
}

const EVERY_MS = 60_000

export function createLeftovers(deps: LeftoversDeps): Leftovers {
  const { adb, serials, verdict, sessionsOn, isOpen, whileFree, clock, log } = deps
  /** Tags that were told as unknown; once is enough. */
  const told = new Set<string>()

  async function sweepForwards(signal: AbortSignal): Promise<number> {
    const ours = new Set(serials())
    const stale = (await adb.forwards(signal)).filter(
      (forward) => ours.has(forward.serial) && isServerForward(forward),
    )
    let removed = 0
    for (const { serial, local } of stale) {
      await whileFree(serial, async () => {
        if (isOpen(serial) || !(await adb.removeForward(serial, local, signal))) return
        removed++
        log.warn({ serial, local }, 'forward that no session of ours uses is removed')
      })
    }
    return removed
  }

  /** @returns whether a session was ended on the phone */
  async function sweepSession(serial: string, signal: AbortSignal): Promise<boolean> {
    let ended = false
    await whileFree(serial, async () => {
      if (isOpen(serial) || !(await runsOnPhone(adb, serial, signal))) return
      const over = (await sessionsOn(serial, signal)).filter(({ tag }) => isOver(serial, tag))
      if (over.length === 0) return
      ended = await stopOnPhone(adb, serial, null, signal)
      await removeServerForwards(adb, serial, signal)
      log.warn({ serial, sessions: over, ended }, 'session of a run that is over is ended')
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
    await sweepForwards(signal)
    const ended: string[] = []
    for (const serial of serials()) {
      try {
        // By the registered name: adb may list the phone under an address, or under two.
        if ((await adb.stateOf(serial, signal)) !== 'device') continue
        if (await sweepSession(serial, signal)) ended.push(serial)
      } catch (error) {
        signal.throwIfAborted()
        // A phone that does not answer is the probes' business; it is looked at again next time.
        log.debug({ serial, err: error }, 'phone could not be looked at for leftovers')
      }
    }
    return ended
  }

  return {
    sweepForwards,
    sweep,
    async run(signal) {
      while (!signal.aborted) {
        try {
          await sweep(signal)
        } catch (error) {
          if (signal.aborted) return
          log.debug({ err: error }, 'leftovers could not be swept') // adb does not answer, which others tell
        }
        await clock.sleep(EVERY_MS, signal).catch(() => undefined) // stopping: the loop's condition ends it
      }
    },
  }
}
