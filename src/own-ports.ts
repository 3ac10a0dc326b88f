import { networkInterfaces } from 'node:os'
import type { AppiumHealth } from './devices/appium-health.ts'
import { isOurPort } from './devices/system-ports.ts'
import type { IsOwn } from './domain/callback-url.ts'
import { isLoopback, parseIp, sameAddress } from './domain/ip-address.ts'

export interface OwnPortsDeps {
  /** Of the adb server. */
  adbPort: number
  /** The Appium servers that run. */
  appium: () => readonly Pick<AppiumHealth, 'url'>[]
  /** Of this machine beside loopback; those of its network interfaces unless given. */
  addresses?: () => readonly string[]
}

/** Addresses by name. */
export type Places = Readonly<Record<string, string>>

/** What of this machine is the farm's own, so that no callback is sent there: whoever asks on this machine is obeyed. */
export interface OwnPorts {
  isOwn: IsOwn
  /**
   * To be called with the places where something of ours listens, by whatever name: `http://host:port` or `host:port`; others, such as
   * `unix:/path`, have no port. @returns the same
   */
  add: <P extends Places>(places: P) => P
}

export function createOwnPorts({ adbPort, appium, addresses = ownAddresses }: OwnPortsDeps): OwnPorts {
  const added = new Set<number>([adbPort])

  function isOwnPort(port: number): boolean {
    // The forwards to the servers on the phones have the range for themselves; they are obeyed without a key.
    if (added.has(port) || isOurPort(`tcp:${port}`)) return true
    return appium().some(({ url }) => url !== null && portOf(url) === port)
  }

  function isThisMachine(address: string): boolean {
    const ip = parseIp(address)
    if (!ip) return false
    return isLoopback(ip) || addresses().some((own) => sameAddress(ip, parseIp(own)))
  }

  return {
    isOwn: (address, port) => isOwnPort(port) && isThisMachine(address),
    add(places) {
      for (const address of Object.values(places)) {
        const port = portOf(address)
        if (port !== null) added.add(port)
      }
      return places
    },
  }
}

function portOf(address: string): number | null {
  const port = /^(?:https?:\/\/)?[^/]*:(\d+)\/?/.exec(address)?.[1]
  return port === undefined ? null : Number(port)
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((of) => of?.map(({ address }) => address) ?? [])
}
