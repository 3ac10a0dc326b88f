import { NO_SEAMS, type Seams } from '../../../src/seams.ts'
import { pause, PAUSE_MS } from './pause.ts'
import { perform, rehearse } from './recorded-change.ts'

/** Answer before commit: the caller is told that its request is accepted while it is only in memory. */
export const earlyAnswer: Seams = {
  ...NO_SEAMS,
  store: (store) => ({
    ...store,
    async write(name, change) {
      if (name !== 'accept') return store.write(name, change)
      const { answer, calls } = await rehearse(store, name, change)
      void pause(PAUSE_MS)
        .then(() => perform(store, name, calls))
        .catch(() => undefined) // the same request twice at once: the bug loses one of them
      return answer
    },
  }),
}
