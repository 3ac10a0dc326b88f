import assert from 'node:assert/strict'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createServer, type TlsOptions } from 'node:tls'
import { createPoster } from '../../src/callbacks/post.ts'
import { tryFailure } from '../../src/callbacks/try-failure.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { makeAuthority, makeCertificate } from './certificates.ts'

const AUTHORITY = makeAuthority()
const HOST = 'receiver.example'
const GOOD = makeCertificate({ hosts: [HOST], authority: AUTHORITY })

async function listening(t: TestContext, server: Server): Promise<number> {
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  return port
}

/** A receiver that answers 204 to whatever comes over TLS. */
function startTls(t: TestContext, options: TlsOptions): Promise<number> {
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => void socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'))
  })
  server.on('tlsClientError', () => undefined)
  return listening(t, server)
}

/** The status, or what callers are told of the failure. */
async function postTo(port: number, ca?: ReadonlyMap<string, string>, host = HOST): Promise<number | string> {
  const poster = createPoster({
    allow: parseAllowList('127.0.0.0/8'),
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    perReceiver: 2,
    clock: systemClock,
    ...(ca && { ca }),
  })
  try {
    const message = { url: `https://${host}:${port}/`, headers: {}, body: '{}' }
    return (await poster.post(message, new AbortController().signal)).status
  } catch (error) {
    return tryFailure(error).told
  } finally {
    await poster.close()
  }
}

test('a certificate is trusted by the authority that the operator named for its host', async (t) => {
  const port = await startTls(t, GOOD)

  assert.equal(await postTo(port, new Map([[HOST, AUTHORITY.cert]])), 204)
})

test('an authority is trusted for its own host only', async (t) => {
  const port = await startTls(t, GOOD)

  const told = await postTo(port, new Map([['other.example', AUTHORITY.cert]]))

  assert.equal(told, 'certificate of the receiver is not trusted')
})

test('a receiver may be trusted by its own certificate', async (t) => {
  const own = makeCertificate({ hosts: [HOST] })
  const port = await startTls(t, own)

  assert.equal(await postTo(port, new Map([[HOST, own.cert]])), 204)
})

test('a host is told from its spelling in the URL', async (t) => {
  const port = await startTls(t, GOOD)

  assert.equal(await postTo(port, new Map([[HOST, AUTHORITY.cert]]), 'RECEIVER.example'), 204)
})

const REFUSED: readonly (readonly [what: string, options: TlsOptions, told: string])[] = [
  [
    'a self-signed certificate',
    makeCertificate({ hosts: [HOST] }),
    'certificate of the receiver is not trusted',
  ],
  [
    'an expired certificate',
    makeCertificate({ hosts: [HOST], days: [-30, -1], authority: AUTHORITY }),
    'certificate of the receiver has expired',
  ],
  [
    'a certificate that is not valid yet',
    makeCertificate({ hosts: [HOST], days: [2, 30], authority: AUTHORITY }),
    'certificate of the receiver is not valid yet',
  ],
  [
    'a certificate for another name',
    makeCertificate({ hosts: ['other.example'], authority: AUTHORITY }),
    'certificate of the receiver is for another name',
  ],
  [
    'a certificate for the address instead of the name',
    makeCertificate({ hosts: ['127.0.0.1'], authority: AUTHORITY }),
    'certificate of the receiver is for another name',
  ],
  [
    'TLS 1.1',
    { ...GOOD, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    'TLS of the receiver is older than 1.2',
  ],
]

for (const [what, options, told] of REFUSED) {
  test(`a receiver with ${what} gets nothing`, async (t) => {
    const port = await startTls(t, options)

    assert.equal(await postTo(port, new Map([[HOST, AUTHORITY.cert]])), told)
  })
}

test('a receiver that answers plain HTTP on an https address gets nothing', async (t) => {
  const seen: Buffer[] = []
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      seen.push(bytes)
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    })
  })
  const port = await listening(t, server)

  assert.equal(await postTo(port), 'receiver does not speak TLS')
  assert.equal(Buffer.concat(seen).includes('POST'), false)
})
