import { InjectionRefused, ScreenshotFailed } from '../android/ailments.ts'
import type { Gesture, TouchPoint } from '../android/window.ts'
import { UnmappableCharacters } from '../android/window.ts'
import type { Command, CommandContext, CommandTable } from './command.ts'
import { keyCodeOf } from './key-codes.ts'

const SOURCES = new Set([
  'touchscreen',
  'keyboard',
  'mouse',
  'dpad',
  'touchpad',
  'stylus',
  'gamepad',
  'trackball',
])
/** What `input swipe` takes when no duration is given (source: AOSP InputShellCommand). */
const SWIPE_MS = 300
/** Slower than this and the view takes it for a long press (source: ViewConfiguration.getLongPressTimeout, 400 ms since Android 10). */
const LONG_PRESS_MS = 400

/** How AOSP's shell commands report a Java exception. */
function exception({ err }: CommandContext, verb: string, reason: string): number {
  err(`\nException occurred while executing '${verb}':\n${reason}\n`)
  return 255
}

function numbers(words: readonly string[]): number[] | null {
  const values = words.map(Number)
  return words.every((word) => word !== '') && values.every(Number.isFinite) ? values : null
}

function tap(context: CommandContext, words: readonly string[]): number {
  const [x, y] = numbers(words) ?? []
  if (x === undefined || y === undefined)
    return exception(context, 'tap', 'java.lang.IllegalArgumentException: Argument expected after "tap"')
  context.phone.input.tap({ x, y })
  return 0
}

/** Takes as long as the finger does. */
async function swipe(context: CommandContext, verb: string, words: readonly string[]): Promise<number> {
  const { phone, signal } = context
  const [x1, y1, x2, y2, duration = SWIPE_MS] = numbers(words) ?? []
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) {
    return exception(context, verb, 'java.lang.IllegalArgumentException: Argument expected after "swipe"')
  }
  const from: TouchPoint = { x: x1, y: y1 }
  const to: TouchPoint = { x: x2, y: y2 }
  const durationMs = Math.max(duration, 1)
  await phone.clock.sleep(durationMs, signal)
  const distance = Math.hypot(x2 - x1, y2 - y1)
  if (distance === 0) {
    if (durationMs >= LONG_PRESS_MS) phone.input.longPress(from)
    else phone.input.tap(from)
    return 0
  }
  const gesture: Gesture = { from, to, durationMs, releaseSpeed: (distance / durationMs) * 1000 }
  phone.input.swipe(gesture)
  return 0
}

function text(context: CommandContext, words: readonly string[]): number {
  const [word] = words
  if (word === undefined)
    return exception(context, 'text', 'java.lang.IllegalArgumentException: Argument expected after "text"')
  try {
    context.phone.input.typeCharacters(word.replaceAll('%s', ' '))
    return 0
  } catch (error) {
    if (!(error instanceof UnmappableCharacters)) throw error
    const reason = 'java.lang.NullPointerException: Attempt to get length of null array'
    return exception(
      context,
      'text',
      `${reason}\n\tat com.android.server.input.InputShellCommand.sendText(InputShellCommand.java)`,
    )
  }
}

function keyEvent(context: CommandContext, words: readonly string[]): number {
  for (const word of words.filter((candidate) => !candidate.startsWith('--'))) {
    const code = keyCodeOf(word)
    if (code === undefined) {
      return exception(context, 'keyevent', `java.lang.IllegalArgumentException: Unknown keycode: ${word}`)
    }
    context.phone.input.key(code)
  }
  return 0
}

const USAGE = `Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]

The commands and default sources are:
      text <string> (Default: keyboard)
      keyevent [--longpress|--doubletap|--async] <key code number or name> ... (Default: keyboard)
      tap <x> <y> (Default: touchscreen)
      swipe <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      draganddrop <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
`

const input: Command = async (context) => {
  try {
    return await perform(context)
  } catch (error) {
    if (!(error instanceof InjectionRefused)) throw error
    return exception(context, context.args.find((word) => !word.startsWith('-')) ?? 'input', error.message)
  }
}

async function perform(context: CommandContext): Promise<number> {
  let words = [...context.args]
  if (SOURCES.has(words[0] ?? '')) words = words.slice(1)
  if (words[0] === '-d') words = words.slice(2)
  const [verb = '', ...rest] = words
  switch (verb) {
    case 'tap':
      return tap(context, rest)
    case 'swipe':
    case 'draganddrop':
      return await swipe(context, verb, rest)
    case 'text':
      return text(context, rest)
    case 'keyevent':
      return keyEvent(context, rest)
    case 'roll':
    case 'press':
      return 0 // trackballs have gone
    default:
      context.err(verb === '' ? USAGE : `Error: Unknown command: ${verb}\n${USAGE}`)
      return 255
  }
}

const screencap: Command = async ({ args, out, err, phone, ready }) => {
  const path = args.filter((word) => !word.startsWith('-')).at(-1)
  const picture = await phone.screenshot().catch((error: unknown) => {
    if (error instanceof ScreenshotFailed) return error
    throw error
  })
  if (picture instanceof ScreenshotFailed) {
    err(`${picture.message}\n`)
    return 1
  }
  if (path === undefined) {
    out(picture)
    await ready()
  } else if (/^\/(sdcard|data\/local\/tmp|storage)\//.test(path)) phone.files.write(path, picture)
  else {
    err(`Error opening file: ${path} (Permission denied)\n`)
    return 1
  }
  return 0
}

export const inputCommands: CommandTable = { input, screencap }
