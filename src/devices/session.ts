import { RunError } from '../domain/errors.ts'
import type { PhoneSession, Screen, Swipe } from '../domain/phone-session.ts'
import type { NodeSelector, Point } from '../domain/selector.ts'
import type { AdbInput } from './adb-input.ts'
import type { AppStarter } from './app-start.ts'
import { locatorOf, locatorOnScreen, type Locator } from './field-locator.ts'
import { parseScreen } from './screen-parser.ts'
import type { ScreenReader } from './screen-reader.ts'
import type { RequestAborter } from './request-aborter.ts'
import type { SessionCommands } from './session-commands.ts'
import type { SessionEnding } from './session-ending.ts'

/** How long each command may take, in milliseconds. */
export interface SessionDeadlines {
  /** From the request to an open session with its settings; three APKs are installed at a phone's first one (source: fidelity 6.1). */
  open: number
  command: number
  startApp: number
  /** DELETE of the session: 1-3 s on a real phone (source: fidelity 6.5). */
  close: number
  /** Each of the two steps of a hard stop. */
  abort: number
}

export const SESSION_DEADLINES: SessionDeadlines = {
  open: 90_000,
  command: 25_000,
  startApp: 40_000,
  close: 15_000,
  abort: 1_000,
}

export interface PhoneSessionDeps {
  browser: WebdriverIO.Browser
  phoneId: string
  serial: string
  display: { width: number; height: number }
  commands: SessionCommands
  requests: RequestAborter
  ending: SessionEnding
  starter: AppStarter
  deadlines: SessionDeadlines
  /** Given every hierarchy as the phone told it. */
  onSource?: ((source: string) => void) | undefined
  /** Made around the session's own way to ask for the hierarchy. */
  readerOf: (hierarchy: (signal: AbortSignal) => Promise<Screen>) => ScreenReader
  /** Fingers and pictures that need no session, for as long as the on-phone server does not answer. */
  besides: AdbInput & { capture: (signal: AbortSignal) => Promise<Buffer> }
}

/** How long a finger rests on the screen for a tap: longer than one 20 ms tick of injection, far shorter than a long press. */
const TAP_MS = 60

