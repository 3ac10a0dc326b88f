import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseIpRange } from '../../src/domain/ip-address.ts'
import { clientSource, NO_PROXIES, type ProxyHeader } from '../../src/http/client-source.ts'

const [X, F, CF] = ['x-forwarded-for', 'forwarded', 'cf-connecting-ip'] as const

/** What the operator of the table has in front of the farm. */
const PROXIES = ['127.0.0.0/8', '::1/128', '10.0.0.0/24', '2001:db8:ffff::/48']

type Headers = Partial<Record<ProxyHeader, string>>
/** Named is the header that the operator has chosen. */
type Case = readonly [
  what: string,
  peer: string | undefined,
  named: ProxyHeader,
  headers: Headers,
  source: string,
]

/** The only header, of a request that comes from 127.0.0.1, and where it is taken to come from. */
type Row = readonly [what: string, value: string, source: string]

// Cloudflare, ngrok, Tailscale, nginx and Caddy put the address of who connected to them at the end.
const X_ROWS: readonly Row[] = [
  ['a proxy of ours', '203.0.113.7', '203.0.113.7'],
  ['two proxies of ours', '203.0.113.7, 10.0.0.9', '203.0.113.7'],
  ['nobody but proxies of ours', '10.0.0.8, 10.0.0.9', '10.0.0.8'],
  ['a proxy that is no neighbor of ours', '203.0.113.7, 10.0.1.9', '10.0.1.9'],
  [
    'an address of the caller’s making through two proxies',
    '198.51.100.1, 203.0.113.7, 10.0.0.9',
    '203.0.113.7',
  ],
  ['a port behind IPv4', '203.0.113.7:55012', '203.0.113.7'],
  ['a port behind IPv6', '[2001:db8::7]:55012', '2001:db8::7'],
  ['blanks', ' 198.51.100.1 ,\t203.0.113.7 ', '203.0.113.7'],
  ['an address of the caller’s making through Cloudflare', '198.51.100.1,203.0.113.7', '203.0.113.7'],
  ['an address of ours of the caller’s making through ngrok', '127.0.0.1, 203.0.113.7', '203.0.113.7'],
  [
    'a chain of ours of the caller’s making through nginx',
    '198.51.100.1, 10.0.0.9, 203.0.113.7',
    '203.0.113.7',
  ],
  ['a thousand addresses', `${'198.51.100.1, '.repeat(1000)}203.0.113.7`, '203.0.113.7'],
  ['an address of the caller’s making through Tailscale', '100.64.0.1, 203.0.113.7', '203.0.113.7'],
  ['a name', '203.0.113.7, evil.example', '127.0.0.1'],
  ['nothing between commas', '203.0.113.7,,', '127.0.0.1'],
  ['a hidden hop', '203.0.113.7, unknown, 10.0.0.9', '10.0.0.9'],
  ['an address in octal', '0177.0.0.1', '127.0.0.1'],
  ['too big an address', '203.0.113.777', '127.0.0.1'],
  ['brackets that do not close', '[2001:db8::7', '127.0.0.1'],
  ['16 KB of commas', ','.repeat(16_384), '127.0.0.1'],
  ['bytes of anything', '\u00ff\u0000%s${x}\u2028', '127.0.0.1'],
]

