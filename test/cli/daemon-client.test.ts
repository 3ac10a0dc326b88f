import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import Type from 'typebox'
import { createDaemonClient } from '../../src/cli/daemon-client.ts'

/** A daemon that remembers how it was asked. */
async function daemonAt(t: TestContext, at: string | { host: string; port: number }) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    response.end('{"ok":true}')
  }).listen(at)
  t.after(() => server.close())
  await once(server, 'listening')
  return { server, asked }
}

const Told = Type.Object({ ok: Type.Boolean() })

test('the commands ask at the admin door', async (t) => {
  const { server, asked } = await daemonAt(t, { host: '127.0.0.1', port: 0 })
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0

  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const client = createDaemonClient({ adminListen: { host, port }, dataDir: '.', apiKey: 'a-key' })
    assert.deepEqual(await client.json('/phones?limit=1', Told), { ok: true })
  }

  assert.deepEqual(
    asked.map(({ url, headers }) => [url, headers.authorization, headers.host]),
    Array.from({ length: 2 }, () => ['/phones?limit=1', 'Bearer a-key', `127.0.0.1:${port}`]),
  )
})

test('the commands ask at an admin door that is a unix socket', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-client-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const socketPath = path.join(folder, 'admin.sock')
  const { asked } = await daemonAt(t, socketPath)
  const client = createDaemonClient({ adminListen: { socketPath }, dataDir: '.', apiKey: 'a-key' })

  assert.deepEqual(await client.json('/phones', Told), { ok: true })
  assert.deepEqual(
    asked.map(({ url }) => url),
    ['/phones'],
  )
})

test('a socket at which no daemon answers is named', async () => {
  const adminListen = { socketPath: '/nonexistent/admin.sock' }
  const client = createDaemonClient({ adminListen, dataDir: '.', apiKey: 'a-key' })

  await assert.rejects(client.json('/phones', Told), {
    name: 'DaemonRefused',
    message: 'no daemon answers at unix:/nonexistent/admin.sock',
  })
})
