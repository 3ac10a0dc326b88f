import { mkdir, writeFile } from 'node:fs/promises'
import { systemClock } from '../src/domain/clock.ts'
import type { VirtualPhone } from '../src/virtual-phone/android/create-phone.ts'
import type { Language } from '../src/virtual-phone/apps/dialog-words.ts'
import { createAutomation } from '../src/virtual-phone/uiautomator/automation.ts'
import { createRouter } from '../src/virtual-phone/uiautomator/routes.ts'
import { makePhone } from '../test/virtual-phone/make-phone.ts'

// Run by hand after a change of the virtual phone's dialogs: npx tsx scripts/record-screens.ts
// Writes drivers/clips/screens/NAME.LANGUAGE.xml: page sources as the on-phone server gives them, each named after what the pack has to
// recognize in it. Recordings of a real phone (the hierarchies among a run's evidence) go into the same folder under the same kind of name.

type Clips = VirtualPhone['clips']

/** Told by their words, so recorded in each language. */
const SPOKEN = [
  { as: 'rate_us', kind: 'rate_us' },
  { as: 'update_available', kind: 'update_available' },
  { as: 'update_required', kind: 'update_required' },
  { as: 'network_error', kind: 'network_error' },
  { as: 'session_expired', kind: 'session_expired' },
] as const

const APP = [
  { as: 'network_snackbar', kind: 'network_snackbar' },
  { as: 'cookie_banner', kind: 'cookie_consent' },
  { as: 'login_required', kind: 'login_required' },
  { as: 'challenge', kind: 'challenge' },
  { as: 'permission', kind: 'permission' },
  { as: 'unknown', kind: 'unknown' },
] as const

const SYSTEM = [
  { as: 'app_not_responding', kind: 'anr' },
  { as: 'app_crashed', kind: 'crash' },
  { as: 'system_alert-battery', kind: 'battery_low' },
  { as: 'system_alert-usb', kind: 'usb_debugging' },
  { as: 'system_alert-update', kind: 'system_update' },
  { as: 'system_alert-sim', kind: 'sim_removed' },
  { as: 'notification_shade', kind: 'notification_shade' },
  { as: 'unknown-stranger', kind: 'foreign' },
] as const

/** Longer than any animation of the phone. */
const REST_MS = 1_200
const folder = new URL('drivers/clips/screens/', import.meta.resolve('#package.json'))

/** A signal of its own for each phone: one for all would gather their listeners. */
const never = () => new AbortController().signal

async function record(name: string, language: Language, bringUp: (clips: Clips) => void): Promise<void> {
  const { phone, clips, stop } = makePhone()
  const automation = createAutomation(phone, never())
  const router = createRouter(automation, () => undefined)
  const open = { capabilities: { alwaysMatch: {}, firstMatch: [{ appPackage: 'com.phonefarm.clips' }] } }
  await router.answer({ method: 'POST', path: '/session', text: JSON.stringify(open) })
  await phone.activities.start({
    packageName: 'com.phonefarm.clips',
    activity: '.MainActivity',
    data: null,
    stopFirst: true,
  })
  await systemClock.sleep(REST_MS, never())
  bringUp(clips)
  await systemClock.sleep(REST_MS, never())
  const session = `/session/${automation.session()?.id ?? ''}`
  // As the farm's own sessions: a feed is never idle.
  const settings = JSON.stringify({ settings: { waitForIdleTimeout: 0 } })
  await router.answer({ method: 'POST', path: `${session}/appium/settings`, text: settings })
  const { value } = await router.answer({ method: 'GET', path: `${session}/source`, text: '' })
  await writeFile(new URL(`${name}.${language}.xml`, folder), String(value))
  await stop()
}

await mkdir(folder, { recursive: true })
// The phones' own timers do not keep the process alive.
const done = new AbortController()
const awake = systemClock.sleep(600_000, done.signal).catch(() => undefined) // ended below, by its signal
const recordings = [
  ...(['en', 'es', 'fr', 'de', 'pt'] as const).flatMap((language) =>
    SPOKEN.map(
      ({ as, kind }) =>
        () =>
          record(as, language, (clips) => clips.scheduleDialog(kind, { language })),
    ),
  ),
  ...APP.map(
    ({ as, kind }) =>
      () =>
        record(as, 'en', (clips) => clips.scheduleDialog(kind)),
  ),
  ...SYSTEM.map(
    ({ as, kind }) =>
      () =>
        record(as, 'en', (clips) => clips.scheduleSystemDialog(kind)),
  ),
  () => record('feed', 'en', () => undefined),
]
// Not all at once: what goes away by itself would be gone before a busy machine comes to look.
while (recordings.length > 0) await Promise.all(recordings.splice(0, 5).map((start) => start()))
done.abort()
await awake
