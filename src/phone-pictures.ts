import type { Logger } from 'pino'
import type { AdbClient } from './devices/adb-client.ts'
import { AdbError } from './devices/adb-protocol.ts'
import { createLivePictures, type LiveLimits } from './devices/live-pictures.ts'
import { takeScreencap } from './devices/screencap.ts'
import { createStills } from './devices/stills.ts'
import type { Clock } from './domain/clock.ts'
import { FarmError } from './domain/errors.ts'
import type { Metric } from './domain/metrics.ts'
import type { TakeScreenshot } from './http/routes/screenshot.ts'
import type { WatchPhone } from './http/routes/stream.ts'

export interface PhonePicturesDeps {
  adb: Pick<AdbClient, 'port' | 'transportOf'>
  limits: LiveLimits
  /** Aborts when the daemon leaves: what is being taken then ends. */
  signal: AbortSignal
  clock: Clock
  log: Logger
}

/** What people see of the phones' screens: by adb alone, so that no session is needed and a run is not disturbed. */
export interface PhonePictures {
  screenshot: TakeScreenshot
  watch: WatchPhone
  metrics: () => Metric[]
  /** Ends every viewing and refuses new ones. May come twice. */
  drain: () => void
}

export function createPhonePictures(deps: PhonePicturesDeps): PhonePictures {
  const { adb, limits, signal, clock, log } = deps
  const stills = createStills({
    capture: (serial) => takeScreencap({ ...adb, clock }, serial, signal),
    clock,
  })
  const live = createLivePictures({ stills, limits, clock, log })

  /** @throws FarmError 'unavailable' (`phone_not_reachable` with adb's or the phone's own words, `draining`) */
  async function orUnavailable<T>(serial: string, picture: Promise<T>): Promise<T> {
    try {
      return await picture
    } catch (cause) {
      const [detail, why] = signal.aborted
        ? (['draining', 'the daemon is stopping'] as const)
        : (['phone_not_reachable', cause instanceof AdbError ? cause.message : null] as const)
      if (why === null) throw cause
      throw new FarmError('unavailable', `phone ${serial} gives no picture: ${why}`, { detail, cause })
    }
  }

  return {
    screenshot: ({ serial }, shape) => orUnavailable(serial, stills.take(serial, shape)),
    watch: ({ serial }, request) => orUnavailable(serial, live.watch(serial, request)),
    metrics: () => [
      {
        name: 'phonefarm_live_streams',
        help: "Viewers of phones' screens.",
        type: 'gauge',
        samples: [{ value: live.count() }],
      },
    ],
    drain: live.stop,
  }
}
