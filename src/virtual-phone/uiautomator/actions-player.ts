import type { Phone } from '../android/phone.ts'
import { UnmappableCharacters } from '../android/window.ts'
import { TICK_MS, type Position, type TimedEvent, type Timeline } from './actions-timeline.ts'
import { LONG_PRESS_MS } from './touch.ts'
import { invalidArgument } from './wd-errors.ts'

/** A finger that strays less than this from where it came down has not moved (Android's touch slop, dp). */
const SLOP_DP = 8
/** Android measures the speed at release over this time, and calls a finger that rested this long before it stopped. */
const SPEED_WINDOW_MS = 100
const STOPPED_MS = 40

/** A finger on the glass. */
interface Finger {
  downMs: number
  path: { atMs: number; at: Position }[]
  moved: boolean
  pressed: boolean
}

type Key = Extract<TimedEvent, { kind: 'keyDown' | 'keyUp' }>
type Touched =
  | Extract<TimedEvent, { kind: 'down' | 'move' | 'up' }>
  | { atMs: number; kind: 'longPress'; pointer: number; at: Position }
type Moment = Key | Touched

const isKey = (moment: Moment): moment is Key => moment.kind === 'keyDown' || moment.kind === 'keyUp'

/**
 * Plays a chain in real time; resolves after its last tick.
 * @throws WdError 'invalid argument' when a character has no keys
 */
export async function playActions(timeline: Timeline, phone: Phone, signal: AbortSignal): Promise<void> {
  const { clock } = phone
  const startMs = clock.monotonicMs()
  const untilMs = async (atMs: number) => {
    const leftMs = startMs + atMs - clock.monotonicMs()
    if (leftMs > 0) await clock.sleep(leftMs, signal)
  }
  const fingers = new Map<number, Finger>()
  const together = countTogether(timeline)
  for (const moment of withLongPresses(timeline)) {
    await untilMs(moment.atMs)
    if (!isKey(moment)) touch(moment, fingers, phone, together > 1)
    else if (moment.kind === 'keyDown') pressKey(moment.value, phone)
  }
  await untilMs(timeline.endMs + TICK_MS)
}

/** A finger that stays down long enough gets a moment of its own, at which the press becomes a long one. */
function withLongPresses({ events }: Timeline): Moment[] {
  const presses = events.flatMap((event): Moment[] =>
    event.kind === 'down'
      ? [{ atMs: event.atMs + LONG_PRESS_MS, kind: 'longPress', pointer: event.pointer, at: event.at }]
      : [],
  )
  const lastMs = Math.max(0, ...events.map(({ atMs }) => atMs))
  const moments = [...presses.filter(({ atMs }) => atMs <= lastMs), ...events]
  return moments.toSorted((a, b) => a.atMs - b.atMs)
}

/** The most fingers that are down at once. */
function countTogether({ events }: Timeline): number {
  let down = 0
  let most = 0
  for (const { kind } of events) {
    if (kind === 'down') most = Math.max(most, ++down)
    if (kind === 'up') down--
  }
  return most
}

function touch(moment: Touched, fingers: Map<number, Finger>, phone: Phone, several: boolean): void {
  const { kind, pointer, at, atMs } = moment
  if (kind === 'down') {
    fingers.set(pointer, { downMs: atMs, path: [{ atMs, at }], moved: false, pressed: false })
    return
  }
  const finger = fingers.get(pointer)
  if (!finger) return
  if (kind === 'longPress') {
    // The press belongs to this touch only when the finger has been down and still since then.
    if (finger.moved || several || finger.downMs !== atMs - LONG_PRESS_MS) return
    finger.pressed = true
    phone.input.longPress(at)
    return
  }
  finger.path.push({ atMs, at })
  if (kind === 'move') {
    finger.moved ||= distance(at, finger.path[0]?.at ?? at) > slop(phone)
    return
  }
  fingers.delete(pointer)
  // Two fingers at once are a pinch, which no app of this phone takes.
  if (!several) lift(finger, at, atMs, phone)
}

function lift(finger: Finger, to: Position, upMs: number, phone: Phone): void {
  const from = finger.path[0]?.at ?? to
  if (finger.moved) {
    const durationMs = upMs - finger.downMs
    phone.input.swipe({ from, to, durationMs, releaseSpeed: releaseSpeed(finger, upMs) })
  } else if (!finger.pressed) {
    phone.input.tap(from)
  }
}

/** Pixels per second over the last moments of the movement; 0 when the finger rested before it left. */
function releaseSpeed({ path }: Finger, upMs: number): number {
  const moves = path.slice(0, -1)
  const last = moves.at(-1)
  if (!last || upMs - last.atMs >= STOPPED_MS) return 0
  const recent = moves.filter(({ atMs }) => atMs >= last.atMs - SPEED_WINDOW_MS)
  const [first] = recent
  if (!first || first.atMs === last.atMs) return 0
  return (distance(first.at, last.at) / (last.atMs - first.atMs)) * 1000
}

const distance = (a: Position, b: Position) => Math.hypot(a.x - b.x, a.y - b.y)
const slop = ({ display }: Phone) => (SLOP_DP * display.density) / 160

/** WebDriver's special keys as Android key codes; modifiers press nothing by themselves (source: W3C WebDriver, keyboard actions). */
const KEY_CODES: Readonly<Record<string, number | null>> = {
  '\uE000': null,
  '\uE003': 67,
  '\uE004': 61,
  '\uE006': 66,
  '\uE007': 66,
  '\uE008': null,
  '\uE009': null,
  '\uE00A': null,
  '\uE00C': 111,
  '\uE00D': 62,
  '\uE00E': 92,
  '\uE00F': 93,
  '\uE010': 123,
  '\uE011': 122,
  '\uE012': 21,
  '\uE013': 19,
  '\uE014': 22,
  '\uE015': 20,
  '\uE017': 112,
  '\uE03D': null,
  '\uE050': null,
}

function pressKey(value: string, phone: Phone): void {
  const code = KEY_CODES[value]
  if (code === null) return
  if (code !== undefined) return phone.input.key(code)
  try {
    phone.input.typeCharacters(value)
  } catch (cause) {
    if (!(cause instanceof UnmappableCharacters)) throw cause
    throw invalidArgument(
      `KeyCharacterMap.getEvents is unable to synthesize KeyEvent sequence out of '${value.codePointAt(0) ?? 0}' key code. Consider using other key code(s) or another approach to text input`,
    )
  }
}
