/** A date of the calendar in some time zone, as YYYY-MM-DD: text order is time order. */
export type LocalDay = string

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** A time zone's wall clock. Instants are milliseconds since 1970. */
export interface Zone {
  /** The local day that an instant falls on. */
  dayOf: (instantMs: number) => LocalDay
  /**
   * When the zone's clocks show that minute of the day. A time that the clocks jump over is read with the offset before the jump (RFC 5545,
   * 3.3.5), so it exists once; one that they show twice has a first and a last time.
   */
  at: (day: LocalDay, minute: number) => { firstMs: number; lastMs: number }
}

/** Zones that were asked for. They never change and there are a few hundred; making one costs as much as several statements of a claim. */
const KNOWN_ZONES = new Map<string, Zone>()

/** @param name of the IANA time zone database. @throws RangeError when there is no such zone */
export function timeZone(name: string): Zone {
  const zone = KNOWN_ZONES.get(name) ?? readTimeZone(name)
  // Names may be spelled in any case: only the usual spellings are kept, so that no caller can fill the memory with others.
  if (USUAL_NAME.test(name)) KNOWN_ZONES.set(name, zone)
  return zone
}

/** `UTC`, `Europe/Berlin`, `America/Argentina/Buenos_Aires`. */
const USUAL_NAME = /^[A-Z][a-z]+(?:[/_-][A-Z][a-z]+)*$|^[A-Z]{3}$/

function readTimeZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })

  /** How far the zone's clocks are ahead of UTC, in whole minutes: no zone has had seconds in its offset for decades. */
  function offsetMs(instantMs: number): number {
    const [, sign, hours = '0', minutes = '0'] =
      /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(instantMs)) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
  }

  return {
    dayOf: (instantMs) => dayText(instantMs + offsetMs(instantMs)),
    at(day, minute) {
      const wanted = new Date(`${day}T00:00:00.000Z`).getTime() + minute * MINUTE_MS
      // No offset is more than 14 hours, so these two lie safely on either side.
      const before = offsetMs(wanted - DAY_MS)
      const after = offsetMs(wanted + DAY_MS)
      if (before === after) return { firstMs: wanted - before, lastMs: wanted - before }
      const candidates = [wanted - before, wanted - after]
      const shown = candidates.filter((instantMs) => instantMs + offsetMs(instantMs) === wanted)
      const times = shown.length > 0 ? shown : [wanted - before]
      return { firstMs: Math.min(...times), lastMs: Math.max(...times) }
    },
  }
}

/** True for a name of the IANA time zone database that this host knows. */
export function isTimeZone(name: string): boolean {
  // Newer engines take offsets such as +02:00 for zones as well; those know nothing of summer time.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    timeZone(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The day that is `days` after (or before, when negative) in the calendar. */
export function addDays(day: LocalDay, days: number): LocalDay {
  return dayText(new Date(`${day}T00:00:00.000Z`).getTime() + days * DAY_MS)
}

/** When the zone's next local day begins. */
export function nextDayMs(zone: Zone, instantMs: number): number {
  return zone.at(addDays(zone.dayOf(instantMs), 1), 0).firstMs
}

/** How a span of time falls on local days, in whole seconds. */
export function secondsByDay(zone: Zone, fromMs: number, toMs: number): { day: LocalDay; seconds: number }[] {
  const shares: { day: LocalDay; seconds: number }[] = []
  for (let atMs = fromMs; atMs < toMs;) {
    const endMs = Math.min(nextDayMs(zone, atMs), toMs)
    shares.push({ day: zone.dayOf(atMs), seconds: Math.round((endMs - atMs) / 1000) })
    atMs = endMs
  }
  return shares
}

function dayText(wallMs: number): LocalDay {
  return new Date(wallMs).toISOString().slice(0, 10)
}
