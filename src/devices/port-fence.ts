import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'

/** Stands where the forward to the server on a phone ended, so that nobody on this host reaches that server any more. */
export interface PortFence {
  /** Aborts when a command, not only the question for the server's status, was turned away. */
  readonly refused: AbortSignal
  /** Gives the port back. May come twice. */
  drop: () => void
}

export interface PortFenceDeps {
  adb: AdbClient
  clock: Clock
  log: Logger
}

/** adb lets go of a port within milliseconds of `killforward`; asking is a matter of this host alone, so a hung phone costs nothing. */
const RAISE_MS = 1000
const AGAIN_MS = 20

/**
 * Takes our end of the forward away from adb and answers there itself: `/status` well, so that an Appium that is just opening a session
 * stops waiting for its server, and everything else as failed. What comes later (`adb forward` to the same port) fails as well.
 * @returns null when the port could not be had within a second; whoever needs it then has to wait for Appium
 */
export async function raisePortFence(
  { adb, clock, log }: PortFenceDeps,
  { serial, port }: { serial: string; port: number },
): Promise<PortFence | null> {
  const deadline = startDeadline(
    clock,
    RAISE_MS,
    new AbortController().signal,
    () => new Error('port is busy'),
  )
  const refused = new AbortController()
  const server = createServer((request, response) => {
    if (!answer(request, response)) refused.abort()
  })
  try {
    while (!(await listens(server, port))) {
      await adb.removeForward(serial, `tcp:${port}`, deadline.signal)
      await clock.sleep(AGAIN_MS, deadline.signal)
    }
    return { refused: refused.signal, drop: () => drop(server) }
  } catch (error) {
    log.warn({ serial, port, err: error }, 'port of an opening session could not be fenced off')
    return null
  } finally {
    deadline.end()
  }
}

async function listens(server: Server, port: number): Promise<boolean> {
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.unref() // whoever waits for the opening keeps the process alive
    return true
  } catch {
    return false // in use: adb still has it
  }
}

const SERVER_IS_UP = { ready: true, message: 'fenced off' }
const NOT_CREATED = {
  error: 'session not created',
  message: 'the run was stopped while its session was being opened',
  stacktrace: '',
}

/** @returns whether it was only the question for the status */
function answer(request: IncomingMessage, response: ServerResponse): boolean {
  const isStatus = request.url?.endsWith('/status') === true
  request.resume()
  response.writeHead(isStatus ? 200 : 500, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ sessionId: null, value: isStatus ? SERVER_IS_UP : NOT_CREATED }))
  return isStatus
}

function drop(server: Server): void {
  server.close() // an answer under way may end; one that is closed already only says so to its callback, which we have not
  server.closeAllConnections()
}
