import { createPoster, type Poster } from './callbacks/post.ts'
import { SENDER_LIMITS } from './callbacks/sender.ts'
import type { Config } from './config.ts'
import type { IsOwn } from './domain/callback-url.ts'
import type { Clock } from './domain/clock.ts'

export interface DaemonPosterDeps {
  config: Pick<Config, 'callbackAllow' | 'callbackCa'>
  /** What of this machine is the farm's own. */
  isOwn: IsOwn
  clock: Clock
}

/** How the daemon's callbacks go out: to the addresses that the settings allow, trusting the certificates that they name. */
export function daemonPoster({ config, isOwn, clock }: DaemonPosterDeps): Poster {
  const { perReceiver } = SENDER_LIMITS
  return createPoster({ allow: config.callbackAllow, ca: config.callbackCa, isOwn, perReceiver, clock })
}
