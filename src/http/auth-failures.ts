import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { ipText, parseIp } from '../domain/ip-address.ts'
import { createLogSampler } from '../domain/log-once.ts'
import { TooManyRequests } from './refusals.ts'

/** Wrong keys that a source may present in a while before it is told to wait. */
export const WRONG_KEYS = { most: 10, whileMs: 60_000 } as const

/** Sources that are remembered: 100 bytes each. The one begun longest ago makes room, which a flood of sources could only gain 10 tries by. */
const MOST_SOURCES = 10_000

/** Counts wrong keys by where they come from. */
export interface AuthFailures {
  /**
   * To be called for every request that presented a wrong key.
   * @param source an address; others share one count
   * @throws TooManyRequests when the source has presented too many
   */
  count: (source: string) => void
  /** Sources that are remembered at present. */
  size: () => number
}

interface Tries {
  beganMs: number
  count: number
}

/** A time in which a source was told to wait. */
interface Spell {
  beganMs: number
  refused: number
  refusedBefore: number
}

/**
 * Keeps strangers from guessing keys and from filling the log. Only a wrong key counts, so that nobody can lock out the callers behind the
 * same address (a tunnel's is 127.0.0.1): a right key always passes.
 */
export function createAuthFailures({ clock, log }: { clock: Clock; log: Logger }): AuthFailures {
  const sources = new Map<string, Tries>()
  const spells = new Map<string, Spell>()
  // Each source is told once, and many sources still fit the log.
  const sampler = createLogSampler({ clock })

  function triesOf(network: string, nowMs: number): Tries {
    const known = sources.get(network)
    if (known && nowMs - known.beganMs < WRONG_KEYS.whileMs) return known
    const tries = { beganMs: nowMs, count: 0 }
    sources.delete(network) // so that it stands last: those before it began earlier
    if (sources.size >= MOST_SOURCES) forgetOldest()
    sources.set(network, tries)
    return tries
  }

  function forgetOldest(): void {
    const [oldest] = sources.keys()
    if (oldest !== undefined) sources.delete(oldest)
  }

  function refuse(network: string, nowMs: number): void {
    const spell = spells.get(network)
    if (spell) {
      spell.refused++
      return
    }
    if (spells.size >= MOST_SOURCES) return
    spells.set(network, { beganMs: nowMs, refused: 1, refusedBefore: 0 })
    sampler.tell('begin', (leftOut) =>
      log.warn(
        { source: network, wrong_keys: WRONG_KEYS.most, ...(leftOut > 0 && { left_out: leftOut }) },
        'a source presents wrong keys',
      ),
    )
    clock.after(WRONG_KEYS.whileMs, () => lookAt(network))
  }

  /** Over when a whole while has passed without a refusal. */
  function lookAt(network: string): void {
    const spell = spells.get(network)
    if (!spell) return
    const { refused, refusedBefore, beganMs } = spell
    if (refused > refusedBefore) {
      spell.refusedBefore = refused
      clock.after(WRONG_KEYS.whileMs, () => lookAt(network))
      return
    }
    spells.delete(network)
    const lasted_ms = Math.round(clock.monotonicMs() - beganMs)
    sampler.tell('over', (leftOut) =>
      log.info(
        { source: network, refused, lasted_ms, ...(leftOut > 0 && { left_out: leftOut }) },
        'a source presents no more wrong keys',
      ),
    )
  }

  return {
    count(source) {
      const nowMs = clock.monotonicMs()
      const network = networkOf(source)
      const tries = triesOf(network, nowMs)
      if (tries.count < WRONG_KEYS.most) {
        tries.count++
        return
      }
      refuse(network, nowMs)
      const waitSeconds = Math.max(1, Math.ceil((tries.beganMs + WRONG_KEYS.whileMs - nowMs) / 1000))
      throw new TooManyRequests(
        'too many wrong keys from your address: wait, or send the right one',
        waitSeconds,
      )
    },
    size: () => sources.size,
  }
}

/** One household or host has a whole /64 of IPv6 (RFC 4291, 2.5.1), so that is what counts as one source. */
function networkOf(source: string): string {
  const ip = parseIp(source)
  if (ip === null) return 'no address'
  const text = ipText(ip) // of a mapped address the IPv4 one
  return text.includes('.') ? text : `${ipText({ family: 6, value: (ip.value >> 64n) << 64n })}/64`
}