const F_ROWS: readonly Row[] = [
  ['Forwarded', 'for=203.0.113.7;proto=https;by=10.0.0.9', '203.0.113.7'],
  ['Forwarded in capitals, quoted, with a port', 'Proto=https; For="203.0.113.7:4711"', '203.0.113.7'],
  ['quoted IPv6 with a port', 'for="[2001:db8::7]:4711"', '2001:db8::7'],
  ['two elements', 'for=203.0.113.7, for=10.0.0.9;host="farm.example.com"', '203.0.113.7'],
  ['a spoofed element', 'for=198.51.100.1, for=203.0.113.7', '203.0.113.7'],
  ['an unknown hop', 'for=203.0.113.7, for=unknown', '127.0.0.1'],
  ['an obfuscated hop', 'for=203.0.113.7, for="_gazonk", for=10.0.0.9', '10.0.0.9'],
  ['an element without for', 'for=203.0.113.7, by=10.0.0.9', '127.0.0.1'],
  ['a quote that a caller left open', 'for=198.51.100.1;by=", for=203.0.113.7', '127.0.0.1'],
  [
    'a quote of a caller that a proxy’s quote closes',
    'for=198.51.100.1;by=", for="[2001:db8::7]"',
    '127.0.0.1',
  ],
  ['a comma that a caller escaped', 'for=198.51.100.1;by="\\, for=203.0.113.7', '127.0.0.1'],
  ['two for in one element', 'for=198.51.100.1;for=203.0.113.7', '127.0.0.1'],
  ['an escaped character', 'for="\\203.0.113.7"', '203.0.113.7'],
  ['16 KB of quotes', `for="${'\\"'.repeat(8_000)}`, '127.0.0.1'],
]

const CF_ROWS: readonly Row[] = [
  ['Cloudflare’s header twice', '198.51.100.1, 203.0.113.7', '127.0.0.1'],
  ['Cloudflare’s header', '2001:db8::7', '2001:db8::7'],
  ['Cloudflare’s header, empty', '', '127.0.0.1'],
]

/** Further peers, and headers of several names. */
const CASES: readonly Case[] = [
  ['a direct peer', '203.0.113.7', X, {}, '203.0.113.7'],
  ['IPv4 in IPv6', '::ffff:203.0.113.7', X, {}, '203.0.113.7'],
  ['IPv6', '2001:DB8:0:0:0::1', X, {}, '2001:db8::1'],
  ['a link-local peer', 'fe80::1%eth0', X, {}, 'fe80::1'],
  ['a unix socket', undefined, X, { [X]: '203.0.113.7' }, 'local'],
  ['a stranger that forwards', '203.0.113.7', X, { [X]: '10.0.0.1' }, '203.0.113.7'],
  [
    'a stranger with every header',
    '203.0.113.7',
    CF,
    { [X]: '1.1.1.1', [F]: 'for=1.1.1.1', [CF]: '1.1.1.1' },
    '203.0.113.7',
  ],
  ['a proxy over IPv6', '::1', X, { [X]: '2001:db8::7' }, '2001:db8::7'],
  ['a proxy that tells nothing', '127.0.0.1', X, {}, '127.0.0.1'],
  [
    'another header than the named one through Cloudflare',
    '127.0.0.1',
    CF,
    { [X]: '198.51.100.1', [F]: 'for=198.51.100.1', [CF]: '203.0.113.7' },
    '203.0.113.7',
  ],
  [
    'Cloudflare’s header where it is not named',
    '127.0.0.1',
    X,
    { [CF]: '198.51.100.1', [X]: '203.0.113.7' },
    '203.0.113.7',
  ],
  [
    'Forwarded where it is not named',
    '127.0.0.1',
    X,
    { [F]: 'for=198.51.100.1', [X]: '203.0.113.7' },
    '203.0.113.7',
  ],
  ...X_ROWS.map(alone(X)),
  ...F_ROWS.map(alone(F)),
  ...CF_ROWS.map(alone(CF)),
]

function alone(name: ProxyHeader) {
  return ([what, value, source]: Row): Case => [what, '127.0.0.1', name, { [name]: value }, source]
}

for (const [what, peer, named, headers, source] of CASES) {
  test(`${what} is taken for ${source}`, () => {
    const proxies = PROXIES.flatMap((range) => parseIpRange(range) ?? [])
    const found = clientSource({ peer, header: (name) => headers[name] }, { proxies, header: named })
    assert.equal(found, source)
  })
}

test('without proxies of ours nobody is believed', () => {
  const header = () => '198.51.100.1'
  assert.equal(clientSource({ peer: '127.0.0.1', header }, NO_PROXIES), '127.0.0.1')
})
