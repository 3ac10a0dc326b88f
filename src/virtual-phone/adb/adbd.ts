import { createServer, type Server } from 'node:net'
import type { AdbState } from '../android/phone.ts'
import { createTransport, type Service, type Transport } from './transport.ts'

export interface AdbdDeps {
  /** `device::ro.product.name=…;features=…` */
  banner: () => string
  openService: (name: string) => Service | null
}

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
  /** Ends for good. May come twice or before `listen`. */
  close: () => Promise<void>
}

export function createAdbd({ banner, openService }: AdbdDeps): Adbd {
  const transports = new Set<Transport>()
  let server: Server | undefined
  let port = 0
  let authorized = true
  let hung = false

  async function listen(wanted: number): Promise<number> {
    const opened = createServer((socket) => {
      const transport = createTransport(socket, { banner, isAuthorized: () => authorized, openService }, () =>
        transports.delete(transport),
      )
      transports.add(transport)
      if (hung) transport.freeze()
    })
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

  async function hangUp(): Promise<void> {
    const closing = server
    server = undefined
    for (const transport of transports) transport.close()
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
  }

  return {
    listen,
    port: () => port,
    state: () => (server === undefined ? 'unplugged' : authorized ? 'device' : 'unauthorized'),
    setPlugged: async (plugged) => {
      if (!plugged) await hangUp()
      else if (!server) await listen(port)
    },
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
    close: hangUp,
  }
}
