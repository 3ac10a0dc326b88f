import type { Fence } from '../../src/store/claims.ts'
import type { Database } from '../../src/store/database.ts'
import type { Tables } from '../../src/store/store.ts'
import type { Bug } from './world.ts'

/** Bugs of the kind that the real code could have, each one a wrapper; the simulation must find every one of them. */
export const PLANTED_BUGS = {
  'an attempt is ended without looking at its fence': {
    tables: (tables) => ({
      ...tables,
      claims: { ...tables.claims, end: (fence, ending) => tables.claims.end(current(tables, fence), ending) },
    }),
  },
  'a claim does not care who holds the phone': {
    tables: (tables, db) => ({
      ...tables,
      holds: {
        ...tables.holds,
        head: (phoneId) => {
          letGo(db, phoneId)
          return tables.holds.head(phoneId)
        },
      },
    }),
  },
  'the last message of a process is forgotten': {
    tables: (tables) => ({
      ...tables,
      callbacks: {
        add: (row) => {
          if (row.milestone !== 'completed') tables.callbacks.add(row)
        },
      },
    }),
  },
  'a cancel leaves what is pending alone': {
    tables: (tables) => ({ ...tables, queueItems: { ...tables.queueItems, cancelPending: () => [] } }),
  },
  'a session of a dead boot is taken for closed': { forgetsSessions: true },
  'a repeated request makes a second process': {
    tables: (tables) => ({
      ...tables,
      processes: {
        ...tables.processes,
        findByRequest: () => undefined,
        insert: (row) => tables.processes.insert({ ...row, request_id: row.process_id }),
      },
    }),
  },
  'a failure is charged to no budget': {
    tables: (tables) => ({
      ...tables,
      claims: {
        ...tables.claims,
        end: (fence, { failed: _nobody, ...ending }) => tables.claims.end(fence, ending),
      },
    }),
  },
  'the youngest item is served first': {
    tables: (tables, db) => ({
      ...tables,
      claims: {
        ...tables.claims,
        next: (of) => {
          db.prepare('UPDATE queue_items SET turn = -turn WHERE ready = 1 AND turn > 0').run()
          return tables.claims.next(of)
        },
      },
    }),
  },
} as const satisfies Record<string, Bug>

export type PlantedBug = keyof typeof PLANTED_BUGS

/** The fence that the row would accept, whoever reports. */
function current({ queueItems }: Tables, fence: Fence): Fence {
  const row = queueItems.find(fence.queue_item_id)
  return { ...fence, attempt: row?.attempt ?? fence.attempt, boot_id: row?.boot_id ?? fence.boot_id }
}

function letGo(db: Database, phoneId: string): void {
  const now = "strftime('%Y-%m-%dT%H:%M:%fZ', taken_at)"
  db.prepare(`UPDATE leases SET released_at = ${now} WHERE phone_id = ? AND released_at IS NULL`).run(phoneId)
}
