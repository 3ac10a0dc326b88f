import { createByteQueue } from './byte-queue.ts'

/** Commands of the adb transport, as the four letters read in memory (source: AOSP adb, protocol.txt). */
export const COMMAND = {
  CNXN: 0x4e584e43,
  AUTH: 0x48545541,
  OPEN: 0x4e45504f,
  OKAY: 0x59414b4f,
  WRTE: 0x45545257,
  CLSE: 0x45534c43,
} as const

/** From this version on payload checksums are neither sent nor checked (source: AOSP adb.h, A_VERSION_SKIP_CHECKSUM). */
export const VERSION_SKIP_CHECKSUM = 0x01000001
/** What adbd has announced since Android 9 (source: AOSP adb.h, MAX_PAYLOAD). */
export const MAX_PAYLOAD = 1024 * 1024

const HEADER_BYTES = 24

/** One packet of the transport: a 24-byte header and its payload. */
export interface Message {
  command: number
  arg0: number
  arg1: number
  payload: Buffer
}

/** Header and payload in one buffer: two writes would cost the host a delayed acknowledgement of 40 ms. */
export function encodeMessage({ command, arg0, arg1, payload }: Message, withChecksum: boolean): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + payload.length)
  bytes.writeUInt32LE(command, 0)
  bytes.writeUInt32LE(arg0, 4)
  bytes.writeUInt32LE(arg1, 8)
  bytes.writeUInt32LE(payload.length, 12)
  bytes.writeUInt32LE(withChecksum ? checksum(payload) : 0, 16)
  bytes.writeUInt32LE((command ^ 0xffffffff) >>> 0, 20)
  payload.copy(bytes, HEADER_BYTES)
  return bytes
}

function checksum(payload: Buffer): number {
  let sum = 0
  for (const byte of payload) sum = (sum + byte) >>> 0
  return sum
}

/** Cuts a TCP stream into messages. */
export interface MessageReader {
  /** Takes bytes and returns the messages that are complete now; null when the stream is not adb: the caller hangs up. */
  push: (piece: Buffer) => Message[] | null
}

export function createMessageReader(): MessageReader {
  const queue = createByteQueue()
  let header: Buffer | undefined

  return {
    push: (piece) => {
      queue.push(piece)
      const messages: Message[] = []
      for (;;) {
        header ??= queue.take(HEADER_BYTES)
        if (!header) return messages
        if (!isHeader(header)) return null
        const payload = queue.take(header.readUInt32LE(12))
        if (!payload) return messages
        messages.push({
          command: header.readUInt32LE(0),
          arg0: header.readUInt32LE(4),
          arg1: header.readUInt32LE(8),
          payload,
        })
        header = undefined
      }
    },
  }
}

function isHeader(header: Buffer): boolean {
  const magic = (header.readUInt32LE(0) ^ 0xffffffff) >>> 0
  return header.readUInt32LE(20) === magic && header.readUInt32LE(12) <= MAX_PAYLOAD
}
