import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { makeCertificate } from './certificates.ts'
import { startReceiver } from './receiver.ts'

/** Sends to each URL of its command line with this environment, and prints what came of it. */
const PROGRAM = `
  import { createPoster } from '${new URL('../../src/callbacks/post.js', import.meta.url).href}'
  import { parseAllowList } from '${new URL('../../src/domain/callback-url.js', import.meta.url).href}'
  import { systemClock } from '${new URL('../../src/domain/clock.js', import.meta.url).href}'
  const poster = createPoster({ allow: parseAllowList('127.0.0.1'), perReceiver: 2, clock: systemClock })
  const told = []
  for (const url of process.argv.slice(1)) {
    const message = { url, headers: {}, body: '{}' }
    const signal = AbortSignal.timeout(10000)
    told.push(await poster.post(message, signal).then(({ status }) => status, ({ code }) => code))
  }
  await poster.close()
  console.log(JSON.stringify(told))
`

async function postedWith(environment: Record<string, string>, urls: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, ...urls], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  await once(child, 'close')
  return JSON.parse(out)
}

async function startCounting(t: TestContext): Promise<{ url: string; connections: () => number }> {
  let connections = 0
  const server = createServer((socket) => void (connections++, socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, connections: () => connections }
}

test('no variable of the environment brings a proxy in or takes the check of certificates out', async (t) => {
  const proxy = await startCounting(t)
  const receiver = await startReceiver(t)
  const selfSigned = createTlsServer(makeCertificate({ hosts: ['127.0.0.1'] }))
  selfSigned.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => selfSigned.listen(0, '127.0.0.1', resolve))
  t.after(() => selfSigned.close())
  const { port } = selfSigned.address() as AddressInfo
  const proxies = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'].map((name) => [
    name,
    proxy.url,
  ])

  const told = await postedWith(
    {
      ...Object.fromEntries(proxies),
      no_proxy: '',
      NODE_USE_ENV_PROXY: '1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_OPTIONS: '--tls-min-v1.0',
    },
    [receiver.url, `https://127.0.0.1:${port}/`],
  )

  assert.deepEqual(told, [204, 'DEPTH_ZERO_SELF_SIGNED_CERT'])
  assert.equal(receiver.received.length, 1)
  assert.equal(proxy.connections(), 0)
})
