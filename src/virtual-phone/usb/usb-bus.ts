import type { Cable } from './cable.ts'

/** Ports of one hub, as the common ones have. */
export const PORTS_PER_HUB = 7

/** How a whole hub can be: all its phones vanish, or are listed and dead. */
export type HubState = 'fine' | 'gone' | 'hung'

/** A phone as the host's USB side sees it. */
export interface Plugged {
  cable: Cable
  /** `1-1.2` */
  location: string
  /** Grows whenever the host would enumerate the phone anew. */
  enumeration: number
  /** Nothing that is sent arrives, though the phone is listed. */
  hung: boolean
}

/** The host's hubs with power per port, and what hangs on them. */
export interface UsbBus {
  hubs: () => readonly string[]
  hubState: (hub: string) => HubState
  /** @returns false when there is no such hub */
  setHubState: (hub: string, state: HubState) => boolean
  isPowered: (hub: string, port: number) => boolean
  /** Cuts or gives the power of a port; power that comes back enumerates the phone anew. @returns false when there is no such port */
  setPower: (hub: string, port: number, on: boolean) => boolean
  /** As a host that resets the port or the phone's interface. */
  reset: (cable: Cable) => void
  /** What the host sees of the phone; null when it sees none there. */
  seen: (cable: Cable) => Plugged | null
  at: (location: string) => Cable | undefined
  onChange: (listener: () => void) => void
}

/** Phones hang on hubs `1-1`, `1-2` … in order, seven each. */
export function createUsbBus(cables: readonly Cable[]): UsbBus {
  const listeners = new Set<() => void>()
  const hubs = new Map<string, HubState>()
  const dark = new Set<string>()
  const enumerations = new Map<Cable, number>()
  const changed = () => listeners.forEach((listener) => listener())

  for (const cable of cables) cable.onChange(changed)
  for (const [index, cable] of cables.entries()) {
    const hub = `1-${1 + Math.floor(index / PORTS_PER_HUB)}`
    hubs.set(hub, 'fine')
    cable.plug(`${hub}.${1 + (index % PORTS_PER_HUB)}`)
  }

  const at = (location: string) => cables.find((cable) => cable.location() === location)
  const enumerate = (cable: Cable) => void enumerations.set(cable, (enumerations.get(cable) ?? 0) + 1)

  function exists(hub: string, port: number): boolean {
    return hubs.has(hub) && Number.isInteger(port) && port >= 1 && port <= PORTS_PER_HUB
  }

  function setPower(hub: string, port: number, on: boolean): boolean {
    if (!exists(hub, port)) return false
    const location = `${hub}.${port}`
    const was = !dark.has(location)
    if (was === on) return true
    if (on) dark.delete(location)
    else dark.add(location)
    const cable = at(location)
    if (on && cable) {
      enumerate(cable)
      cable.cure('power_cycle')
    }
    // A hub that hangs is well again when all its ports were without power at once.
    const allDark = Array.from({ length: PORTS_PER_HUB }, (_, index) => `${hub}.${index + 1}`).every((name) =>
      dark.has(name),
    )
    if (allDark) hubs.set(hub, 'fine')
    changed()
    return true
  }

  function seen(cable: Cable): Plugged | null {
    const location = cable.location()
    if (location === null || dark.has(location) || cable.adb.state() === 'unplugged') return null
    const state = hubs.get(location.replace(/\.\d+$/, ''))
    if (state === undefined || state === 'gone') return null
    const hung = state === 'hung' || cable.trouble() === 'zombie'
    return { cable, location, enumeration: enumerations.get(cable) ?? 0, hung }
  }

  return {
    hubs: () => [...hubs.keys()],
    hubState: (hub) => hubs.get(hub) ?? 'gone',
    setHubState(hub, state) {
      if (!hubs.has(hub)) return false
      hubs.set(hub, state)
      changed()
      return true
    },
    isPowered: (hub, port) => !dark.has(`${hub}.${port}`),
    setPower,
    reset(cable) {
      enumerate(cable)
      changed()
    },
    seen,
    at,
    onChange: (listener) => void listeners.add(listener),
  }
}
