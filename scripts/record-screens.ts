import { mkdir, writeFile } from 'node:fs/promises'
import { systemClock } from '../src/domain/clock.ts'
import type { VirtualPhone } from '../src/virtual-phone/android/create-phone.ts'
import type { View } from '../src/virtual-phone/android/view.ts'
import type { AppLanguage } from '../src/virtual-phone/apps/dialog-words.ts'
import { MAWJA_LANGUAGES, MAWJA_WORDS, type MawjaLanguage } from '../src/virtual-phone/mawja/words.ts'
import { SPOKEN_DIALOGS } from '../src/virtual-phone/video-app/look.ts'
import type { DialogKind } from '../src/virtual-phone/video-app/scheduled-dialogs.ts'
import { createAutomation } from '../src/virtual-phone/uiautomator/automation.ts'
import { createRouter } from '../src/virtual-phone/uiautomator/routes.ts'
import { makePhone } from '../test/virtual-phone/make-phone.ts'

// Run by hand after a change of the virtual phone's screens: npx tsx scripts/record-screens.ts [clips|mawja]
// Writes drivers/APP/screens/NAME.LANGUAGE.xml: page sources as the on-phone server gives them, each named after what the pack has to
// recognize in it. Recordings of a real phone (the hierarchies among a run's evidence) go into the same folder under the same kind of name.

type AppName = 'clips' | 'mawja'

/** What has to be done on a phone before the picture is taken. */
type BringUp = (phone: VirtualPhone) => void | Promise<void>

const ACTIVITIES = { clips: '.MainActivity', mawja: '.ui.HostActivity' } as const satisfies Record<
  AppName,
  string
>

const APP: readonly { as: string; kind: DialogKind }[] = [
  { as: 'cookie_banner', kind: 'cookie_consent' },
  { as: 'login_required', kind: 'login_required' },
  { as: 'challenge', kind: 'challenge' },
  { as: 'permission', kind: 'permission' },
  { as: 'unknown', kind: 'unknown' },
]

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

/** A signal of its own for each phone: one for all would gather their listeners. */
const never = () => new AbortController().signal
const rest = () => systemClock.sleep(REST_MS, never())

async function record(app: AppName, name: string, language: AppLanguage, bringUp: BringUp): Promise<void> {
  const virtual = makePhone()
  const { phone, stop } = virtual
  const packageName = `com.phonefarm.${app}`
  const automation = createAutomation(phone, never())
  const router = createRouter(automation, () => undefined)
  const open = { capabilities: { alwaysMatch: {}, firstMatch: [{ appPackage: packageName }] } }
  await router.answer({ method: 'POST', path: '/session', text: JSON.stringify(open) })
  await phone.activities.start({ packageName, activity: ACTIVITIES[app], data: null, stopFirst: true })
  await rest()
  await bringUp(virtual)
  await rest()
  const session = `/session/${automation.session()?.id ?? ''}`
  // As the farm's own sessions: a feed is never idle.
  const settings = JSON.stringify({ settings: { waitForIdleTimeout: 0 } })
  await router.answer({ method: 'POST', path: `${session}/appium/settings`, text: settings })
  const { value } = await router.answer({ method: 'GET', path: `${session}/source`, text: '' })
  const folder = new URL(`drivers/${app}/screens/`, import.meta.resolve('#package.json'))
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`${name}.${language}.xml`, folder), String(value))
  await stop()
}

function systemDialogs(app: AppName, language: AppLanguage): (() => Promise<void>)[] {
  return SYSTEM.map(
    ({ as, kind }) =>
      () =>
        record(app, as, language, ({ clips }) => clips.scheduleSystemDialog(kind)),
  )
}

function clips(): (() => Promise<void>)[] {
  const spoken = (['en', 'es', 'fr', 'de', 'pt'] as const).flatMap((language) =>
    SPOKEN_DIALOGS.map(
      (kind) => () =>
        record('clips', kind, language, ({ apps }) => apps.clips.scheduleDialog(kind, { language })),
    ),
  )
  const own = [{ as: 'network_snackbar', kind: 'network_snackbar' } as const, ...APP].map(
    ({ as, kind }) =>
      () =>
        record('clips', as, 'en', ({ apps }) => apps.clips.scheduleDialog(kind)),
  )
  return [
    ...spoken,
    ...own,
    ...systemDialogs('clips', 'en'),
    () => record('clips', 'feed', 'en', () => undefined),
  ]
}

