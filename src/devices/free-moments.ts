/** Keeps looks at a phone that has no session apart from sessions that are being opened on it. */
export interface FreeMoments {
  /** Runs `open` once nobody looks at the phone any more; until it is over nobody begins to. */
  opening: <T>(serial: string, open: () => Promise<T>) => Promise<T>
  /** Runs `look`, which must end by itself within seconds, unless a session is being opened. @returns whether it was run */
  look: (serial: string, look: () => Promise<void>) => Promise<boolean>
}

export function createFreeMoments(): FreeMoments {
  const openings = new Map<string, number>()
  const looks = new Map<string, Promise<void>>()

  return {
    async opening(serial, open) {
      openings.set(serial, (openings.get(serial) ?? 0) + 1)
      try {
        await looks.get(serial)?.catch(() => undefined) // whoever looks sees to what goes wrong with that
        return await open()
      } finally {
        const left = (openings.get(serial) ?? 1) - 1
        if (left === 0) openings.delete(serial)
        else openings.set(serial, left)
      }
    },
    async look(serial, look) {
      if (openings.has(serial) || looks.has(serial)) return false
      const looking = look().finally(() => looks.delete(serial))
      looks.set(serial, looking)
      await looking
      return true
    },
  }
}
