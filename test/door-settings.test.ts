import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, loadConfig } from '../src/config.ts'

type Variables = Record<string, string>

const load = (variables: Variables) => loadConfig(variables).config

function problemsOf(variables: Variables): string[] {
  try {
    loadConfig(variables)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ name, message }) => `${name} ${message}`)
  }
}

const KEY = { PHONEFARM_API_KEY: 'a-key-of-16-characters' }

const PLACES: readonly (readonly [Variables, object])[] = [
  [{}, { host: '127.0.0.1', port: 8788, or_any_free: true }],
  [{ PHONEFARM_PORT: '9000' }, { host: '127.0.0.1', port: 9001, or_any_free: true }],
  [{ PHONEFARM_PORT: '0' }, { host: '127.0.0.1', port: 0, or_any_free: true }],
  [{ PHONEFARM_PORT: '65535' }, { host: '127.0.0.1', port: 0, or_any_free: true }],
  [
    { PHONEFARM_HOST: '0.0.0.0', ...KEY },
    { host: '127.0.0.1', port: 8788, or_any_free: true },
  ],
  [{ PHONEFARM_ADMIN_LISTEN: '127.0.0.2:9' }, { host: '127.0.0.2', port: 9 }],
  [{ PHONEFARM_ADMIN_LISTEN: '[::1]:65535' }, { host: '::1', port: 65_535 }],
  [
    { PHONEFARM_ADMIN_LISTEN: 'localhost:0', PHONEFARM_PORT: '65535' },
    { host: 'localhost', port: 0 },
  ],
  [{ PHONEFARM_ADMIN_LISTEN: 'unix:/run/phonefarm/admin.sock' }, { socketPath: '/run/phonefarm/admin.sock' }],
]

for (const [variables, place] of PLACES) {
  test(`the admin door of ${JSON.stringify(variables)} is at ${JSON.stringify(place)}`, () => {
    assert.deepEqual(load(variables).adminListen, place)
  })
}

const WRONG: readonly (readonly [string, readonly string[], string])[] = [
  [
    'PHONEFARM_ADMIN_LISTEN',
    [
      '8788',
      '127.0.0.1',
      '127.0.0.1:',
      '127.0.0.1:65536',
      ':8788',
      '::1:8788',
      '[::1]',
      '[127.0.0.1]:8788',
      'http://127.0.0.1:8788',
      'a b:1',
      'unix:',
      'unix:admin.sock',
      'unix:/run/phonefarm/',
      `unix:/${'x'.repeat(107)}`,
    ],
    'must be host:port, [IPv6]:port or unix:/path, which has at most 107 bytes',
  ],
  [
    'PHONEFARM_PUBLIC_SCOPES',
    ['enqueue', 'submit read', 'submit,,read', 'Submit', 'none'],
    'must be a list of: submit, read, operate, admin',
  ],
  [
    'PHONEFARM_HOSTS',
    [
      '*',
      '*example.com',
      'farm.*.com',
      'farm.example.com:443',
      'http://farm.example.com',
      'a b',
      'färm.example',
      ',',
      '-a',
    ],
    'must be host names without ports, separated by commas: farm.example.com, *.example.com',
  ],
  [
    'PHONEFARM_TRUSTED_PROXIES',
    [
      'cloudflare',
      '127.0.0.1:80',
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '0.0.0.0/0',
      '::/0',
      'loopback 10.0.0.1',
      '010.0.0.1',
    ],
    'must be IP addresses, CIDRs or loopback, separated by commas',
  ],
  [
    'PHONEFARM_PROXY_HEADER',
    ['x-real-ip', 'X-Forwarded-For, Forwarded'],
    'must be equal to one of the allowed values: x-forwarded-for, forwarded, cf-connecting-ip',
  ],
]

for (const [name, values, words] of WRONG) {
  for (const value of values) {
    test(`${name}=${value.slice(0, 40)} is wrong`, () => {
      assert.deepEqual(problemsOf({ [name]: value }), [`${name} ${words}`])
    })
  }
}

test('a door that other machines reach needs a key in the environment', () => {
  const words = (doors: string) =>
    `PHONEFARM_API_KEY must be set when ${doors} is reachable from other machines`
  const open = { PHONEFARM_HOST: '::', PHONEFARM_ADMIN_LISTEN: '192.168.1.20:8788' }

  assert.deepEqual(problemsOf(open), [words('PHONEFARM_HOST or PHONEFARM_ADMIN_LISTEN')])
  assert.deepEqual(problemsOf({ PHONEFARM_ADMIN_LISTEN: '0.0.0.0:8788' }), [words('PHONEFARM_ADMIN_LISTEN')])
  assert.deepEqual(problemsOf({ ...open, ...KEY }), [])
  assert.deepEqual(problemsOf({ PHONEFARM_ADMIN_LISTEN: 'unix:/run/phonefarm/admin.sock' }), [])
})

test('the farm is called what its settings call it', () => {
  const { hosts } = load({
    PHONEFARM_HOST: 'phones.lan',
    PHONEFARM_ADMIN_LISTEN: 'phones-admin.lan:8788',
    PHONEFARM_HOSTS: 'farm.example.com, *.tail1234.ts.net',
    ...KEY,
  })

  assert.deepEqual(hosts, ['phones.lan', 'phones-admin.lan', 'farm.example.com', '*.tail1234.ts.net'])
})

test('proxies are addresses, ranges and this machine', () => {
  const { proxyTrust } = load({
    PHONEFARM_TRUSTED_PROXIES: 'loopback, 10.0.0.0/24, 2001:db8::1',
    PHONEFARM_PROXY_HEADER: 'cf-connecting-ip',
  })

  assert.deepEqual(proxyTrust, {
    header: 'cf-connecting-ip',
    proxies: [
      { family: 4, value: 0x7f00_0000n, length: 8 },
      { family: 6, value: 1n, length: 128 },
      { family: 4, value: 0x0a00_0000n, length: 24 },
      { family: 6, value: 0x2001_0db8_0000_0000_0000_0000_0000_0001n, length: 128 },
    ],
  })
})
