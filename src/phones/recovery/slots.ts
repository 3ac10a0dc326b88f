/** Lets so many pieces of work go on at once; the others wait in the order in which they came. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>

/** Opening sessions is most of a recovery's work: forty at once would bring the host to its knees. */
export function createSlots(most: number): Slots {
  const waiting: (() => void)[] = []
  let taken = 0
  return async (work) => {
    if (taken >= most) await new Promise<void>((resolve) => void waiting.push(resolve))
    else taken += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The place is handed over, so that whoever comes in between does not take it as well.
      if (next) next()
      else taken -= 1
    }
  }
}
