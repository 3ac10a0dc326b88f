import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createPoster } from '../../src/callbacks/post.ts'
import type { Resolve } from '../../src/callbacks/resolver.ts'
import { NOT_REACHABLE, tryFailure } from '../../src/callbacks/try-failure.ts'
import { checkCallbackUrl, isHttpUrl, parseAllowList } from '../../src/domain/callback-url.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { FarmError } from '../../src/domain/errors.ts'

/** What the API says of the URL; null when it takes it. */
function atTheDoor(url: string): string | null {
  if (!isHttpUrl(url)) return 'invalid_request'
  try {
    checkCallbackUrl(url, [])
    return null
  } catch (error) {
    if (error instanceof FarmError) return error.code
    throw error
  }
}

const NOBODY: Resolve = () =>
  Promise.reject(Object.assign(new Error('nobody knows it'), { code: 'ENOTFOUND' }))

/** Sends to the URL as if the door had let it pass. @returns what callers are told, or the status */
async function posted(url: string, resolve: Resolve = NOBODY, allow = ''): Promise<string | number> {
  const poster = createPoster({ allow: parseAllowList(allow), resolve, perReceiver: 2, clock: systemClock })
  try {
    return (await poster.post({ url, headers: {}, body: '{}' }, AbortSignal.timeout(5000))).status
  } catch (error) {
    return tryFailure(error).told
  } finally {
    await poster.close()
  }
}

/** Counts every connection to one port of loopback, on both families where the machine has both. */
async function startCounting(t: TestContext): Promise<{ port: number; connections: () => number }> {
  let connections = 0
  const counting = (): Server => createServer((socket) => void (connections++, socket.destroy()))
  const four = counting()
  await new Promise<void>((resolve) => four.listen(0, '127.0.0.1', resolve))
  const { port } = four.address() as AddressInfo
  const six = counting()
  // A machine without IPv6 has no such address to be reached.
  const hasSix = await new Promise<boolean>((resolve) => {
    six.once('error', () => resolve(false))
    six.listen(port, '::1', () => resolve(true))
  })
  t.after(() => {
    four.close()
    if (hasSix) six.close()
  })
  return { port, connections: () => connections }
}

const NOT_ALLOWED = 'callback_url_not_allowed'
const INVALID = 'invalid_request'

/** Spellings of this machine and of private networks; PORT is where the listener is. */
const HOSTILE: readonly (readonly [url: string, door: string])[] = [
  ['http://127.0.0.1:PORT/', NOT_ALLOWED],
  ['http://127.0.0.1.:PORT/', NOT_ALLOWED],
  ['http://127.1:PORT/', NOT_ALLOWED],
  ['http://127.0.1:PORT/', NOT_ALLOWED],
  ['http://127.255.255.254:PORT/', NOT_ALLOWED],
  ['http://2130706433:PORT/', NOT_ALLOWED],
  ['http://017700000001:PORT/', NOT_ALLOWED],
  ['http://0x7f000001:PORT/', NOT_ALLOWED],
  ['http://0X7F.0x0.0.0x1:PORT/', NOT_ALLOWED],
  ['http://0177.0.0.01:PORT/', NOT_ALLOWED],
  ['http://00000177.1:PORT/', NOT_ALLOWED],
  ['http://0x7f.1:PORT/', NOT_ALLOWED],
  ['http://127.0x1:PORT/', NOT_ALLOWED],
  ['http://0:PORT/', NOT_ALLOWED],
  ['http://0.0.0.0:PORT/', NOT_ALLOWED],
  ['http://0x0:PORT/', NOT_ALLOWED],
  ['http://１２７.０.０.１:PORT/', NOT_ALLOWED],
  ['http://①②⑦.⓪.⓪.①:PORT/', NOT_ALLOWED],
  ['http://127。0。0。1:PORT/', NOT_ALLOWED],
  ['http://%31%32%37.0.0.1:PORT/', NOT_ALLOWED],
  ['http://127%2E0%2E0%2E1:PORT/', NOT_ALLOWED],
  ['http:///127.0.0.1:PORT/', NOT_ALLOWED],
  ['http://[::1]:PORT/', NOT_ALLOWED],
  ['http://[::]:PORT/', NOT_ALLOWED],
  ['http://[0:0:0:0:0:0:0:1]:PORT/', NOT_ALLOWED],
  ['http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/', NOT_ALLOWED],
  ['http://[::ffff:127.0.0.1]:PORT/', NOT_ALLOWED],
  ['http://[::ffff:7f00:1]:PORT/', NOT_ALLOWED],
  ['http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/', NOT_ALLOWED],
  ['http://[::FFFF:7F00:0001]:PORT/', NOT_ALLOWED],
  ['http://[::127.0.0.1]:PORT/', NOT_ALLOWED],
  ['http://[::ffff:0:127.0.0.1]:PORT/', NOT_ALLOWED],
  ['http://[64:ff9b::127.0.0.1]:PORT/', NOT_ALLOWED],
  ['http://[64:ff9b:1::7f00:1]:PORT/', NOT_ALLOWED],
  ['http://[2002:7f00:1::]:PORT/', NOT_ALLOWED],
  ['http://[2001:0:7f00:1::]:PORT/', NOT_ALLOWED],
  ['http://[fe80::1]:PORT/', NOT_ALLOWED],
  ['http://[fc00::1]:PORT/', NOT_ALLOWED],
  ['http://[ff02::1]:PORT/', NOT_ALLOWED],
  ['http://[100::1]:PORT/', NOT_ALLOWED],
  ['http://[5f00::1]:PORT/', NOT_ALLOWED],
  ['http://[2001:db8::1]:PORT/', NOT_ALLOWED],
  ['http://10.0.0.1:PORT/', NOT_ALLOWED],
  ['http://169.254.169.254:PORT/latest/meta-data/', NOT_ALLOWED],
  ['http://192.168.0.1:PORT/', NOT_ALLOWED],
  ['http://192.0.2.1:PORT/', NOT_ALLOWED],
  ['http://localhost:PORT/', NOT_ALLOWED],
  ['http://LOCALHOST.:PORT/', NOT_ALLOWED],
  ['http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/', NOT_ALLOWED],
  ['http://a.b.localhost:PORT/', NOT_ALLOWED],
  ['http://user@127.0.0.1:PORT/', NOT_ALLOWED],
  ['http://receiver.example:80@127.0.0.1:PORT/', NOT_ALLOWED],
  ['http://receiver.example%2f@127.0.0.1:PORT/', NOT_ALLOWED],
  ['http://@127.0.0.1:PORT/', NOT_ALLOWED],
  ['http://8.8.8.8:0/', NOT_ALLOWED],
  ['http://[fe80::1%25lo]:PORT/', INVALID],
  ['http://[::1%lo]:PORT/', INVALID],
  ['http://[::ffff:0x7f.1]:PORT/', INVALID],
  ['http://[127.0.0.1]:PORT/', INVALID],
  ['http://::1:PORT/', INVALID],
  ['http://127.0.0.256:PORT/', INVALID],
  ['http://127.0.0.1%00:PORT/', INVALID],
  ['http://receiver.example\\@127.0.0.1:PORT/', INVALID],
  ['http://127.0.0.1\\.receiver.example:PORT/', INVALID],
  ['http://127.0.0.1:PORT\t/', INVALID],
  ['http://127.0.0.1:65536/', INVALID],
  ['http://127.0.0.1:-1/', INVALID],
  ['http:127.0.0.1:PORT/', INVALID],
  ['//127.0.0.1:PORT/', INVALID],
  ['ws://127.0.0.1:PORT/', INVALID],
  ['ftp://127.0.0.1:PORT/', INVALID],
  ['file:///etc/passwd', INVALID],
  ['gopher://127.0.0.1:PORT/_x', INVALID],
  ['unix:///var/run/docker.sock', INVALID],
  ['data:text/plain,x', INVALID],
  ['javascript:alert(1)', INVALID],
]

