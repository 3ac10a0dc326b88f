import type { Database } from './database.ts'

const INSERT = 'INSERT INTO actions (process_id, action) VALUES (?, ?)'
const FIND = 'SELECT action FROM actions WHERE action_id = ?'

/** What queue items do, each action once for all the items of a process that share it. */
export function actionsTable(db: Database) {
  const insert = db.prepare<[string, string]>(INSERT)
  const find = db.prepare<[number], { action: string }>(FIND)
  return {
    /** @param action JSON (domain/action.ts). @returns its `action_id` */
    add: (processId: string, action: string): number => Number(insert.run(processId, action).lastInsertRowid),
    /** JSON; `parseAction` reads it. @throws when no item can have this id */
    read(actionId: number): string {
      const row = find.get(actionId)
      if (!row) throw new Error(`action ${actionId} is not stored`)
      return row.action
    },
  }
}
