import { NO_SEAMS, type Seams } from '../../../src/seams.ts'
import { pause } from './pause.ts'

/** Between the look and the insert. */
const RACE_MS = 30

/**
 * Duplicate-key race: whether a key is known is looked up before the transaction that inserts it. The table's own UNIQUE would still refuse the second insert,
 * so the bug also gives the later request a key of its own, as a table without that constraint would.
 */
export const duplicateRace: Seams = {
  ...NO_SEAMS,
  store: (store) => ({
    ...store,
    async write(name, change) {
      if (name !== 'accept') return store.write(name, change)
      const known = new Map<string, ReturnType<typeof store.read.processes.findByRequest>>()
      const keyOf = (...key: string[]) => key.join('/')
      await store
        .write(name, (tables) => {
          change({
            ...tables,
            processes: {
              ...tables.processes,
              findByRequest(...key) {
                known.set(keyOf(...key), tables.processes.findByRequest(...key))
                throw new Looked()
              },
            },
          })
        })
        .catch((error: unknown) => {
          if (!(error instanceof Looked)) throw error
        })
      await pause(RACE_MS)
      return store.write(name, (tables) =>
        change({
          ...tables,
          processes: {
            ...tables.processes,
            findByRequest: (...key) => known.get(keyOf(...key)),
            insert: (row) => tables.processes.insert({ ...row, request_id: freeKey(tables, row) }),
          },
        }),
      )
    },
  }),
}

class Looked extends Error {
  override name = 'Looked'
}

type Tables = Parameters<Parameters<Parameters<Seams['store']>[0]['write']>[1]>[0]
type Row = Parameters<Tables['processes']['insert']>[0]

function freeKey(tables: Tables, { process_type, system, request_id }: Row): string {
  return tables.processes.findByRequest(process_type, system, request_id) ? `${request_id} again` : request_id
}
