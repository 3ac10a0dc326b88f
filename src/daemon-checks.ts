import type { DaemonCallbacks } from './daemon-callbacks.ts'
import type { AppiumHealth } from './devices/appium-health.ts'
import type { Devices } from './devices/devices.ts'
import type { SteadyClock } from './domain/steady-clock.ts'
import type { PackLibrary } from './driving/pack-library.ts'
import type { Readiness } from './http/availability.ts'
import type { Judges } from './judging/judges.ts'
import type { Upkeep } from './upkeep/upkeep.ts'

/** From here on the probe tells that our clock is ahead of the host's. */
const CLOCK_SKEW_TOLD_MS = 1000

interface Looked {
  devices: Devices
  clock: SteadyClock
  upkeep: Upkeep
  packs: Pick<PackLibrary, 'health'>
  judges: Pick<Judges, 'check'>
  callbacks: Pick<DaemonCallbacks, 'check'>
}

/** What GET /readyz looks at. */
export function checksOf(looked: Looked): Readiness['checks'] {
  const { devices, clock, upkeep, packs, judges, callbacks } = looked
  const judge = judges.check()
  return {
    ...upkeep.checks(),
    adb: devices.adb.health(),
    appium: appiumCheck(devices.appium()),
    clock: clockCheck(clock.aheadMs()),
    packs: packs.health(),
    callbacks: callbacks.check(),
    ...(judge && { judge }),
  }
}

function appiumCheck(servers: readonly AppiumHealth[]): { ok: boolean; message?: string } {
  if (servers.some(({ healthy }) => healthy)) return { ok: true }
  const problem = servers.find((server) => server.problem !== null)?.problem
  return { ok: false, message: `no Appium server answers${problem ? `: ${problem}` : ''}` }
}

/** Never a failure: work goes on, only what is stamped until then is ahead of the true time. */
function clockCheck(aheadMs: number): { ok: true; message?: string } {
  if (aheadMs < CLOCK_SKEW_TOLD_MS) return { ok: true }
  const seconds = Math.round(aheadMs / 1000)
  return { ok: true, message: `the host's clock was set back: ours is ${seconds} s ahead and waits for it` }
}
