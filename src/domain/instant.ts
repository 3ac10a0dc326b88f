const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(?:Z|([+-](?:[01]\d|2[0-3])):?([0-5]\d))$/

/**
 * Reads an ISO-8601 date and time with its offset and gives it in UTC with milliseconds (further digits are dropped), so that text order is
 * time order. @returns null for anything else, such as the 30th of February or a time without an offset
 */
export function normalizeInstant(text: string): string | null {
  const [, wall, fraction = '', offsetHours, offsetMinutes] = INSTANT.exec(text) ?? []
  if (wall === undefined || !isWallTime(wall)) return null
  const offset = offsetHours === undefined ? 'Z' : `${offsetHours}:${offsetMinutes ?? '00'}`
  const iso = new Date(wall + fraction + offset).toISOString()
  // An offset may push the year out of four digits, where text order is no time order any more.
  return /^\d{4}-/.test(iso) ? iso : null
}

/** The Date constructor rolls the 30th of February over into March, which reading it back shows. */
function isWallTime(wall: string): boolean {
  const date = new Date(`${wall}Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(wall)
}
