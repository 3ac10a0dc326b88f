import { NO_SEAMS, type Seams } from '../../../src/seams.ts'
import { pause, PAUSE_MS } from './pause.ts'
import { perform, rehearse } from './recorded-change.ts'

/** Non-atomic completion: the item's end is one transaction, what follows from it for its process another. */
export const splitCompletion: Seams = {
  ...NO_SEAMS,
  store: (store) => ({
    ...store,
    async write(name, change) {
      if (name !== 'end_attempt') return store.write(name, change)
      const { answer, calls } = await rehearse(store, name, change)
      const end = calls.findIndex(({ table, statement }) => table === 'attempts' && statement === 'end')
      await perform(store, name, calls.slice(0, end + 1))
      await pause(PAUSE_MS)
      await perform(store, name, calls.slice(end + 1))
      return answer
    },
  }),
}
