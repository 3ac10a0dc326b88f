import { NO_SEAMS, type Seams } from '../../../src/seams.ts'
import { pause } from './pause.ts'

/** What a time-only rescue takes for long enough. */
const PATIENCE_MS = 300

/** No close on recovery: what a dead boot left open on a phone is taken for closed. */
export const noClosing: Seams = {
  ...NO_SEAMS,
  devices: (devices) => ({ ...devices, closeOrphan: async () => ({ status: 'closed' }) }),
}

/** Time-only rescue: a phone is free when some time has passed, whatever still runs on it. */
export const timeOnlyRescue: Seams = {
  ...NO_SEAMS,
  devices: (devices) => ({
    ...devices,
    async closeOrphan() {
      await pause(PATIENCE_MS)
      return { status: 'closed' }
    },
  }),
}
