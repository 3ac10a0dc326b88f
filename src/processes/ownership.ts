import type { Caller } from '../domain/caller.ts'
import type { Store, Tables } from '../store/store.ts'
import { noSuchProcess } from './read-processes.ts'

/** What a key may know of processes: for one that is for its own only, everybody else's are not there. */
export interface Ownership {
  /** @throws FarmError 'process_not_found', the same for another's process as for one that never was */
  checkProcess: (processId: string, caller: Caller) => void
  /**
   * An answer about phones and accounts without the names of others' processes: wherever it has a `process_id` or `queue_item_id` that is not
   * the caller's own, it has null.
   */
  withoutOthers: (answer: object, caller: Caller) => object
}

export function createOwnership({ store: { read } }: { store: Pick<Store, 'read'> }): Ownership {
  return {
    checkProcess(processId, caller) {
      if (!seesProcess(read, caller, processId)) throw noSuchProcess(processId)
    },
    withoutOthers(answer, caller) {
      if (!caller.own_only) return answer
      return copyOf(answer, {
        process_id: (id) => seesProcess(read, caller, id),
        queue_item_id: (id) => seesItem(read, caller, id),
      })
    },
  }
}

function seesProcess(tables: Tables, { own_only, owner }: Caller, processId: string): boolean {
  return !own_only || tables.processes.isOwnedBy(processId, owner)
}

/** Whether the caller may know of a queue item. */
export function seesItem(tables: Tables, caller: Caller, queueItemId: string): boolean {
  if (!caller.own_only) return true
  const item = tables.queueItems.find(queueItemId)
  return item !== undefined && seesProcess(tables, caller, item.process_id)
}

type IsSeen = Readonly<Record<'process_id' | 'queue_item_id', (id: string) => boolean>>

/** What callers have sent: a name in there is no name of ours. */
const FREE_FORM: readonly string[] = ['personality', 'app_versions']

function copyOf(value: object, isSeen: IsSeen): object {
  if (Array.isArray(value)) return value.map((member: unknown) => memberOf(member, isSeen))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => {
      if (FREE_FORM.includes(name)) return [name, member]
      const isHidden =
        typeof member === 'string' &&
        (name === 'process_id' || name === 'queue_item_id') &&
        !isSeen[name](member)
      return [name, isHidden ? null : memberOf(member, isSeen)]
    }),
  )
}

function memberOf(value: unknown, isSeen: IsSeen): unknown {
  return typeof value === 'object' && value !== null ? copyOf(value, isSeen) : value
}
