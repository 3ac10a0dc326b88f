/**
 * What must hold, told by what callers have seen. A key that was answered once means one process with the same items for ever; a status
 * only goes forward; what has ended stays as it was.
 */
export interface Model {
  /** A request was answered. @returns what is wrong with the answer, null when nothing is */
  answered: (key: string, answer: { process_id: string; items: number; isNew: boolean }) => string | null
  /** A request was refused: nothing may be there for it. */
  refused: (key: string, isStored: boolean) => string | null
  /** How a process looks now, in the order in which they were made. */
  sees: (processes: readonly Sight[]) => string[]
  /** Everything that was acknowledged, oldest first. */
  processIds: () => string[]
  /** Processes that were being removed because they had ended long ago; their keys may be used anew. */
  mayBeGone: (processIds: readonly string[]) => void
  keys: () => string[]
}

/** A process as a poll shows it. */
export interface Sight {
  process_id: string
  status: string
  /** Everything that is told of it and its items. */
  told: string
  items: number
}

/** `RETRYABLE` and `EXECUTING` take turns; all others are steps forward. */
const RANK: Readonly<Record<string, number>> = {
  QUEUED: 0,
  PLANNED: 0,
  EXECUTING: 1,
  RETRYABLE: 1,
  DONE: 2,
  PARTIAL: 2,
  DEAD_LETTER: 2,
  CANCELLED: 2,
}
const ENDED = 2

export function createModel(): Model {
  const acknowledged = new Map<string, { process_id: string; items: number }>()
  const seen = new Map<string, Sight>()
  const removed = new Set<string>()

  function compare(before: Sight, now: Sight): string | null {
    const rank = RANK[before.status] ?? 0
    if (rank > (RANK[now.status] ?? 0)) return `${now.process_id} went from ${before.status} to ${now.status}`
    if (rank === ENDED && before.told !== now.told) return `${now.process_id} changed after its end`
    return null
  }

  return {
    answered(key, { process_id, items, isNew }) {
      const known = acknowledged.get(key)
      acknowledged.set(key, known ?? { process_id, items })
      if (known === undefined) return null
      if (isNew) return `${key} was accepted twice`
      return known.process_id === process_id ? null : `${key} is ${known.process_id} and ${process_id}`
    },
    refused: (key, isStored) =>
      isStored && !acknowledged.has(key) ? `${key} was refused, but it is there` : null,
    sees(processes) {
      const now = new Map(processes.map((sight) => [sight.process_id, sight]))
      for (const [key, { process_id }] of acknowledged) {
        if (removed.has(process_id) && !now.has(process_id)) acknowledged.delete(key)
      }
      const wrong = [...acknowledged.values()].flatMap(({ process_id, items }) => {
        const sight = now.get(process_id)
        if (!sight) return [`${process_id} was acknowledged and is lost`]
        return sight.items === items ? [] : [`${process_id} had ${items} items and has ${sight.items}`]
      })
      for (const sight of processes) {
        const before = seen.get(sight.process_id)
        const change = before ? compare(before, sight) : null
        if (change !== null) wrong.push(change)
        seen.set(sight.process_id, sight)
      }
      return wrong
    },
    mayBeGone: (processIds) => processIds.forEach((id) => removed.add(id)),
    processIds: () => [...acknowledged.values()].map(({ process_id }) => process_id),
    keys: () => [...acknowledged.keys()],
  }
}
