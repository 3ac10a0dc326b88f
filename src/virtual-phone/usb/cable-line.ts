import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Clock } from '../../domain/clock.ts'
import type { CableEnd } from '../adb/adbd.ts'
import type { Log } from '../log.ts'
import type { Cable } from './cable.ts'
import type { UsbBus } from './usb-bus.ts'

/** The wire from the private adb server to a phone: a port of its own, which nobody but that server knows. */
export interface CableLine {
  readonly cable: Cable
  /** The phone's name in the private server. */
  readonly address: string
  /** Whether that server's entry is of the connection that stands now. */
  isCurrent: () => boolean
  /** Makes the private server's connection what the bus shows. Never throws. */
  sync: () => void
  /** Resolves when nothing is under way. */
  settled: () => Promise<void>
  stop: () => Promise<void>
}

export interface CableLineDeps {
  cable: Cable
  bus: UsbBus
  /** Asks the private adb server. */
  ask: (request: string) => Promise<string>
  clock: Clock
  log: Log
}

/** How long a phone that has hung up stays away from the bus before it is enumerated anew. */
const ENUMERATE_MS = 300

export async function openCableLine({ cable, bus, ask, clock, log }: CableLineDeps): Promise<CableLine> {
  const ends = new Map<Socket, CableEnd>()
  /** What the connection stands for; null while there is none. Another one means another connection. */
  let wanted: string | null = null
  /** Grows with every change of `wanted`: a step that comes too late does nothing. */
  let turn = 0
  let isCurrent = false
  let stopped = false
  let steps: Promise<void> = Promise.resolve()

  const server = createServer(onConnection).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('a USB cable listens on no port')
  const address = `127.0.0.1:${bound.port}`

  function onConnection(socket: Socket): void {
    const seen = bus.seen(cable)
    if (seen === null) {
      socket.destroy()
      return
    }
    const end = cable.adb.attach(socket)
    ends.set(socket, end)
    if (seen.hung) end.freeze()
    socket.on('close', () => {
      if (ends.delete(socket)) hungUp()
    })
  }

  /** The phone has dropped the host (a revoked key, a restart of adbd): USB enumerates it anew. */
  function hungUp(): void {
    isCurrent = false
    const lost = wanted
    clock.after(ENUMERATE_MS, () => {
      if (stopped || lost === null || wanted !== lost) return
      wanted = null
      sync()
    })
  }

  function cut(): void {
    const cutNow = [...ends.values()]
    ends.clear() // first: we hang up, not the phone
    for (const end of cutNow) end.close()
  }

  async function step(own: number): Promise<void> {
    if (turn !== own) return
    try {
      await ask(`host:disconnect:${address}`)
      if (stopped || turn !== own || wanted === null) return
      isCurrent = true
      await ask(`host:connect:${address}`)
    } catch (error) {
      if (!stopped) log.warn({ serial: cable.serial(), err: error }, 'USB cable has no adb server')
    }
  }

  function sync(): void {
    if (stopped) return
    const seen = bus.seen(cable)
    const trouble = cable.trouble()
    // A phone that turns into a zombie keeps its connection; every other trouble ends what runs over it.
    const goal =
      seen &&
      `${cable.serial()} ${seen.location} ${seen.enumeration} ${trouble === 'zombie' ? '' : (trouble ?? '')}`
    for (const end of ends.values()) {
      if (seen?.hung === true) end.freeze()
      else end.thaw()
    }
    if (goal === wanted) return
    wanted = goal
    isCurrent = false
    cut()
    turn += 1
    const own = turn
    steps = steps.then(() => step(own))
  }

  return {
    cable,
    address,
    isCurrent: () => isCurrent,
    sync,
    settled: () => steps,
    async stop() {
      stopped = true
      cut()
      server.close()
      await steps
    },
  }
}
