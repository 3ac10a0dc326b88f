import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/** An adb server on this host answers at once, or is not there. */
const ANSWER_WITHIN_MS = 5000

/**
 * Takes a phone's forwards out of the host's adb server, which does that itself when the phone's transport changes. The phone
 * has no part in forwards, so the fault has to say which server it means. @throws Error when that server does not answer or knows no such phone
 */
export async function killForwards(serverPort: number, serial: string): Promise<void> {
  const request = `host-serial:${serial}:killforward-all`
  const socket = connect({ port: serverPort, host: '127.0.0.1', timeout: ANSWER_WITHIN_MS })
  socket.on('timeout', () => socket.destroy(new Error(`adb server ${serverPort} does not answer`)))
  socket.end(request.length.toString(16).padStart(4, '0') + request)
  const answer = await text(socket)
  if (!answer.startsWith('OKAY')) throw new Error(`adb server ${serverPort}: ${answer}`)
}
