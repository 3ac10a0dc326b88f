/** A phone that was reported to be ill. */
export interface IllPhone {
  phone_id: string
  /** The hub that it hangs on, as adb tells its place on the bus; null when that is not known. */
  hub: string | null
  atMs: number
}

/** Phones that fail within so long of each other may have the same cause. */
export const TOGETHER_MS = 10_000
/** Fewer is chance, not a common cause. */
const FEWEST = 2
/** So many of those that could fail have failed. */
const SHARE = 0.6

/** What one cause explains that phones which fell ill together share; null when each is its own case. */
export interface CommonCause {
  scope: 'hub' | 'host'
  /** The hub's place on the bus, or `adb` for the host's part that all phones share. */
  subject: string
  phone_ids: string[]
}

/**
 * Several phones of one hub, or of the whole host, are one incident: forty ladders at once would make it worse.
 * @param working every registered phone that was not known to be away before, with its hub; the ill ones among them
 */
export function commonCause(
  ill: readonly IllPhone[],
  working: readonly { phone_id: string; hub: string | null }[],
  nowMs: number,
): CommonCause | null {
  const recent = ill.filter(({ atMs }) => nowMs - atMs < TOGETHER_MS)
  const ids = new Set(recent.map(({ phone_id }) => phone_id))
  const hubs = [...new Set(recent.flatMap(({ hub }) => hub ?? []))]
  const whole = (of: readonly { phone_id: string }[]) => {
    const failed = of.filter(({ phone_id }) => ids.has(phone_id))
    const isCommon = failed.length >= FEWEST && failed.length >= SHARE * of.length
    return isCommon ? failed.map(({ phone_id }) => phone_id) : null
  }
  const ofHost = whole(working)
  const ofHubs = hubs.flatMap((hub) => {
    const phone_ids = whole(working.filter((one) => one.hub === hub))
    return phone_ids === null ? [] : [{ scope: 'hub', subject: hub, phone_ids } as const]
  })
  // One hub explains all of it, and is the smaller thing to touch.
  const [hub] = ofHubs
  if (hub && (ofHost === null || hub.phone_ids.length === ofHost.length)) return hub
  return ofHost && { scope: 'host', subject: 'adb', phone_ids: ofHost }
}
