import Type from 'typebox'
import { Value } from 'typebox/value'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { SessionTag } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError, openAdbConnection, type AdbConnection } from './adb-protocol.ts'
import { readTag } from './session-tag.ts'

/** A session as the server on the phone knows it. */
export interface OnPhoneSession {
  session_id: string
  /** Null for one that is not ours: a person's, another program's. */
  tag: SessionTag | null
}

/** Source: fidelity 1.2, GET /sessions. */
const Answer = Type.Object({
  value: Type.Array(Type.Object({ sessionId: Type.String(), capabilities: Type.Optional(Type.Unknown()) })),
})

const ANSWER_MS = 5_000
/** Heads and bodies beyond these are not those of the server we ask. */
const LONGEST_HEAD = 8 * 1024
const LONGEST_BODY = 1024 * 1024

/**
 * The sessions that the server on a phone has open. It is asked through adb itself, without a forward: one that nobody needs cannot be
 * left behind, and an Appium that has died or belongs to somebody else need not be asked.
 * @throws AdbError 'refused' (no server listens there, or the phone is gone), 'timeout', 'broken' (it answers something else)
 */
export async function readSessions(
  { port, transportOf, clock }: Pick<AdbClient, 'port' | 'transportOf'> & { clock: Clock },
  serial: string,
  outer: AbortSignal,
): Promise<OnPhoneSession[]> {
  const tooLate = () =>
    new AdbError('timeout', `the server on ${serial} did not tell its sessions within ${ANSWER_MS} ms`)
  const deadline = startDeadline(clock, ANSWER_MS, outer, tooLate)
  try {
    const connection = await openAdbConnection(port, deadline.signal)
    try {
      await connection.ask(`host:transport:${transportOf(serial)}`)
      await connection.ask('tcp:6790')
      connection.send('GET /sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
      return parseSessions(await readBody(connection, serial))
    } finally {
      connection.close()
    }
  } finally {
    deadline.end()
  }
}

function parseSessions(body: string): OnPhoneSession[] {
  try {
    return Value.Parse(Answer, JSON.parse(body)).value.map(({ sessionId, capabilities }) => ({
      session_id: sessionId,
      tag: readTag(capabilities),
    }))
  } catch (error) {
    throw new AdbError('broken', 'what listens on the phone does not tell sessions', { cause: error })
  }
}

/** The server sends its length with every answer (source: fidelity 1.1). */
async function readBody(connection: AdbConnection, serial: string): Promise<string> {
  let head = ''
  while (!head.endsWith('\r\n\r\n')) {
    const byte = await connection.read(1)
    if (byte === null || head.length > LONGEST_HEAD)
      throw new AdbError('broken', `the server on ${serial} hung up instead of telling its sessions`)
    head += byte.toString('latin1')
  }
  const length = Number(/^content-length: *(\d+)\r$/im.exec(head)?.[1] ?? Number.NaN)
  const body = length <= LONGEST_BODY ? await connection.read(length) : null
  if (body === null) throw new AdbError('broken', `the server on ${serial} sent no whole answer`)
  return body.toString('utf8')
}
