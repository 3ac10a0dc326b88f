import { createServer, type Server, type Socket } from 'node:net'
import type { AdbState } from '../android/phone.ts'
import { createTransport, type Service, type Transport } from './transport.ts'

export interface AdbdDeps {
  /** `device::ro.product.name=…;features=…` */
  banner: () => string
  openService: (name: string) => Service | null
}

/** The phone's end of one connection: what can befall it alone. */
export type CableEnd = Pick<Transport, 'freeze' | 'thaw' | 'close'>

/** The phone's adb daemon on a loopback TCP port. */
export interface Adbd {
  /** Starts to answer; 0 takes any free port. Resolves with the port, which stays the phone's own. @throws Error when it is taken */
  listen: (port: number) => Promise<number>
  port: () => number
  state: () => AdbState
  /** The cable: connections are cut and new ones refused until it is plugged in again. May be repeated. */
  setPlugged: (plugged: boolean) => Promise<void>
  /** False: hosts are dropped and wait for the dialog's answer (`unauthorized`). True answers all who wait. */
  setAuthorized: (authorized: boolean) => void
  /** Nothing is answered until it is switched off, while connections stay open. */
  setHung: (hung: boolean) => void
  /** Drops the host and answers none of its connections until it gives one up: `offline`, and `adb reconnect` heals it. */
  wedge: () => void
  isWedged: () => boolean
  /** Ends the wedge: the next connection is answered. */
  unwedge: () => void
  /** False: what came over the network is cut and refused, while a USB cable goes on. */
  setNetwork: (on: boolean) => Promise<void>
  hasNetwork: () => boolean
  /** Serves the far end of a USB cable; cut at once while the phone is off. `freeze` is of this connection alone. */
  attach: (socket: Socket) => CableEnd
  /** Calls back whenever the phone begins or ceases to answer anybody (`setPlugged`). */
  onPlugged: (listener: () => void) => void
  /** Ends for good. May come twice or before `listen`. */
  close: () => Promise<void>
}

export function createAdbd({ banner, openService }: AdbdDeps): Adbd {
  const transports = new Set<Transport>()
  /** Those that came over the network. */
  const remote = new Set<CableEnd>()
  const listeners = new Set<() => void>()
  let server: Server | undefined
  let port = 0
  let plugged = false
  let network = true
  let authorized = true
  let hung = false
  let wedged = false
  /** Connections that a wedged adbd has left alone, each with how it is answered after all. */
  const unanswered = new Map<Socket, () => void>()

  function attach(socket: Socket): CableEnd {
    if (!plugged) socket.destroy()
    if (wedged) return leaveUnanswered(socket)
    const transport = createTransport(socket, { banner, isAuthorized: () => authorized, openService }, () => {
      transports.delete(transport)
      remote.delete(transport)
    })
    transports.add(transport)
    if (hung) transport.freeze()
    return transport
  }

  async function listen(wanted: number): Promise<number> {
    const opened = createServer((socket) => void remote.add(attach(socket)))
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject)
      opened.listen(wanted, '127.0.0.1', resolve)
    })
    server = opened
    const address = opened.address()
    if (address === null || typeof address === 'string') throw new Error('adbd listens on no TCP port')
    port = address.port
    return port
  }

  /** The connection stays open and silent; a host that closes it has kicked adbd awake. */
  function leaveUnanswered(socket: Socket): CableEnd {
    const end = { freeze: () => undefined, thaw: () => undefined, close: () => void socket.destroy() }
    const pieces: Buffer[] = []
    const keep = (piece: Buffer) => void pieces.push(piece)
    unanswered.set(socket, () => {
      socket.off('data', keep)
      socket.unshift(Buffer.concat(pieces))
      remote.delete(end)
      remote.add(attach(socket))
    })
    socket.on('data', keep)
    socket.on('error', () => socket.destroy()) // 'close' follows and does the rest
    socket.on('close', () => {
      unanswered.delete(socket)
      remote.delete(end)
      wakeUp()
    })
    return end
  }

  /** A host that was quick has opened its next connection already: that one is answered now. */
  function wakeUp(): void {
    wedged = false
    const waiting = [...unanswered.values()]
    unanswered.clear()
    for (const answer of waiting) answer()
  }

  /** Stops to listen and cuts those connections. */
  async function hangUp(cut: Iterable<CableEnd>): Promise<void> {
    const closing = server
    server = undefined
    for (const connection of cut) connection.close()
    for (const socket of unanswered.keys()) socket.destroy()
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
  }

  async function setPlugged(wanted: boolean): Promise<void> {
    const changed = wanted !== plugged
    plugged = wanted
    const done = !wanted ? hangUp(transports) : network && !server ? listen(port) : undefined
    if (changed) for (const listener of listeners) listener()
    await done
  }

  return {
    listen: (wanted) => {
      plugged = true
      return listen(wanted)
    },
    port: () => port,
    state: () => (!plugged ? 'unplugged' : authorized ? 'device' : 'unauthorized'),
    setPlugged,
    setNetwork: async (on) => {
      network = on
      if (!on) await hangUp(remote)
      else if (plugged && !server) await listen(port)
    },
    hasNetwork: () => network,
    attach,
    onPlugged: (listener) => void listeners.add(listener),
    setAuthorized: (allowed) => {
      if (allowed === authorized) return
      authorized = allowed
      for (const transport of transports) {
        if (allowed) transport.authorize()
        else transport.close() // adbd drops every host when its key is revoked
      }
    },
    setHung: (frozen) => {
      hung = frozen
      for (const transport of transports) {
        if (frozen) transport.freeze()
        else transport.thaw()
      }
    },
    wedge: () => {
      wedged = true
      for (const transport of transports) transport.close()
    },
    isWedged: () => wedged,
    unwedge: wakeUp,
    close: () => setPlugged(false),
  }
}
