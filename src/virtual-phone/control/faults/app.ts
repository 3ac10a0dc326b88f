import { Type } from 'typebox'
import type { VirtualPhone } from '../../android/create-phone.ts'
import type { AppControl } from '../../apps/app-control.ts'
import { APP_NAMES, type AppName } from '../../apps/app-names.ts'
import { APP_LANGUAGES } from '../../apps/dialog-words.ts'
import { SYSTEM_DIALOG_KINDS, type SystemDialogKind } from '../../apps/system-dialogs.ts'
import { CLIPS_PACKAGE } from '../../clips/screen.ts'
import { MAWJA_PACKAGE } from '../../mawja/compose.ts'
import { MAWJA_LANGUAGES } from '../../mawja/words.ts'
import { NETWORK_STATES } from '../../video-app/network.ts'
import { DIALOG_KINDS, type DialogKind } from '../../video-app/scheduled-dialogs.ts'
import { defineFault, type FaultFamily, Milliseconds } from './fault.ts'

/** Whose it is; clips when nothing is said. */
const App = Type.Optional(Type.Enum([...APP_NAMES]))

const PACKAGES = { clips: CLIPS_PACKAGE, mawja: MAWJA_PACKAGE } as const satisfies Record<AppName, string>

/** A resource id without its package. */
const ViewName = Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9_]{0,79}$' })
const Pixels = Type.Integer({ minimum: -1600, maximum: 1600 })
const CLOSED = { additionalProperties: false } as const

/** What the short-video apps, their servers and the phone's other windows do to their visitor. */
export const APP_FAULTS: FaultFamily = {
  dialog: defineFault({
    parameters: {
      kind: Type.Enum([...DIALOG_KINDS, ...SYSTEM_DIALOG_KINDS]),
      app: App,
      after_ms: Type.Optional(Milliseconds),
      language: Type.Optional(Type.Enum([...APP_LANGUAGES])),
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    },
    apply(virtual, { kind, app, after_ms, language, text }) {
      const schedule = {
        ...(after_ms === undefined ? {} : { afterMs: after_ms }),
        ...(language === undefined ? {} : { language }),
        ...(text === undefined ? {} : { text }),
      }
      if (isSystemKind(kind)) virtual.clips.scheduleSystemDialog(kind, schedule, app)
      else appOf(virtual, app).scheduleDialog(kind, schedule)
    },
    clear: ({ clips }) => clips.clear(),
  }),
  network: defineFault({
    parameters: {
      state: Type.Enum([...NETWORK_STATES]),
      app: App,
      for_ms: Type.Optional(Milliseconds),
    },
    apply: (virtual, { state, app, for_ms }) => appOf(virtual, app).line.set(state, for_ms),
    active: (virtual) =>
      ofEach(virtual, ({ line }) => (line.state() === 'online' ? null : { state: line.state() })),
    clear: ({ apps }) => {
      for (const name of APP_NAMES) apps[name].line.set('online')
    },
  }),
  feed_runs_dry: defineFault({
    parameters: { videos_left: Type.Integer({ minimum: 0, maximum: 10_000 }), app: App },
    apply: (virtual, { videos_left, app }) => appOf(virtual, app).line.setFeedLeft(videos_left),
    active: (virtual) =>
      ofEach(virtual, ({ line }) => (line.feedLeft() === null ? null : { videos_left: line.feedLeft() })),
    clear: ({ apps }) => {
      for (const name of APP_NAMES) apps[name].line.setFeedLeft(null)
    },
  }),
  fullscreen_keyboard: defineFault({
    parameters: {},
    apply: ({ phone }) => phone.inputMethods.setFullscreen(true),
    active: ({ phone }) => (phone.inputMethods.isFullscreen() ? {} : null),
    clear: ({ phone }) => phone.inputMethods.setFullscreen(false),
  }),
  sign_out: defineFault({
    parameters: { app: App },
    apply: (virtual, { app }) => appOf(virtual, app).signOut(),
  }),
  account_stuck: defineFault({
    parameters: { app: App },
    apply: (virtual, { app }) => appOf(virtual, app).keepAccount(true),
    active: (virtual) => ofEach(virtual, ({ keepsAccount }) => (keepsAccount() ? {} : null)),
    clear: ({ apps }) => {
      for (const name of APP_NAMES) apps[name].keepAccount(false)
    },
  }),
  app_update: defineFault({
    parameters: {
      app: App,
      version: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z.+-]{0,39}$' })),
      renames: Type.Optional(Type.Record(ViewName, Type.Union([ViewName, Type.Literal('')]))),
      moves: Type.Optional(Type.Record(ViewName, Type.Object({ dx: Pixels, dy: Pixels }, CLOSED))),
    },
    apply: (virtual, { app = 'clips', version, renames = {}, moves = {} }) => {
      const { phone, updates } = virtual
      const name = PACKAGES[app]
      updates.set(name, { renames, moves })
      phone.accessibility.fire()
      if (version === undefined) return
      phone.packages.update(name, version)
      phone.processes.kill(name) // as Android does with an app that it replaces
    },
    active: ({ updates }) =>
      APP_NAMES.flatMap((app) => {
        const update = updates.of(PACKAGES[app])
        return update ? [{ ...(app !== 'clips' && { app }), ...update }] : []
      }),
    // The version stays: apps are not put back to an older one.
    clear: ({ updates }) => {
      for (const app of APP_NAMES) updates.set(PACKAGES[app], null)
    },
  }),
  /** Not a fault: the person's choice in Android's settings. */
  app_language: defineFault({
    parameters: { app: Type.Literal('mawja'), language: Type.Enum([...MAWJA_LANGUAGES]) },
    apply: ({ apps }, { language }) => apps.mawja.setLanguage(language),
  }),
}

function appOf({ apps }: VirtualPhone, name: AppName = 'clips'): AppControl {
  return apps[name]
}

/** The switch as it is on, for each app for which it is on. */
function ofEach({ apps }: VirtualPhone, told: (app: AppControl) => object | null): object[] {
  return APP_NAMES.flatMap((name) => {
    const parameters = told(apps[name])
    if (parameters === null) return []
    return [name === 'clips' ? parameters : { app: name, ...parameters }]
  })
}

function isSystemKind(kind: DialogKind | SystemDialogKind): kind is SystemDialogKind {
  return SYSTEM_DIALOG_KINDS.some((known) => known === kind)
}
