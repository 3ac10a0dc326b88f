import { pino } from 'pino'
import type { AppDriver } from '../../../src/domain/app-driver.ts'
import type { Clock } from '../../../src/domain/clock.ts'
import { RunError } from '../../../src/domain/errors.ts'
import type { PhoneSession } from '../../../src/domain/phone-session.ts'
import { findNodes, type NodeSelector, type ScreenNode } from '../../../src/domain/selector.ts'
import { driveApp, type DriveAppDeps } from '../../../src/driving/drive-app.ts'
import { loadPacks } from '../../../src/driving/load-packs.ts'
import type { Pack } from '../../../src/driving/pack.ts'
import { buildView, type View } from '../../../src/virtual-phone/android/view.ts'
import type { AppName } from '../../../src/virtual-phone/apps/app-names.ts'
import { createTestScreen, type TestScreen, type TestScreenOptions } from '../../support/virtual-screen.ts'

const COMMAND_MS = 80

/** An app of the virtual phone under the repository's own pack, without adb and Appium between them. */
export interface AppScene {
  screen: TestScreen
  clock: Clock
  session: PhoneSession
  driver: AppDriver
  pack: Pack
  signal: AbortSignal
}

/** @param extras of the driver: where its evidence goes, what it remembers */
export async function createAppScene(
  app: AppName,
  options: TestScreenOptions = {},
  extras: Partial<Pick<DriveAppDeps, 'evidence' | 'journal' | 'recall'>> = {},
): Promise<AppScene> {
  const screen = createTestScreen(options)
  const packs = await loadPacks(new URL('drivers/', import.meta.resolve('#package.json')))
  const pack = packs.find(app)
  if (!pack) throw new Error(`no pack for ${app}`)
  const clock: Clock = {
    ...screen.clock,
    async sleep(ms, signal) {
      signal.throwIfAborted()
      await screen.clock.advance(ms)
      signal.throwIfAborted()
    },
  }
  const open = { clips: screen.openClips, mawja: screen.openMawja }[app]
  const session = createScreenSession(screen, pack.target.package_name, open)
  const driver = driveApp({ pack, session, clock, log: pino({ level: 'silent' }), ...extras })
  await open()
  return { screen, clock, session, driver, pack, signal: new AbortController().signal }
}

function createScreenSession(
  screen: TestScreen,
  packageName: string,
  open: () => Promise<void>,
): PhoneSession {
  const spend = async (signal: AbortSignal) => {
    signal.throwIfAborted()
    await screen.clock.advance(COMMAND_MS)
  }

  function field(selector: NodeSelector): View {
    const active = screen.windows.activeRoot()
    const viewOf = new Map<ScreenNode, View>()
    const [node] = active ? findNodes(nodeOf(active.root, viewOf), selector) : []
    const view = node && viewOf.get(node)
    if (!view) throw new RunError('app_changed', 'no such field')
    return view
  }

  return {
    sessionId: 'session',
    phoneId: 'phone_1',
    display: { width: 720, height: 1600 },
    async readScreen(signal) {
      await spend(signal)
      const active = screen.windows.activeRoot()
      return { package_name: active?.window.packageName ?? '', root: nodeOf(active?.root ?? NO_WINDOW) }
    },
    screenshot: () => screen.screenshot(),
    async tap(at, signal) {
      await spend(signal)
      screen.input.tap(at)
    },
    async swipe({ from, to, durationMs }, signal) {
      await spend(signal)
      const distancePx = Math.hypot(to.x - from.x, to.y - from.y)
      screen.input.swipe({ from, to, durationMs, releaseSpeed: (distancePx / durationMs) * 1000 })
    },
    async pressKey(code, signal) {
      await spend(signal)
      screen.input.key(code)
    },
    async setText(selector, text, signal) {
      await spend(signal)
      field(selector).onSetText?.(text)
    },
    async editorAction(action, signal) {
      await spend(signal)
      screen.input.editorAction(action)
    },
    async restartApp(signal) {
      await spend(signal)
      screen.activities.forceStop(packageName)
      await open()
    },
    async hideKeyboard(signal) {
      await spend(signal)
      screen.inputMethods.hide()
    },
    close: () => Promise.resolve(true),
    abort: () => Promise.resolve(true),
    free: () => Promise.resolve(),
  }
}

const NO_WINDOW = buildView({
  key: 'none',
  className: 'hierarchy',
  packageName: '',
  bounds: { left: 0, top: 0, right: 0, bottom: 0 },
})

/** A view as the page source shows it. @param viewOf learns which view each node stands for */
function nodeOf(view: View, viewOf: Map<ScreenNode, View> = new Map()): ScreenNode {
  const own = view.range ? String(view.range.current) : (view.text ?? '')
  const showsHint = own === '' && view.hint !== null
  const node: ScreenNode = {
    class_name: view.className,
    package_name: view.packageName,
    resource_id: view.resourceId,
    text: showsHint ? (view.hint ?? '') : own,
    content_desc: view.contentDesc,
    hint: view.hint,
    showing_hint: showsHint,
    bounds: view.bounds,
    clickable: view.clickable,
    enabled: view.enabled,
    focused: view.focused,
    scrollable: view.scrollable,
    selected: view.selected,
    checked: view.checked,
    children: view.children.filter(({ visible }) => visible).map((child) => nodeOf(child, viewOf)),
  }
  viewOf.set(node, view)
  return node
}
