import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Clock } from '../domain/clock.ts'

/** Where a door is: an address with a port (0: any free one), or a unix socket. */
export type ListenAt = { host: string; port: number } | { socketPath: string }

/** A server's place in the world. */
export interface Listener {
  /** Starts to accept. @returns where, with the port that was taken. Rejects when it is in use. */
  listen: (at: ListenAt) => Promise<string>
  /** Stops accepting, lets running answers end within the deadline and then closes every connection. May come before `listen`. */
  close: () => Promise<void>
}

/** @param stopMs what running answers are given */
export function createListener(server: Server, clock: Clock, stopMs: number): Listener {
  return {
    async listen(at) {
      if ('socketPath' in at) server.listen(at.socketPath)
      else server.listen(at.port, at.host)
      await once(server, 'listening')
      return urlOf(server)
    },
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close() // also closes the connections that are idle now
      const cancel = clock.after(stopMs, () => server.closeAllConnections())
      await closed
      cancel()
    },
  }
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null) throw new Error('the server is nowhere')
  if (typeof address === 'string') return `unix:${address}`
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
