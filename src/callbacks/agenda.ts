/** When to look at each receiver again that has messages for later. */
export interface Agenda {
  /** At `ms` (wall time) or earlier, when it stands for earlier already. */
  put: (origin: string, ms: number) => void
  /** Those whose time has come, taken off. Costs nothing while there are none. */
  takeDue: (nowMs: number) => string[]
  /** The earliest time; null when there is none. */
  next: () => number | null
}

export function createAgenda(): Agenda {
  const times = new Map<string, number>()
  let earliest = Infinity
  return {
    put(origin, ms) {
      times.set(origin, Math.min(times.get(origin) ?? Infinity, ms))
      earliest = Math.min(earliest, ms)
    },
    takeDue(nowMs) {
      if (earliest > nowMs) return []
      const due = [...times].filter(([, ms]) => ms <= nowMs).map(([origin]) => origin)
      for (const origin of due) times.delete(origin)
      earliest = Infinity
      for (const ms of times.values()) earliest = Math.min(earliest, ms)
      return due
    },
    next: () => (earliest === Infinity ? null : earliest),
  }
}
