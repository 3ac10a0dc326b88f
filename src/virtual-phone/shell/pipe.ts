import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { type ByteReader, createByteReader } from '../adb/byte-reader.ts'
import type { Output } from './command.ts'

/** An in-memory pipe: what is written comes out of `reader`, which ends after `end`. */
export interface Pipe {
  readonly reader: ByteReader
  readonly output: Output
  end: () => void
}

export function createPipe(): Pipe {
  const stream = new PassThrough()
  return {
    reader: createByteReader(stream),
    output: {
      write: (data) => {
        if (stream.writable) stream.write(data)
      },
      ready: async (signal) => {
        if (stream.writableNeedDrain) await once(stream, 'drain', { signal })
      },
    },
    end: () => void stream.end(),
  }
}

/** Keeps what is written. */
export function createCapture(): { output: Output; bytes: () => Buffer } {
  const pieces: Buffer[] = []
  return {
    output: {
      write: (data) => void pieces.push(Buffer.from(data)),
      ready: () => Promise.resolve(),
    },
    bytes: () => Buffer.concat(pieces),
  }
}

/** /dev/null. */
export const nowhere: Output = { write: () => undefined, ready: () => Promise.resolve() }
