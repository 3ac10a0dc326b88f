/** Bytes that arrived in pieces and are taken in other pieces, each copied at most once. */
export interface ByteQueue {
  readonly size: () => number
  push: (piece: Buffer) => void
  /** Exactly `count` bytes; undefined while fewer are there. */
  take: (count: number) => Buffer | undefined
  /** Everything that is there, perhaps nothing. */
  takeAll: () => Buffer
}

export function createByteQueue(): ByteQueue {
  let pieces: Buffer[] = []
  let size = 0

  function takeAll(): Buffer {
    const [first] = pieces
    const all = pieces.length === 1 && first ? first : Buffer.concat(pieces)
    pieces = []
    size = 0
    return all
  }

  function take(count: number): Buffer | undefined {
    if (size < count) return undefined
    const [first] = pieces
    if (first && first.length > count) {
      pieces[0] = first.subarray(count)
      size -= count
      return first.subarray(0, count)
    }
    const all = takeAll()
    if (all.length > count) {
      pieces = [all.subarray(count)]
      size = all.length - count
    }
    return all.subarray(0, count)
  }

  return {
    size: () => size,
    push: (piece) => {
      if (piece.length === 0) return
      pieces.push(piece)
      size += piece.length
    },
    take,
    takeAll,
  }
}