test('every hostile address is refused at the door, and when it is connected to, with no connection made', async (t) => {
  const listener = await startCounting(t)
  const wrong: string[] = []
  for (const [form, door] of HOSTILE) {
    const url = form.replace('PORT', String(listener.port))
    const said = atTheDoor(url)
    // A backslash is refused at the door because others read it otherwise; here it is read as a path of that host, which nobody knows.
    const told = await posted(url)
    if (said !== door || told !== NOT_REACHABLE) wrong.push(`${form}: ${said}, ${told}`)
  }

  assert.deepEqual(wrong, [])
  assert.equal(listener.connections(), 0)
})

test('the listener would count a connection', async (t) => {
  const listener = await startCounting(t)

  await posted(`http://127.1:${listener.port}/`, NOBODY, '127.0.0.1')

  assert.equal(listener.connections(), 1)
})

test('what stands behind a number sign is no host', async (t) => {
  const listener = await startCounting(t)
  const asked: string[] = []

  await posted(`http://receiver.example#@127.0.0.1:${listener.port}/`, async (hostname) => {
    asked.push(hostname)
    return []
  })

  assert.deepEqual(asked, ['receiver.example'])
  assert.equal(listener.connections(), 0)
})

/** What a name server of the caller's may answer. */
const ANSWERS: readonly (readonly [what: string, addresses: readonly string[]])[] = [
  ['a private address', ['127.0.0.1']],
  ['a private IPv6 address', ['::1']],
  ['both', ['127.0.0.1', '::1']],
  ['a mapped address', ['::ffff:127.0.0.1']],
  ['the unspecified address', ['0.0.0.0']],
  ['the unspecified IPv6 address', ['::']],
  ['an address with a zone', ['fe80::1%lo']],
  ['what is no address', ['localhost']],
]

for (const [what, addresses] of ANSWERS) {
  test(`a name that turns out to be ${what} is not connected to`, async (t) => {
    const listener = await startCounting(t)
    const resolve: Resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

    const told = await posted(`http://receiver.example:${listener.port}/`, resolve)

    assert.equal(told, NOT_REACHABLE)
    assert.equal(listener.connections(), 0)
  })
}

test('of a mixed answer only the public address is tried', async (t) => {
  const listener = await startCounting(t)
  const mixed: Resolve = async () => [
    { address: '127.0.0.1', family: 4 },
    // Stands for a public address at which nobody answers.
    { address: '127.0.0.9', family: 4 },
    { address: '::1', family: 6 },
  ]

  const told = await posted(`http://receiver.example:${listener.port}/`, mixed, '127.0.0.9')

  assert.equal(told, NOT_REACHABLE)
  assert.equal(listener.connections(), 0)
})

test('a name that is public when first asked and private afterwards is connected to as it was first', async (t) => {
  const listener = await startCounting(t)
  let asked = 0
  const rebinding: Resolve = async () => [{ address: asked++ === 0 ? '127.0.0.9' : '127.0.0.1', family: 4 }]

  await posted(`http://receiver.example:${listener.port}/`, rebinding, '127.0.0.9')
  const second = await posted(`http://receiver.example:${listener.port}/`, rebinding, '127.0.0.9')

  assert.equal(second, NOT_REACHABLE)
  assert.equal(listener.connections(), 0)
})
