/** Seeded randomness: the same seed makes the same choices in the same order. */
export interface Chance {
  /** From 0 to below 1. */
  next: () => number
  /** A whole number from `min` to `max`. */
  whole: (min: number, max: number) => number
  happens: (probability: number) => boolean
  pick: <T>(from: readonly T[]) => T
  /** One of the keys, as often as its weight says. */
  weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K
  /** A source of its own, so that what one part draws does not depend on how fast another one is. */
  branch: (name: string) => Chance
}

export function createChance(seed: number): Chance {
  const next = mulberry32(seed)
  const whole = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))

  return {
    next,
    whole,
    happens: (probability) => next() < probability,
    pick(from) {
      const picked = from[whole(0, from.length - 1)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    weighted(weights) {
      const names = keysOf(weights)
      const total = names.reduce((sum, name) => sum + weights[name], 0)
      let left = next() * total
      for (const name of names) if ((left -= weights[name]) < 0) return name
      throw new Error('no weights')
    },
    branch: (name) => createChance((seed ^ hash(name)) >>> 0),
  }
}

function keysOf<K extends string>(record: Readonly<Record<K, number>>): K[] {
  // Object.keys forgets the key type; the record has no others.
  return Object.keys(record) as K[]
}

/** Source: public domain, Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  return Buffer.from(text).reduce((sum, byte) => Math.imul(sum ^ byte, 16_777_619), 2_166_136_261)
}
