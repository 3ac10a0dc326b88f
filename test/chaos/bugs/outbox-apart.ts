import { NO_SEAMS, type Seams } from '../../../src/seams.ts'
import { pause, PAUSE_MS } from './pause.ts'
import { perform, rehearse } from './recorded-change.ts'

/** Outbox outside the transaction: the callback is written after the commit of what it tells. */
export const outboxApart: Seams = {
  ...NO_SEAMS,
  store: (store) => ({
    ...store,
    async write(name, change) {
      if (name !== 'end_attempt' && name !== 'begin_attempt') return store.write(name, change)
      const { answer, calls } = await rehearse(store, name, change)
      const isMessage = ({ table }: { table: string }) => table === 'callbacks'
      await perform(
        store,
        name,
        calls.filter((call) => !isMessage(call)),
      )
      await pause(PAUSE_MS)
      await perform(store, name, calls.filter(isMessage))
      return answer
    },
  }),
}
