const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** strftime in a zone of the time zone database; unknown marks stay as they are, an unknown zone is UTC. */
export function formatDate(format: string, at: Date, zone = 'UTC'): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const { offsetMinutes, name } = zoneAt(zone, at)
  // As if UTC were the local time: its fields are then those of the local clock.
  const local = new Date(at.getTime() + offsetMinutes * 60_000)
  const iso = local.toISOString()
  const hours = Math.floor(Math.abs(offsetMinutes) / 60)
  const marks: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    e: String(local.getUTCDate()).padStart(2),
    H: two(local.getUTCHours()),
    M: two(local.getUTCMinutes()),
    S: two(local.getUTCSeconds()),
    N: `${iso.slice(20, 23)}000000`,
    T: iso.slice(11, 19),
    F: iso.slice(0, 10),
    s: String(Math.floor(at.getTime() / 1000)),
    z: `${offsetMinutes < 0 ? '-' : '+'}${two(hours)}${two(Math.abs(offsetMinutes) % 60)}`,
    Z: name,
    a: DAYS[local.getUTCDay()] ?? '',
    b: MONTHS[local.getUTCMonth()] ?? '',
    '%': '%',
  }
  return format.replace(/%([A-Za-z%])/g, (mark, letter: string) => marks[letter] ?? mark)
}

function zoneAt(zone: string, at: Date): { offsetMinutes: number; name: string } {
  if (zone === 'UTC' || zone === 'GMT') return { offsetMinutes: 0, name: zone }
  try {
    const text = (timeZoneName: 'longOffset' | 'short') =>
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName })
        .formatToParts(at)
        .find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text('longOffset')) ?? []
    const size = Number(hours) * 60 + Number(minutes)
    return { offsetMinutes: sign === '-' ? -size : size, name: text('short') }
  } catch {
    return { offsetMinutes: 0, name: 'UTC' } // Android, too, takes GMT for a zone that it does not know
  }
}
