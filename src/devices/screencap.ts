import { startDeadline, type Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError, openAdbConnection, type AdbConnection } from './adb-protocol.ts'

/** A picture takes 0.3-1.5 s on a phone (source: fidelity 7.8); a slow one over Wi-Fi some seconds more. */
const PICTURE_MS = 10_000
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1A\n', 'latin1')
const LONGEST_COMPLAINT = 2048
/** More than any screen needs; a broken length must not make us wait for gigabytes. */
const LONGEST_CHUNK = 64 * 1024 * 1024

export interface ScreencapDeps {
  /** Port of the adb server. */
  port: number
  transportOf: AdbClient['transportOf']
  clock: Clock
}

/**
 * A picture of the screen by adb alone, as PNG: no session is needed, and one that runs is not disturbed.
 * @throws AdbError 'refused', 'timeout', 'broken' (the phone sent no picture)
 */
export async function takeScreencap(
  { port, transportOf, clock }: ScreencapDeps,
  serial: string,
  outer: AbortSignal,
): Promise<Buffer> {
  const deadline = startDeadline(
    clock,
    PICTURE_MS,
    outer,
    () => new AdbError('timeout', `adb: no picture from ${serial} within ${PICTURE_MS} ms`),
  )
  try {
    const connection = await openAdbConnection(port, deadline.signal)
    try {
      await connection.ask(`host:transport:${transportOf(serial)}`)
      await connection.ask('exec:screencap -p')
      return await readPng(connection, serial)
    } finally {
      connection.close()
    }
  } finally {
    deadline.end()
  }
}

/** Reads chunk by chunk up to IEND, so that a picture that was cut off is not taken for a whole one. */
async function readPng(connection: AdbConnection, serial: string): Promise<Buffer> {
  const need = async (length: number) => {
    const bytes = await connection.read(length)
    if (bytes === null) throw new AdbError('broken', `${serial} sent no whole picture`)
    return bytes
  }
  const parts = [await readSignature(connection, serial)]
  for (;;) {
    const head = await need(8)
    const length = head.readUInt32BE(0)
    if (length > LONGEST_CHUNK) throw new AdbError('broken', `${serial} sent a broken picture`)
    parts.push(head, await need(length + 4))
    if (head.toString('latin1', 4) === 'IEND') return Buffer.concat(parts)
  }
}

/**
 * What screencap has to complain about comes on the same stream, before the picture (a phone with two displays warns that it took the first)
 * or instead of it.
 */
async function readSignature(connection: AdbConnection, serial: string): Promise<Buffer> {
  let said = Buffer.alloc(0)
  while (said.length < LONGEST_COMPLAINT) {
    const bytes = await connection.read(said.length === 0 ? SIGNATURE.length : 1)
    if (bytes === null) break
    said = Buffer.concat([said, bytes])
    if (said.subarray(-SIGNATURE.length).equals(SIGNATURE)) return SIGNATURE
  }
  const words = said.toString('utf8').replace(/\s+/g, ' ').trim()
  throw new AdbError(
    'broken',
    words === '' ? `${serial} sent no picture` : `${serial} sent no picture, but: ${words}`,
  )
}
