import type { Readable } from 'node:stream'
import { createByteQueue } from './byte-queue.ts'

/** Reads a stream in the pieces that a protocol wants. A stream that breaks off simply ends. One reader a stream, one read at a time. */
export interface ByteReader {
  /** Exactly `count` bytes; null when the stream ended before. */
  read: (count: number) => Promise<Buffer | null>
  /** Whatever is there, at least a byte; null at the end. */
  readChunk: () => Promise<Buffer | null>
  /** Up to the end. */
  readAll: () => Promise<Buffer>
  /** The next line without its line feed; null at the end. A last line without line feed counts. */
  readLine: () => Promise<string | null>
}

const LINE_FEED = 10

export function createByteReader(stream: Readable): ByteReader {
  const pieces = stream[Symbol.asyncIterator]()
  const queue = createByteQueue()
  let unread = Buffer.alloc(0) // what readLine has looked at; always in front of the queue

  async function fill(): Promise<boolean> {
    try {
      const next = await pieces.next()
      if (next.done) return false
      queue.push(Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value)))
      return true
    } catch {
      return false // the peer vanished; what it sent until then was delivered
    }
  }

  async function read(count: number): Promise<Buffer | null> {
    putBack()
    for (;;) {
      const bytes = queue.take(count)
      if (bytes) return bytes
      if (!(await fill())) return null
    }
  }

  async function readChunk(): Promise<Buffer | null> {
    putBack()
    if (queue.size() === 0 && !(await fill())) return null
    return queue.takeAll()
  }

  async function readAll(): Promise<Buffer> {
    putBack()
    while (await fill());
    return queue.takeAll()
  }

  async function readLine(): Promise<string | null> {
    for (;;) {
      const end = unread.indexOf(LINE_FEED)
      if (end >= 0) {
        const line = unread.toString('utf8', 0, end)
        unread = unread.subarray(end + 1)
        return line
      }
      if (queue.size() === 0 && !(await fill())) {
        const last = unread
        unread = Buffer.alloc(0)
        return last.length > 0 ? last.toString('utf8') : null
      }
      unread = Buffer.concat([unread, queue.takeAll()])
    }
  }

  function putBack(): void {
    if (unread.length === 0) return
    const rest = queue.takeAll()
    queue.push(unread)
    queue.push(rest)
    unread = Buffer.alloc(0)
  }

  return { read, readChunk, readAll, readLine }
}
