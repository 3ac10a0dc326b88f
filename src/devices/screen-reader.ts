import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { Screen } from '../domain/phone-session.ts'
import { readingDeadlineMs } from '../domain/reading-pace.ts'
import { endedOr } from './ended-or.ts'
import type { PhoneReadings } from './screen-readings.ts'

export interface ScreenReaderDeps {
  /** Asks the phone for its hierarchy; ends by the command's own deadline. @throws RunError as every command of the session */
  hierarchy: (signal: AbortSignal) => Promise<Screen>
  /** Sets the session's settings anew; as above. */
  applySettings: (signal: AbortSignal) => Promise<void>
  /** Reads the words on a picture of the screen, without the session. @throws Error when there is nothing to be read */
  picture: (signal: AbortSignal) => Promise<Screen>
  readings: PhoneReadings
  clock: Clock
  log: Pick<Logger, 'info'>
}

/** Reads the screen of one session; see PhoneSession.readScreen. */
export interface ScreenReader {
  read: (signal: AbortSignal) => Promise<Screen>
  /** Whether the last reading was that of a picture: the on-phone server may then still be at work on the hierarchy. */
  isByPicture: () => boolean
}

/** What a picture and the reading of its words may take together; after that only the hierarchy is waited for. */
const PICTURE_MS = 20_000

/** That the hierarchy did not come within its deadline; never seen outside. */
const LATE = new Error('the hierarchy is late')

export function createScreenReader(deps: ScreenReaderDeps): ScreenReader {
  const { hierarchy, applySettings, picture, readings, clock, log } = deps
  /** The hierarchy that the phone was asked for, while it has not answered: a second question would only queue behind the first. */
  let asked: Promise<Screen> | undefined
  let isByPicture = false
  /** Such slowness is also what a server looks like that has lost its settings and waits for a screen that never rests. */
  let inDoubt = false

  function ask(signal: AbortSignal): Promise<Screen> {
    const asking = answerOf(signal)
    asked = asking
    const forget = () => {
      if (asked === asking) asked = undefined
    }
    asking.then(forget, forget) // who waits for it sees the error, and the session's next command sees what is left of it
    return asking
  }

  async function answerOf(signal: AbortSignal): Promise<Screen> {
    if (inDoubt) await applySettings(signal)
    inDoubt = false
    const startMs = clock.monotonicMs()
    const screen = await hierarchy(signal)
    readings.answered(clock.monotonicMs() - startMs)
    return screen
  }

  /** Undefined when it is late. @throws what it throws, the signal's reason when that aborts */
  async function inTime(
    asking: Promise<Screen>,
    ms: number,
    signal: AbortSignal,
  ): Promise<Screen | undefined> {
    const deadline = startDeadline(clock, ms, signal, () => LATE)
    try {
      return await endedOr(deadline.signal, asking)
    } catch (error) {
      if (error === LATE) return undefined
      throw error
    } finally {
      deadline.end()
    }
  }

  /** Whichever comes first; without a picture the other, however long it takes. */
  async function pictureOr<T extends Screen | null>(
    other: Promise<T>,
    signal: AbortSignal,
  ): Promise<Screen | T> {
    const startMs = clock.monotonicMs()
    const over = new AbortController()
    const deadline = startDeadline(
      clock,
      PICTURE_MS,
      over.signal,
      () => new Error('the picture takes too long'),
    )
    const pictured = picture(deadline.signal).catch((error: unknown) => {
      if (!over.signal.aborted) log.info({ err: error }, 'picture of the screen not read')
      return null
    })
    try {
      const first = await endedOr(signal, Promise.race([other, pictured]))
      if (first?.source === 'ocr') readings.pictured(clock.monotonicMs() - startMs)
      return first ?? (await endedOr(signal, other))
    } finally {
      over.abort(new Error('the reading is over'))
      deadline.end()
      await pictured // nothing of it goes on behind the caller's back; it ends at once
    }
  }

  async function readHierarchyFirst(signal: AbortSignal): Promise<Screen> {
    const pace = readings.pace()
    const asking = ask(signal)
    if (pace.by === 'hierarchy') {
      const screen = await inTime(asking, readingDeadlineMs(pace), signal)
      if (screen !== undefined) return screen
      readings.late()
      inDoubt = true
      log.info(
        { by: readings.pace().by, deadline_ms: readingDeadlineMs(pace) },
        'hierarchy of the screen is late',
      )
    }
    return pictureOr(asking, signal)
  }

  /** Null when the phone has answered the older question: what it said may be from before the last tap, but it can be asked again. */
  function readWhileAsked(older: Promise<Screen>, signal: AbortSignal): Promise<Screen | null> {
    const answered = older.then(
      () => null,
      (error: unknown) => {
        if (error instanceof RunError) throw error
        return null // who asked has left
      },
    )
    return pictureOr(answered, signal)
  }

  return {
    isByPicture: () => isByPicture,
    async read(signal) {
      const pictured = asked === undefined ? null : await readWhileAsked(asked, signal)
      const screen = pictured ?? (await readHierarchyFirst(signal))
      isByPicture = screen.source === 'ocr'
      return screen
    },
  }
}
