import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkCallbackUrl, mayConnect, parseAllowList } from '../src/domain/callback-url.ts'
import { createOwnPorts } from '../src/own-ports.ts'

/** A farm whose doors, adb, Appium and virtual phones have their usual ports; 203.0.113.9 is the machine's address. */
function ports() {
  const own = createOwnPorts({
    adbPort: 5037,
    appium: () => [{ url: 'http://127.0.0.1:4723' }, { url: null }],
    addresses: () => ['203.0.113.9', 'fe80::9'],
  })
  own.add({ url: 'http://[::1]:8787', admin: 'unix:/run/phonefarm/admin.sock' })
  own.add({ control: 'http://127.0.0.1:9000', emulator: '127.0.0.1:15555' })
  return own
}

const PLACES: readonly (readonly [address: string, port: number, isOwn: boolean])[] = [
  ['127.0.0.1', 5037, true],
  ['127.0.0.1', 4723, true],
  ['127.0.0.1', 8787, true],
  ['127.0.0.1', 9000, true],
  ['127.0.0.1', 15_555, true],
  ['127.0.0.1', 20_001, true],
  ['127.8.8.8', 8787, true],
  ['0.0.0.0', 8787, true],
  ['::', 8787, true],
  ['::1', 8787, true],
  ['::ffff:127.0.0.1', 8787, true],
  ['203.0.113.9', 8787, true],
  ['::ffff:203.0.113.9', 8787, true],
  ['fe80::9', 8787, true],
  ['127.0.0.1', 80, false],
  ['127.0.0.1', 8080, false],
  ['203.0.113.8', 8787, false],
  ['10.0.0.7', 5037, false],
  ['no address', 8787, false],
]

for (const [address, port, isOwn] of PLACES) {
  test(`port ${port} of ${address} is ${isOwn ? 'the farm’s own' : 'somebody else’s'}`, () => {
    assert.equal(ports().isOwn(address, port), isOwn)
  })
}

test('the same places are handed back', () => {
  const places = { url: 'http://127.0.0.1:1' }

  assert.equal(ports().add(places), places)
})

const ALLOWED: readonly (readonly [allow: string, url: string, allowed: boolean])[] = [
  ['127.0.0.0/8', 'http://127.0.0.1:8080/', true],
  ['127.0.0.0/8', 'http://127.0.0.1:8787/', false],
  ['127.0.0.1', 'http://127.0.0.1:5037/', false],
  ['localhost', 'http://localhost:4723/', false],
  ['127.0.0.1:8787', 'http://127.0.0.1:8787/', true],
  ['127.0.0.1:8787', 'http://127.0.0.1:5037/', false],
  ['localhost:4723', 'http://localhost:4723/', true],
  ['[::1]:8787', 'http://[::1]:8787/', true],
  ['0.0.0.0/0, ::/0', 'http://[::ffff:127.0.0.1]:8787/', false],
]

for (const [allow, url, allowed] of ALLOWED) {
  test(`with ${allow} allowed, ${url} is ${allowed ? 'taken' : 'refused'} where the farm itself listens`, () => {
    const check = () => checkCallbackUrl(url, parseAllowList(allow), ports().isOwn)
    if (allowed) assert.doesNotThrow(check)
    else assert.throws(check, { code: 'callback_url_not_allowed' })
  })
}

test('the public address of the machine does not lead to the farm itself', () => {
  const peer = { host: 'farm.example', address: '203.0.113.9', port: 8787 }

  assert.equal(mayConnect(parseAllowList('203.0.113.0/24'), peer, ports().isOwn), false)
  assert.equal(mayConnect(parseAllowList('farm.example:8787'), peer, ports().isOwn), true)
})
