import { Type } from 'typebox'
import { LANGUAGES } from '../../apps/dialog-words.ts'
import { SYSTEM_DIALOG_KINDS, type SystemDialogKind } from '../../apps/system-dialogs.ts'
import { NETWORK_STATES } from '../../clips/network.ts'
import { DIALOG_KINDS, type DialogKind } from '../../clips/scheduled-dialogs.ts'
import { defineFault, type FaultFamily, Milliseconds } from './fault.ts'

/** What the short-video app, its servers and the phone's other windows do to its visitor. */
export const APP_FAULTS: FaultFamily = {
  dialog: defineFault({
    parameters: {
      kind: Type.Enum([...DIALOG_KINDS, ...SYSTEM_DIALOG_KINDS]),
      after_ms: Type.Optional(Milliseconds),
      language: Type.Optional(Type.Enum([...LANGUAGES])),
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    },
    apply({ clips }, { kind, after_ms, language, text }) {
      const schedule = {
        ...(after_ms === undefined ? {} : { afterMs: after_ms }),
        ...(language === undefined ? {} : { language }),
        ...(text === undefined ? {} : { text }),
      }
      if (isSystemKind(kind)) clips.scheduleSystemDialog(kind, schedule)
      else clips.scheduleDialog(kind, schedule)
    },
    clear: ({ clips }) => clips.clear(),
  }),
  network: defineFault({
    parameters: { state: Type.Enum([...NETWORK_STATES]), for_ms: Type.Optional(Milliseconds) },
    apply: ({ clips }, { state, for_ms }) => clips.line.set(state, for_ms),
    active: ({ clips }) => (clips.line.state() === 'online' ? null : { state: clips.line.state() }),
    clear: ({ clips }) => clips.line.set('online'),
  }),
  feed_runs_dry: defineFault({
    parameters: { videos_left: Type.Integer({ minimum: 0, maximum: 10_000 }) },
    apply: ({ clips }, { videos_left }) => clips.line.setFeedLeft(videos_left),
    active: ({ clips }) => (clips.line.feedLeft() === null ? null : { videos_left: clips.line.feedLeft() }),
    clear: ({ clips }) => clips.line.setFeedLeft(null),
  }),
  fullscreen_keyboard: defineFault({
    parameters: {},
    apply: ({ phone }) => phone.inputMethods.setFullscreen(true),
    active: ({ phone }) => (phone.inputMethods.isFullscreen() ? {} : null),
    clear: ({ phone }) => phone.inputMethods.setFullscreen(false),
  }),
  sign_out: defineFault({ parameters: {}, apply: ({ clips }) => clips.signOut() }),
}

function isSystemKind(kind: DialogKind | SystemDialogKind): kind is SystemDialogKind {
  return SYSTEM_DIALOG_KINDS.some((known) => known === kind)
}