/** The commands of an open session; `session-provider.ts` opens it. */
export function createPhoneSession(deps: PhoneSessionDeps): PhoneSession {
  const { browser, phoneId, serial, display, commands, requests, ending, starter, deadlines, besides } = deps
  const reader = deps.readerOf(readHierarchy)

  function command<T>(name: string, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    return commands.run(name, deadlines.command, signal, (ending) => requests.run(ending, run))
  }

  /** A command that reaches the phone although its server may be at work on the hierarchy: the server would take it up only afterwards. */
  function commandBesides<T>(
    name: string,
    signal: AbortSignal,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return commands.run(`${name} (adb)`, deadlines.command, signal, run)
  }

  async function readHierarchy(signal: AbortSignal): Promise<Screen> {
    const source = await command('read the screen', signal, () => browser.getPageSource())
    deps.onSource?.(source)
    try {
      return parseScreen(source)
    } catch (error) {
      throw new RunError('session', `the page source of ${serial} cannot be read: ${String(error)}`, {
        cause: error,
      })
    }
  }

  function touch(name: string, signal: AbortSignal, steps: readonly object[]): Promise<void> {
    const finger = {
      type: 'pointer',
      id: 'finger',
      parameters: { pointerType: 'touch' },
      actions: [...steps],
    }
    return command(name, signal, () => browser.performActions([finger]))
  }

  function tap(at: Point, signal: AbortSignal): Promise<void> {
    if (reader.isByPicture()) return commandBesides('tap', signal, (limited) => besides.tap(at, limited))
    return touch('tap', signal, [moveTo(at, 0), DOWN, { type: 'pause', duration: TAP_MS }, UP])
  }

  function swipe(way: Swipe, signal: AbortSignal): Promise<void> {
    if (reader.isByPicture()) return commandBesides('swipe', signal, (limited) => besides.swipe(way, limited))
    const { from, to, durationMs } = way
    return touch('swipe', signal, [moveTo(from, 0), DOWN, moveTo(to, durationMs), UP])
  }

  async function setText(field: NodeSelector, text: string, signal: AbortSignal): Promise<void> {
    // The server takes these two characters at the end for a press of Enter (source: fidelity 4.1).
    if (text.endsWith('\\n'))
      throw new RunError('input', 'a text that ends with backslash and n cannot be typed into a phone')
    refuseByPicture('a field cannot be told from other writing')
    try {
      await replaceText(field, text, signal)
    } catch (error) {
      // Nothing was typed into a node that went away between the find and the write: the screen may just have been drawn anew.
      if (!isStale(error)) throw error
      await replaceText(field, text, signal)
    }
  }

  async function replaceText(field: NodeSelector, text: string, signal: AbortSignal): Promise<void> {
    const elementId = await findField(field, signal)
    await command('set text', signal, () =>
      browser.executeScript('mobile: replaceElementValue', [{ elementId, text }]),
    )
  }

  /** What needs the hierarchy fails at once and says so, instead of waiting for an answer that does not come. */
  function refuseByPicture(why: string): void {
    if (!reader.isByPicture()) return
    throw new RunError('session', `${serial} does not tell its hierarchy of views, and on a picture ${why}`)
  }

  async function findField(field: NodeSelector, signal: AbortSignal): Promise<string> {
    const locator = locatorOf(field) ?? locatorOnScreen((await readHierarchy(signal)).root, field)
    const found = locator === null ? [] : await findAll(locator, signal)
    const [only, ...others] = found
    if (only !== undefined && others.length === 0) return only
    const count = found.length === 0 ? 'no field' : `${found.length} fields`
    throw new RunError('app_changed', `${count} on the screen of ${serial} for ${JSON.stringify(field)}`)
  }

  async function findAll({ using, value }: Locator, signal: AbortSignal): Promise<string[]> {
    const found: unknown = await command('find field', signal, () => browser.findElements(using, value))
    return Array.isArray(found) ? found.map(elementIdOf) : []
  }

  return {
    sessionId: browser.sessionId,
    phoneId,
    display,
    readScreen: reader.read,
    async screenshot(signal) {
      if (reader.isByPicture()) return commandBesides('screenshot', signal, besides.capture)
      return Buffer.from(await command('screenshot', signal, () => browser.takeScreenshot()), 'base64')
    },
    tap,
    swipe,
    async pressKey(code, signal) {
      if (reader.isByPicture())
        return commandBesides('press key', signal, (limited) => besides.pressKey(code, limited))
      await command('press key', signal, () => browser.executeScript('mobile: pressKey', [{ keycode: code }]))
    },
    setText,
    async editorAction(action, signal) {
      refuseByPicture('the focused field cannot be told')
      await command('editor action', signal, () =>
        browser.executeScript('mobile: performEditorAction', [{ action }]),
      )
    },
    restartApp: (signal) => commands.run('start app', deadlines.startApp, signal, starter.start),
    async hideKeyboard(signal) {
      if (reader.isByPicture()) return commandBesides('hide keyboard', signal, besides.hideKeyboard)
      await command('hide keyboard', signal, () => browser.executeScript('mobile: hideKeyboard', []))
    },
    close: ending.close,
    abort: ending.abort,
    free: ending.free,
  }
}

const DOWN = { type: 'pointerDown', button: 0 } as const
const UP = { type: 'pointerUp', button: 0 } as const

function moveTo({ x, y }: Point, durationMs: number) {
  return {
    type: 'pointerMove',
    duration: durationMs,
    origin: 'viewport',
    x: Math.round(x),
    y: Math.round(y),
  } as const
}

/** The key under which W3C WebDriver gives an element's id (source: w3.org/TR/webdriver2, "web element identifier"). */
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf'

function elementIdOf(reference: unknown): string {
  if (typeof reference === 'object' && reference !== null && ELEMENT_KEY in reference) {
    const id = reference[ELEMENT_KEY]
    if (typeof id === 'string') return id
  }
  throw new RunError('session', `not an element reference: ${JSON.stringify(reference)}`)
}

function isStale(error: unknown): boolean {
  return (
    error instanceof RunError &&
    /stale element|no such element|in DOM anymore|not present in the cache/i.test(error.message)
  )
}
