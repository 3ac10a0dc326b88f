import type { Automation } from '../automation.ts'
import { isRecord, optionalText, requiredNumber, type Body } from '../body.ts'
import {
  batteryInfo,
  deviceInfo,
  displays,
  launchableApps,
  pixelRatio,
  setNetworkConnection,
  systemBars,
} from '../device-info.ts'
import { IDLE_WAITS } from '../idle.ts'
import { missingField } from '../wd-errors.ts'
import { listWindows } from '../window-list.ts'
import { get, post, type Route, type RouteRequest } from './route.ts'

/** Android's key code of Back. */
const BACK = 4
/** How long `/back` waits for a sign that something happened; the result is ignored. */
const BACK_EVENT_MS = 1000
const EVENT_POLL_MS = 20

/** The device around the app: keys, settings, clipboard, information. */
export const deviceRoutes: readonly Route[] = [
  post('/back', pressBack),
  post('/appium/device/press_keycode', pressKey),
  post('/appium/device/long_press_keycode', pressKey),
  post('/appium/device/open_notifications', (automation) => {
    const { input, display } = automation.phone
    const x = Math.floor(display.width / 2)
    const to = { x, y: Math.floor(display.height / 2) }
    input.swipe({ from: { x, y: 0 }, to, durationMs: 100, releaseSpeed: 0 })
    return null
  }),
  get('/appium/device/info', ({ phone }) => deviceInfo(phone)),
  get('/appium/device/battery_info', ({ phone }) => batteryInfo(phone)),
  get('/appium/device/system_bars', ({ phone }) => systemBars(phone)),
  get('/appium/device/pixel_ratio', ({ phone }) => pixelRatio(phone)),
  get('/appium/device/display_density', ({ phone }) => phone.display.density),
  get('/appium/device/apps', ({ phone }) => launchableApps(phone)),
  get('/appium/settings', ({ settings }) => settings.all()),
  post('/appium/settings', ({ settings }, { body }) => {
    if (!isRecord(body['settings'])) throw missingField('java.util.Set java.util.Map.entrySet()')
    settings.update(body['settings'])
    return null
  }),
  post('/appium/reset_ax_cache', () => null),
  post('/appium/list_windows', (automation, { body }) => listWindows(automation.screen, filtersOf(body))),
  post('/appium/list_displays', ({ phone }) => displays(phone)),
  post('/network_connection', ({ phone }, { body }) =>
    setNetworkConnection(phone, requiredNumber(body, 'type', 'int java.lang.Integer.intValue()')),
  ),
]

const filtersOf = (body: Body) => (isRecord(body['filters']) ? body['filters'] : {})

async function pressBack({ phone, idle, signal }: Automation): Promise<null> {
  await idle.wait(IDLE_WAITS.key)
  const { clock, accessibility } = phone
  const pressedMs = clock.monotonicMs()
  phone.input.key(BACK)
  const endMs = pressedMs + BACK_EVENT_MS
  while (accessibility.lastEventAtMs() < pressedMs && clock.monotonicMs() < endMs) {
    await clock.sleep(EVENT_POLL_MS, signal)
  }
  return null
}

async function pressKey({ phone, idle }: Automation, { body }: RouteRequest): Promise<null> {
  const keyCode = requiredNumber(body, 'keycode', 'int java.lang.Integer.intValue()')
  await idle.wait(IDLE_WAITS.key)
  phone.input.key(keyCode)
  return null
}

/** Base64 text of the clipboard routes; reading needs the input focus from Android 10 on, which the server never has. */
export function createClipboardRoutes(): readonly Route[] {
  let content = ''
  return [
    post('/appium/device/set_clipboard', (_automation, { body }) => {
      content = optionalText(body, 'content') ?? ''
      return null
    }),
    post('/appium/device/get_clipboard', ({ phone }) => {
      const isReadable = Number(phone.properties.get('ro.build.version.sdk') ?? '0') < 29
      return isReadable ? content : ''
    }),
  ]
}
