import { Type } from 'typebox'
import { defineFault, type FaultFamily, Milliseconds } from './fault.ts'

/** What the short-video app does to its visitor. */
export const APP_FAULTS: FaultFamily = {
  dialog: defineFault({
    parameters: {
      kind: Type.Union([
        Type.Literal('rate_us'),
        Type.Literal('update_available'),
        Type.Literal('network_error'),
        Type.Literal('login_required'),
      ]),
      after_ms: Type.Optional(Milliseconds),
    },
    apply: ({ clips }, { kind, after_ms }) =>
      clips.scheduleDialog(kind, after_ms === undefined ? {} : { afterMs: after_ms }),
    clear: ({ clips }) => clips.clear(),
  }),
  sign_out: defineFault({ parameters: {}, apply: ({ clips }) => clips.signOut() }),
}
