import type { Phone } from '../android/phone.ts'
import { buildView, type Rect, type View } from '../android/view.ts'
import type { PhoneWindow, Toast } from '../android/window.ts'
import { buildTree, visibleNodes, type Node } from './node-tree.ts'
import type { Settings } from './settings.ts'
import { unknownError } from './wd-errors.ts'

/** How long the server waits for a root, and how often it looks (source: research/fidelity.md 1.4). */
const ROOT_WAIT_MS = 10_000
const ROOT_POLL_MS = 100
/** UiSelector searches look for the active root four times. */
const SELECTOR_ROOT_LOOKS = 4
const SELECTOR_ROOT_PAUSE_MS = 250

/** Which view of which window a node stands for, over all the trees that are built of it. */
export interface Identity {
  windowId: number
  key: string
}

export interface Screen {
  /** Where finds, XPath and source look: the active window, or what the window settings say. @throws WdError 'unknown error' when there is none for 10 s */
  roots: () => Promise<readonly Node[]>
  /** Where UiSelectors look: always the active window. Null when there is none. */
  selectorRoot: () => Promise<Node | null>
  /** The node as it is now, in whatever window; null when it is gone or not visible any more. */
  refreshed: (identity: Identity) => Node | null
  /** Nodes that stand for the toasts of the last seconds; empty while the setting for them is off. */
  toasts: () => readonly Node[]
  /** Top to bottom, as UiAutomation lists them. */
  windows: () => readonly PhoneWindow[]
}

/** A toast belongs to no window; its node says so. */
const NO_WINDOW_ID = -1

export function createScreen(deps: { phone: Phone; settings: Settings; signal: AbortSignal }): Screen {
  const { phone, settings, signal } = deps

  const windows = () => phone.windows.all().toReversed()

  function treeOf(window: PhoneWindow, root: View): Node {
    return buildTree(window, root, {
      display: displayRect(phone),
      simpleBounds: settings.flag('simpleBoundsCalculation'),
      compressed: settings.flag('ignoreUnimportantViews'),
    })
  }

  const drawn = (window: PhoneWindow): Node[] => {
    const root = window.root()
    return root ? [treeOf(window, root)] : []
  }

  function activeRoot(): Node | null {
    const active = phone.windows.activeRoot()
    return active && treeOf(active.window, active.root)
  }

  function currentRoots(): readonly Node[] {
    if (settings.flag('enableMultiWindows')) return windows().flatMap(drawn)
    const active = activeRoot()
    if (!active) return []
    if (!settings.flag('enableTopmostWindowFromActivePackage')) return [active]
    const topmost = windows()
      .flatMap(drawn)
      .find(({ view }) => view.packageName === active.view.packageName)
    return [topmost ?? active]
  }

  function toasts(): Node[] {
    if (!settings.flag('enableNotificationListener')) return []
    return phone.windows.toasts().map((toast) => toastNode(toast, displayRect(phone)))
  }

  return {
    windows,
    toasts,
    async roots() {
      const startMs = phone.clock.monotonicMs()
      for (;;) {
        const roots = currentRoots()
        if (roots.length > 0) return roots
        const waitedMs = Math.round(phone.clock.monotonicMs() - startMs)
        if (waitedMs >= ROOT_WAIT_MS) throw rootMissing(waitedMs)
        await phone.clock.sleep(ROOT_POLL_MS, signal)
      }
    },
    async selectorRoot() {
      for (let look = 1; look <= SELECTOR_ROOT_LOOKS; look++) {
        const root = activeRoot()
        if (root) return root
        if (look < SELECTOR_ROOT_LOOKS) await phone.clock.sleep(SELECTOR_ROOT_PAUSE_MS, signal)
      }
      return null
    },
    refreshed({ windowId, key }) {
      if (windowId === NO_WINDOW_ID) return toasts().find(({ view }) => view.key === key) ?? null
      const window = phone.windows.all().find(({ id }) => id === windowId)
      for (const root of window ? drawn(window) : []) {
        for (const node of visibleNodes(root)) if (node.view.key === key && node.view.visible) return node
      }
      return null
    },
  }
}

export function displayRect({ display }: Pick<Phone, 'display'>): Rect {
  return { left: 0, top: 0, right: display.width, bottom: display.height }
}

/** What the server makes of a toast's event: text and class, no place on the screen (source: research/fidelity.md 2). */
function toastNode({ text, shownAtMs }: Toast, display: Rect): Node {
  const view = buildView({
    key: `toast ${shownAtMs} ${text}`,
    className: 'android.widget.Toast',
    packageName: 'com.android.settings',
    bounds: { left: 0, top: 0, right: 0, bottom: 0 },
    text,
  })
  const window: PhoneWindow = {
    id: NO_WINDOW_ID,
    type: 'system',
    packageName: view.packageName,
    title: 'Toast',
    bounds: display,
    focusable: false,
    root: () => view,
    onSwipe: () => false,
    onKey: () => false,
    onEditorAction: () => false,
  }
  return buildTree(window, view, { display, simpleBounds: true, compressed: false })
}

function rootMissing(waitedMs: number) {
  return unknownError(
    `Timed out after ${waitedMs}ms waiting for the root AccessibilityNodeInfo in the active window. Make sure the active window is not constantly hogging the main UI thread (e.g. the application is being idle long enough), so the accessibility manager could do its work`,
  )
}
