import { between } from '../../domain/random.ts'
import type { View } from '../android/view.ts'
import type { AppHost } from '../apps/app.ts'
import type { AppScreen, Focus, Navigator } from './screen.ts'

/** A new screen shows this soon after the touch; until then the old one is there and can still be touched. */
const REACTION_MS = [60, 140] as const

/** How long everything moves, from the touch on: events all the time. */
const CHANGE_MS = [300, 600] as const

/** How far off a screen starts that slides in. */
const SLIDE_PX = 160

interface Shown<Screen> {
  screen: Screen
  /** Grows with every showing; a screen that is opened again consists of new views. */
  serial: number
}

/** The back stack of an app's main activity. */
export interface ScreenStack<Screen extends AppScreen, Tab extends string> extends Navigator<Screen, Tab> {
  top: () => Screen
  draw: () => View
  /** The activity is in front with no dialog over it, or no longer. */
  setActive: (active: boolean) => void
  /** False when there is nothing to go back to. */
  goBack: () => boolean
  isMoving: () => boolean
  /** Brings what the screens recorded up to date. */
  refresh: () => void
}

export function createScreenStack<Screen extends AppScreen, Tab extends string>(deps: {
  host: AppHost
  focus: Focus
  /** The tab that the app opens with. */
  home: Tab
  /** Makes a tab's screen; once for each in a process's life. */
  open: (tab: Tab) => Screen
  /**
   * The whole window with the screen in it. @param scope names this showing of it; @param slidPx how far it still has to slide in from the
   * end of the line, negative from its start
   */
  paint: (screen: Screen, scope: string, slidPx: number) => View
  /** Another screen shows, or has stopped moving. */
  onChange: () => void
}): ScreenStack<Screen, Tab> {
  const { host, focus, home, open, paint, onChange } = deps
  const { timeline, accessibility, random } = host
  let serial = 0
  let active = false
  let pending = false
  let slide = { fromPx: 0, startMs: 0, endMs: 0 }
  // Tab screens live as long as the process; their views stay the same.
  const tabScreens = new Map<Tab, Shown<Screen>>()
  let stack: Shown<Screen>[] = []

  function tab(name: Tab): Shown<Screen> {
    const known = tabScreens.get(name) ?? { screen: open(name), serial: ++serial }
    tabScreens.set(name, known)
    return known
  }

  /** Filled when first asked for: the feed's own parts need this navigator when they are made. */
  function shown(): Shown<Screen>[] {
    if (stack.length === 0) stack = [tab(home)]
    return stack
  }

  const last = () => shown().at(-1) ?? tab(home)
  const top = () => last().screen

  function change(next: () => Shown<Screen>[], slideFromPx: number): void {
    // A second touch while the first is being answered does nothing.
    if (pending) return
    pending = true
    const reactionMs = between(random, ...REACTION_MS)
    const changeMs = between(random, ...CHANGE_MS)
    accessibility.animate(changeMs)
    timeline.after(reactionMs, () => {
      pending = false
      top().setActive?.(false)
      focus.clear()
      stack = next()
      const nowMs = timeline.nowMs()
      slide = { fromPx: slideFromPx, startMs: nowMs, endMs: nowMs + changeMs - reactionMs }
      if (active) top().setActive?.(true)
      accessibility.fire()
      onChange()
    })
    timeline.after(changeMs, onChange)
  }

  function slidPx(): number {
    const left = (slide.endMs - timeline.nowMs()) / (slide.endMs - slide.startMs)
    return left > 0 ? Math.round(slide.fromPx * left ** 2) : 0
  }

  function goBack(): boolean {
    if (shown().length < 2) return false
    change(() => shown().slice(0, -1), -SLIDE_PX)
    return true
  }

  return {
    top,
    push: (screen) => change(() => [...shown(), { screen, serial: ++serial }], SLIDE_PX),
    back: () => void goBack(),
    goBack,
    openTab(name) {
      if (top().name !== name) change(() => (name === home ? [tab(home)] : [tab(home), tab(name)]), 0)
    },
    setActive(next) {
      if (next === active) return
      active = next
      top().setActive?.(active)
    },
    refresh() {
      for (const { screen } of [...tabScreens.values(), ...shown()]) screen.refresh?.()
    },
    isMoving: () => pending || slidPx() !== 0,
    draw() {
      const { screen, serial: number } = last()
      return paint(screen, `${screen.name}#${number}`, slidPx())
    },
  }
}
