import { RunError } from '../../../src/domain/errors.ts'
import { KEY, type PhoneSession, type Swipe } from '../../../src/domain/phone-session.ts'
import { findNodes, type Point } from '../../../src/domain/selector.ts'
import type { AutoClock } from './auto-clock.ts'
import { packageInFront, type MiniApp } from './mini-app.ts'
import { HEIGHT, PACKAGE, pieces, toNode, touched, WIDTH } from './mini-tree.ts'

/** What reached the phone, in order: `tap save`, `type "…" into input`, `swipe`, `key 4` … */
export interface MiniSession extends PhoneSession {
  readonly touches: string[]
  /** Runs before each reading of the screen, with its number. */
  onRead: (count: number) => void
}

/** Where the keyboard lies while it is shown. */
const KEYBOARD_TOP = 1300

const COMMAND_MS = 60

/** A session on the scripted app, as forgetful and as literal as a real one. */
export function createMiniSession(app: MiniApp, clock: AutoClock): MiniSession {
  const touches: string[] = []
  let reads = 0

  function spend(signal: AbortSignal): void {
    signal.throwIfAborted()
    clock.spend(COMMAND_MS)
  }

  function tap(at: Point): void {
    if (app.keyboard && at.y >= KEYBOARD_TOP) return void touches.push('tap keyboard')
    const piece = touched(app.root(), at)
    touches.push(`tap ${piece?.id ?? 'nothing'}`)
    if (app.faults.deafTaps-- <= 0) piece?.onTap?.()
  }

  const session: MiniSession = {
    sessionId: 'mini',
    phoneId: 'phone_mini',
    display: { width: WIDTH, height: HEIGHT },
    touches,
    onRead: () => undefined,
    async readScreen(signal) {
      spend(signal)
      session.onRead(++reads)
      await Promise.resolve()
      const root = toNode(app.root())
      return { package_name: packageInFront(app), root }
    },
    async screenshot(signal) {
      spend(signal)
      await Promise.resolve()
      return Buffer.from('picture')
    },
    async tap(at, signal) {
      spend(signal)
      tap(at)
      await Promise.resolve()
    },
    async swipe({ from, to }: Swipe, signal) {
      spend(signal)
      touches.push('swipe')
      if (from.y > HEIGHT - 100 || from.y < 100) app.faults.foreign = true
      else app.swipe(to.y < from.y)
      await Promise.resolve()
    },
    async pressKey(code, signal) {
      spend(signal)
      touches.push(`key ${code}`)
      if (code === KEY.back) app.back()
      if (code === KEY.enter) app.enter()
      if (code === KEY.n) app.type('n')
      await Promise.resolve()
    },
    async setText(field, text, signal) {
      spend(signal)
      touches.push(`type "${text}"`)
      const root = app.root()
      const [node] = findNodes(toNode(root), field)
      const piece = pieces(root).find(({ id }) => `${PACKAGE}:id/${id}` === node?.resource_id)
      if (!piece?.onSetText) throw new RunError('app_changed', 'no such field')
      piece.onSetText(text)
      await Promise.resolve()
    },
    async editorAction(action, signal) {
      spend(signal)
      touches.push(`action ${action}`)
      app.submit()
      await Promise.resolve()
    },
    async restartApp(signal) {
      spend(signal)
      touches.push('restart')
      app.start()
      await Promise.resolve()
    },
    async hideKeyboard(signal) {
      spend(signal)
      app.keyboard = false
      await Promise.resolve()
    },
    close: () => Promise.resolve(true),
    abort: () => Promise.resolve(true),
    free: () => Promise.resolve(),
  }
  return session
}
