/** An IP address as a number: IPv4 in 32 bits, IPv6 in 128. */
export interface IpAddress {
  family: 4 | 6
  value: bigint
}

/** Every address whose first `length` bits are those of `value`. */
export interface IpRange extends IpAddress {
  length: number
}

const BITS = { 4: 32, 6: 128 } as const

/** Reads an address in its usual spelling, IPv6 with or without brackets and zone. @returns null for anything else, such as a name */
export function parseIp(text: string): IpAddress | null {
  const bare = /^\[.*\]$/.test(text) ? text.slice(1, -1) : text
  return parseIpv4(bare) ?? parseIpv6(bare.replace(/%.*$/, ''))
}

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address. @returns null for anything else */
export function parseIpRange(text: string): IpRange | null {
  const [base = '', length, ...rest] = text.split('/')
  const ip = parseIp(base)
  if (!ip || rest.length > 0) return null
  if (length === undefined) return { ...ip, length: BITS[ip.family] }
  if (!/^\d{1,3}$/.test(length) || Number(length) > BITS[ip.family]) return null
  return { ...ip, length: Number(length) }
}

/** An address in its usual spelling (RFC 5952), IPv4 in IPv6 as the IPv4 address that it reaches. */
export function ipText(ip: IpAddress): string {
  const { family, value } = unmapped(ip) ?? ip
  const places = (count: number, bits: bigint) =>
    Array.from({ length: count }, (_, at) => (value >> (bits * BigInt(count - 1 - at))) & ((1n << bits) - 1n))
  if (family === 4) return places(4, 8n).join('.')
  const text = places(8, 16n)
    .map((group) => group.toString(16))
    .join(':')
  // The longest run of zeros is left out, the first of equal ones; a single one stays.
  const runs = [...text.matchAll(/\b0(?::0\b)+/g)].map(({ index, 0: run }) => ({ index, length: run.length }))
  const [longest] = runs.toSorted((a, b) => b.length - a.length)
  if (!longest) return text
  const [head, tail] = [text.slice(0, longest.index), text.slice(longest.index + longest.length)]
  return `${head.replace(/:$/, '')}::${tail.replace(/^:/, '')}`
}

/** True when the range holds the address, whose IPv4-mapped spelling counts as the IPv4 address it reaches. */
export function inRange(ip: IpAddress, range: IpRange): boolean {
  const same = (candidate: IpAddress) => {
    const shift = BigInt(BITS[range.family] - range.length)
    return candidate.family === range.family && candidate.value >> shift === range.value >> shift
  }
  const reached = unmapped(ip)
  return same(ip) || (reached !== null && same(reached))
}

/** False for every range that is not globally routable, IPv4 inside of IPv6 included (source: contract, question 17). */
export function isGloballyRoutable(ip: IpAddress): boolean {
  return !NOT_GLOBAL.some((range) => inRange(ip, range))
}

/** True for addresses by which every machine reaches itself, in any spelling. */
export function isLoopback(ip: IpAddress): boolean {
  return LOOPBACK.some((range) => inRange(ip, range))
}

/** True for two spellings of one address, IPv4-mapped ones included. */
export function sameAddress(ip: IpAddress, other: IpAddress | null): boolean {
  if (!other) return false
  const [one, two] = [unmapped(ip) ?? ip, unmapped(other) ?? other]
  return one.family === two.family && one.value === two.value
}

// Linux takes 0.0.0.0 and :: for this machine when it connects.
const LOOPBACK = ['0.0.0.0/8', '127.0.0.0/8', '::/128', '::1/128'].map(fixedRange)

// The contract's list and what IANA's registries of special purpose have beside it: examples (192.0.2.0/24 and its like), relays, Teredo and
// the rest of 2001::/23. Of IPv6 only 2000::/3 has ever been given out, so all else (mapped, compatible, NAT64, private) is refused as a whole.
const NOT_GLOBAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '4000::/2',
  '8000::/1',
].map(fixedRange)

function fixedRange(text: string): IpRange {
  const range = parseIpRange(text)
  if (!range) throw new Error(`${text} is no range`)
  return range
}

const MAPPED_PREFIX = 0xffffn

/** The IPv4 address that `::ffff:a.b.c.d` reaches; null for any other address. */
function unmapped({ family, value }: IpAddress): IpAddress | null {
  return family === 6 && value >> 32n === MAPPED_PREFIX ? { family: 4, value: value & 0xffff_ffffn } : null
}

function parseIpv4(text: string): IpAddress | null {
  const parts = text.split('.')
  const plain =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  return plain ? { family: 4, value: joined(parts.map(BigInt), 8n) } : null
}

function parseIpv6(text: string): IpAddress | null {
  const halves = text.split('::')
  if (!text.includes(':') || halves.length > 2) return null
  const [head, tail] = [groups(halves[0] ?? ''), groups(halves[1] ?? '')]
  if (!head || !tail) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  return { family: 6, value: joined([...head, ...Array<bigint>(missing).fill(0n), ...tail], 16n) }
}

/** The 16-bit groups of one side of `::`, of which the last may be written as IPv4; null when one is malformed. */
function groups(text: string): bigint[] | null {
  if (text === '') return []
  const found: bigint[] = []
  for (const part of text.split(':')) {
    const embedded = parseIpv4(part)
    if (embedded) found.push(embedded.value >> 16n, embedded.value & 0xffffn)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) found.push(BigInt(`0x${part}`))
    else return null
  }
  return found
}

function joined(parts: readonly bigint[], bits: bigint): bigint {
  return parts.reduce((value, part) => (value << bits) | part, 0n)
}
