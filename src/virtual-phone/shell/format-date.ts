const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** strftime for a phone whose time zone is UTC; unknown marks stay as they are. */
export function formatDate(format: string, at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const iso = at.toISOString()
  const marks: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    e: String(at.getUTCDate()).padStart(2),
    H: two(at.getUTCHours()),
    M: two(at.getUTCMinutes()),
    S: two(at.getUTCSeconds()),
    N: `${iso.slice(20, 23)}000000`,
    T: iso.slice(11, 19),
    F: iso.slice(0, 10),
    s: String(Math.floor(at.getTime() / 1000)),
    z: '+0000',
    Z: 'UTC',
    a: DAYS[at.getUTCDay()] ?? '',
    b: MONTHS[at.getUTCMonth()] ?? '',
    '%': '%',
  }
  return format.replace(/%([A-Za-z%])/g, (mark, letter: string) => marks[letter] ?? mark)
}