/** Everything of the second app has to be told by its words, so each of its languages is recorded. */
function mawja(): (() => Promise<void>)[] {
  const own = MAWJA_LANGUAGES.flatMap((language) => {
    const words = MAWJA_WORDS[language]
    const dialogs = [
      ...SPOKEN_DIALOGS.map((kind) => ({ as: kind, kind })),
      { as: 'network_error-snackbar', kind: 'network_snackbar' } as const,
      ...APP,
    ]
    const walks: Record<string, readonly (string | BringUp)[]> = {
      feed: [],
      menu: [words.more],
      search: [words.more, words.search],
      results: [words.more, words.search, searchFor('travel')],
      player: [words.more, words.search, searchFor('travel'), openFirstResult],
      profile: [words.me],
      profile_menu: [words.me, words.more],
      account_switcher: [words.me, words.more, words.switchAccount],
      edit_profile: [words.me, words.editProfile],
      discard_changes: [words.me, words.editProfile, changeName, words.back],
      'network_error-page': [offline, words.more, words.search, searchFor('travel'), rest, rest],
    }
    return [
      ...dialogs.map(
        ({ as, kind }) =>
          () =>
            record(
              'mawja',
              as,
              language,
              spoken(language, ({ apps }) => apps.mawja.scheduleDialog(kind)),
            ),
      ),
      ...Object.entries(walks).map(
        ([name, steps]) =>
          () =>
            record('mawja', name, language, spoken(language, walk(steps))),
      ),
    ]
  })
  return [...own, ...systemDialogs('mawja', 'en')]
}

function spoken(language: MawjaLanguage, then: BringUp): BringUp {
  return async (virtual) => {
    virtual.apps.mawja.setLanguage(language)
    await then(virtual)
  }
}

/** Taps what has the words, one after the other. */
function walk(steps: readonly (string | BringUp)[]): BringUp {
  return async (virtual) => {
    for (const step of steps) {
      if (typeof step === 'string')
        tapOn(virtual, ({ text, contentDesc }) => [text, contentDesc].includes(step))
      else await step(virtual)
      await rest()
    }
  }
}

function viewsOf({ phone }: VirtualPhone): View[] {
  const below = (view: View): View[] => (view.visible ? [view, ...view.children.flatMap(below)] : [])
  const active = phone.windows.activeRoot()
  return active ? below(active.root) : []
}

/** The last one that fits, as tabs and menus come after what strangers say. */
function tapOn(virtual: VirtualPhone, isIt: (view: View) => boolean): void {
  const found = viewsOf(virtual).findLast(isIt)
  if (!found) throw new Error(`nothing to tap on ${virtual.apps.mawja.screen() ?? 'no screen'}`)
  const { left, top, right, bottom } = found.bounds
  virtual.phone.input.tap({ x: (left + right) / 2, y: (top + bottom) / 2 })
}

function fields(virtual: VirtualPhone): View[] {
  return viewsOf(virtual).filter(({ onSetText }) => onSetText !== null)
}

function searchFor(words: string): BringUp {
  return async (virtual) => {
    const [field] = fields(virtual)
    field?.onTap?.()
    await rest()
    field?.onSetText?.(words)
    virtual.phone.input.key(66)
    await rest()
  }
}

const openFirstResult: BringUp = (virtual) => tapOn(virtual, ({ key }) => key.endsWith('row_0'))
const changeName: BringUp = (virtual) => fields(virtual)[0]?.onSetText?.('x')
const offline: BringUp = ({ apps }) => apps.mawja.line.set('offline')

// The phones' own timers do not keep the process alive.
const done = new AbortController()
const awake = systemClock.sleep(600_000, done.signal).catch(() => undefined) // ended below, by its signal
const wanted = process.argv[2]
const recordings = [...(wanted === 'mawja' ? [] : clips()), ...(wanted === 'clips' ? [] : mawja())]
// Not all at once: what goes away by itself would be gone before a busy machine comes to look.
while (recordings.length > 0) await Promise.all(recordings.splice(0, 5).map((start) => start()))
done.abort()
await awake
