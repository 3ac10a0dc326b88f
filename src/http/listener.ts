import { once } from 'node:events'
import { chmod } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { Clock } from '../domain/clock.ts'
import { makeRoomForSocket } from './unix-socket.ts'

/** Where a door is: an address with a port (0: any free one), or a unix socket. */
export type ListenAt = { host: string; port: number } | { socketPath: string }

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
      else {
        server.listen(at.port, at.host)
        await once(server, 'listening')
      }
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
