import { once } from 'node:events'
import { chmod } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { Clock } from '../domain/clock.ts'
import { makeRoomForSocket } from './unix-socket.ts'

/**
 * Where a door is: an address with a port (0: any free one), or a unix socket. `or_any_free`: nobody asked for this very port, so another one
 * does as well when it is taken.
 */
export type ListenAt = { host: string; port: number; or_any_free?: true } | { socketPath: string }

/** A server's place in the world. */
export interface Listener {
  /** Starts to accept. @returns where, with the port that was taken. Rejects when the place is taken or cannot be had. */
  listen: (at: ListenAt) => Promise<string>
  /** True when it is a unix socket, to which no name leads. */
  isSocket: () => boolean
  /** Stops accepting, lets running answers end within the deadline and then closes every connection. May come before `listen`. */
  close: () => Promise<void>
}

/** @param stopMs what running answers are given */
export function createListener(server: Server, clock: Clock, stopMs: number): Listener {
  let isSocket = false
  return {
    isSocket: () => isSocket,
    async listen(at) {
      isSocket = 'socketPath' in at
      if ('socketPath' in at) await listenOnSocket(server, at.socketPath)
      else await listenOnPort(server, at)
      return urlOf(server)
    },
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close() // also closes the connections that are idle now; a socket's file goes with it
      const cancel = clock.after(stopMs, () => server.closeAllConnections())
      await closed
      cancel()
    },
  }
}

async function listenOnPort(
  server: Server,
  { host, port, or_any_free }: Extract<ListenAt, { port: number }>,
): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken || or_any_free !== true) throw error
    server.listen(0, host)
    await once(server, 'listening')
  }
}

async function listenOnSocket(server: Server, socketPath: string): Promise<void> {
  await makeRoomForSocket(socketPath)
  server.listen(socketPath)
  await once(server, 'listening')
  await chmod(socketPath, 0o600)
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null) throw new Error('the server is nowhere')
  if (typeof address === 'string') return `unix:${address}`
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
