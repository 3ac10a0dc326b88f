import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../../domain/clock.ts'
import type { Log } from '../log.ts'
import type { Cable } from './cable.ts'
import { type CableLine, openCableLine } from './cable-line.ts'
import { type ConnectionDeps, serveClient } from './client-connection.ts'
import { askOnce } from './host-protocol.ts'
import { listPhones } from './phone-list.ts'
import { type PrivateAdb, startPrivateAdb } from './private-adb.ts'
import { createUsbBus, type UsbBus } from './usb-bus.ts'

/** How the adb server is: `dead` listens to nobody until somebody starts a server on its port. */
export type ServerState = 'running' | 'hung' | 'dead'

/** A host with USB phones: its adb server, its hubs, and what can go wrong with them. */
export interface UsbHost {
  readonly bus: UsbBus
  /** Port of the adb server. */
  port: () => number
  state: () => ServerState
  /** The protocol version that the server tells. */
  version: () => number | null
  /** Every connection is cut; a server that is started on the port then is taken over by this one. */
  die: () => Promise<void>
  /** Starts the server again, as `adb start-server` would. */
  revive: () => Promise<void>
  /** Hung, it takes connections and answers nothing, and what runs over it stands still. */
  setHung: (hung: boolean) => void
  /** As if a server of another version had taken the port: all connections break, all phones are enumerated anew. Null: our own again. */
  replace: (version: number | null) => Promise<void>
  /** Ends for good. May come twice. */
  stop: () => Promise<void>
}

export interface UsbHostOptions {
  /** Port of the adb server; 0 takes any free one. */
  port: number
  cables: readonly Cable[]
  clock: Clock
  log: Log
}

const LOOK_MS = 50

/**
 * Starts the adb server of a host on which the phones hang by USB. Behind it a genuine adb server on a port of its own does the work.
 * @throws Error when the port is taken, or there is no adb program
 */
export async function startUsbHost({ port: wanted, cables, clock, log }: UsbHostOptions): Promise<UsbHost> {
  const bus = createUsbBus(cables)
  const listeners = new Set<() => void>()
  const sockets = new Set<Socket>()
  const conversations = new Map<Socket, Socket>()
  let adb: PrivateAdb | undefined
  let lines: readonly CableLine[] = []
  let server: Server | undefined
  let port = wanted
  let hung = false
  let waiting: (() => void)[] = []
  let version: number | null = null
  let stopped = false
  /** Starts and ends come one after the other. */
  let turn: Promise<void> = Promise.resolve()

  const changed = () => listeners.forEach((listener) => listener())
  bus.onChange(() => {
    for (const line of lines) line.sync()
    changed()
  })

  const deps: ConnectionDeps = {
    phones: () => listPhones(bus, lines, adb?.list() ?? []),
    refresh: async () => await adb?.refresh(),
    onPhones(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    privatePort: () => adb?.port ?? 0,
    foreignVersion: () => version,
    reconnect({ line }) {
      if (line === null) return
      line.cable.cure('reconnect')
      bus.reset(line.cable)
    },
    kill: () => void die().catch((error: unknown) => log.error({ err: error }, 'adb server does not end')),
    whileHung: () => (hung ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    join(client, far) {
      conversations.set(client, far)
      client.on('close', () => {
        conversations.delete(client)
        far.destroy()
      })
      far.on('close', () => client.destroy())
      if (!hung) connectEnds(client, far)
    },
  }

  function onClient(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy()) // 'close' follows and does the rest
    socket.on('close', () => sockets.delete(socket))
    serveClient(socket, deps).catch((error: unknown) => {
      // The private server has gone in between: the client sees its connection break, as with a server that dies.
      log.info({ err: error }, 'adb client lost')
      socket.destroy()
    })
  }

  async function listen(): Promise<void> {
    const opened = createServer({ allowHalfOpen: true }, onClient).listen(port, '127.0.0.1')
    await once(opened, 'listening') // rejects with the error of a port that is taken
    const address = opened.address()
    if (address === null || typeof address === 'string') throw new Error('the USB host listens on no port')
    port = address.port
    server = opened
  }

  async function begin(): Promise<void> {
    if (server !== undefined || stopped) return
    try {
      const started = await startPrivateAdb(clock, changed)
      adb = started
      const open = (cable: Cable) => openCableLine({ cable, bus, ask: started.ask, clock, log })
      lines = await Promise.all(cables.map(open))
      for (const line of lines) line.sync()
      await listen()
    } catch (error) {
      await end()
      throw error
    }
    setHung(false)
  }

  async function end(): Promise<void> {
    const closing = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    waiting = []
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
    // First the server: it would tell of the lines that end.
    await adb?.stop()
    await Promise.all(lines.map((line) => line.stop()))
    lines = []
    adb = undefined
  }

  function inTurn(step: () => Promise<void>): Promise<void> {
    const done = turn.then(step)
    turn = done.catch(() => undefined) // told to whoever asked for the step
    return done
  }

  async function die(): Promise<void> {
    await inTurn(end)
    void takeOver()
  }

  const isDead = () => server === undefined && !stopped

  /** Watches for a server that somebody starts on our port, ends it and stands in its place. Never rejects. */
  async function takeOver(): Promise<void> {
    while (isDead()) {
      await clock.sleep(LOOK_MS, new AbortController().signal)
      try {
        if (!isDead()) return
        await endServerOn(port)
        version = null
        await inTurn(begin)
      } catch (error) {
        // Nobody there yet, or not gone yet: the next look tells.
        log.debug({ err: error }, 'port of the dead adb server looked at')
      }
    }
  }

  function setHung(wantedHung: boolean): void {
    hung = wantedHung
    for (const [client, far] of conversations) {
      if (hung) {
        client.unpipe(far).pause()
        far.unpipe(client).pause()
      } else connectEnds(client, far)
    }
    if (hung) return
    for (const resume of waiting) resume()
    waiting = []
  }

  await begin()
  await Promise.all(lines.map((line) => line.settled()))
  return {
    bus,
    port: () => port,
    state: () => (server === undefined ? 'dead' : hung ? 'hung' : 'running'),
    version: () => version,
    die,
    revive: () => inTurn(begin),
    setHung,
    async replace(next) {
      version = next
      await inTurn(end)
      await inTurn(begin)
    },
    async stop() {
      stopped = true
      await inTurn(end)
    },
  }
}

/** @throws Error when no adb server listens there */
async function endServerOn(port: number): Promise<void> {
  await askOnce(port, 'host:version')
  await askOnce(port, 'host:kill')
}

function connectEnds(client: Socket, far: Socket): void {
  client.pipe(far)
  far.pipe(client)
}
