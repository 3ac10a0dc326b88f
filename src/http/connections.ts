import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as othersFirst } from 'node:timers/promises'
import type { Middleware } from 'koa'
import type { Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import { MalformedRequest, TooManyRequests } from './refusals.ts'

export interface ConnectionLimits {
  /** Open at once; beyond them a newcomer takes the place of another. */
  most: number
  /** Requests on one connection that wait for their answers; HTTP clients send one after the other. */
  waiting: number
  /** In which a peer takes what was written to it: a whole answer, or the next part of a stream. */
  takeMs: number
  /** How often that is looked at. */
  lookMs: number
}

/** The reasons are in docs/decisions/0034-gates.md. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  most: 512,
  waiting: 16,
  takeMs: 120_000,
  lookMs: 10_000,
}

/** The connections of one server. */
export interface Connections {
  /**
   * Lets the requests of a connection pass one after the other, each when the answer before it is out, and refuses what is sent beyond a
   * few without waiting; comes before everything that costs something. Node would hand them all over at once and never tell of the answers
   * that have no turn when the connection ends: whatever they hold open would stay open.
   */
  takeTurns: Middleware
  /** Notes whose connection it is; comes after the key. */
  noteCaller: Middleware
}

interface Connection {
  holder: string
  /** Requests without an answer yet. */
  waiting: number
  /** Those of them that have to wait for their turn, in order. */
  queue: (() => void)[]
  /** It is about to be closed: nothing is answered on it any more. */
  closing: boolean
  /** What had been written at the last look, and since when it has not become more although something waits to be taken. */
  written: number
  untakenSinceMs: number | null
}

/** Whoever has shown no key yet. */
const STRANGER = ''

/**
 * Sees to it that neither strangers nor one caller can hold all connections: when they are used up, a newcomer takes the place of the stranger
 * who has been there for longest, else that of the oldest connection of the caller who has most. So a flood of silent connections pushes out
 * itself, and whoever shows a key stays. A limit for each source would not do that: behind a tunnel all sources are this host.
 */
export function createConnections(server: Server, clock: Clock, limits: ConnectionLimits): Connections {
  const connections = new Map<Socket, Connection>()
  // Each in the order in which it began; none is empty.
  const byHolder = new Map<string, Set<Socket>>()
  let looking = false

  function hold(socket: Socket, connection: Connection, holder: string): void {
    release(socket, connection)
    connection.holder = holder
    byHolder.set(holder, (byHolder.get(holder) ?? new Set()).add(socket))
  }

  function release(socket: Socket, { holder }: Connection): void {
    const own = byHolder.get(holder)
    own?.delete(socket)
    if (own?.size === 0) byHolder.delete(holder)
  }

  function forget(socket: Socket): void {
    const connection = connections.get(socket)
    if (!connection) return
    connections.delete(socket)
    release(socket, connection)
  }

  function makeRoom(): void {
    const strangers = byHolder.get(STRANGER)
    const holders = strangers ? [strangers] : [...byHolder.values()]
    const [largest] = holders.toSorted((a, b) => b.size - a.size)
    const [oldest] = largest ?? []
    if (!oldest) return
    forget(oldest)
    oldest.destroy()
  }

  /** A peer that takes nothing holds the answer in our memory, and Node has no limit of its own for that. */
  function look(): void {
    const nowMs = clock.monotonicMs()
    for (const [socket, connection] of connections) {
      if (socket.writableLength === 0 || socket.bytesWritten !== connection.written) {
        connection.written = socket.bytesWritten
        connection.untakenSinceMs = socket.writableLength === 0 ? null : nowMs
      } else if (nowMs - (connection.untakenSinceMs ?? nowMs) >= limits.takeMs) socket.destroy()
    }
    looking = connections.size > 0
    if (looking) clock.after(limits.lookMs, look)
  }

  server.maxConnections = limits.most + 1 // room is made only after the newcomer has come
  server.on('connection', (socket: Socket) => {
    if (connections.size >= limits.most) makeRoom()
    const connection: Connection = {
      holder: STRANGER,
      waiting: 0,
      queue: [],
      closing: false,
      written: 0,
      untakenSinceMs: null,
    }
    connections.set(socket, connection)
    hold(socket, connection, STRANGER)
    socket.once('close', () => {
      forget(socket)
      for (const go of connection.queue.splice(0)) go()
    })
    if (looking) return
    looking = true
    clock.after(limits.lookMs, look)
  })

  return {
    async takeTurns({ req, res }, next) {
      const connection = connections.get(req.socket)
      if (!connection) return next()
      connection.waiting++
      res.once('close', () => {
        connection.waiting--
        connection.queue.shift()?.()
      })
      if (connection.waiting > limits.waiting || connection.closing) {
        connection.closing = true
        const message = `at most ${limits.waiting} requests may wait for their answers on one connection`
        throw new TooManyRequests(message, 1, { Connection: 'close' })
      }
      if (connection.waiting > 1) {
        await new Promise<void>((resolve) => connection.queue.push(resolve))
        // Else all of them would be answered in one go, and newcomers wait for the whole of every connection.
        await othersFirst()
      }
      // Nobody reads this answer; it keeps the request from being begun.
      if (req.socket.destroyed) throw new MalformedRequest('the caller has left before its turn')
      return next()
    },
    noteCaller({ req, state }, next) {
      const caller: Caller | undefined = state.caller
      const connection = connections.get(req.socket)
      const holder = caller?.owner ?? caller?.name ?? STRANGER
      if (connection && holder !== STRANGER && holder !== connection.holder)
        hold(req.socket, connection, holder)
      return next()
    },
  }
}
