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

// Beyond the contract's list: 64:ff9b:1::/48 (local NAT64, RFC 8215) and fec0::/10 (the site-local range before fc00::/7).
const NOT_GLOBAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
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
