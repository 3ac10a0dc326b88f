#!/usr/bin/env node
/**
 * Stands in for Appium where a real one would take too long: the daemon starts it, guards it and ends it like Appium, and it opens sessions on the same phones through
 * the same adb and the same on-phone server; it only leaves out what costs Appium two seconds a session. Takes Appium's own arguments.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { createDirectSessions, W3cError } from './direct-sessions.ts'

const { values } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: { address: { type: 'string' }, port: { type: 'string' } },
})
const sessions = createDirectSessions(Number(process.env['ANDROID_ADB_SERVER_PORT']))

const server = createServer((request, response) => {
  void reply(request, response) // never rejects
})

async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, value } = await answer(request)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ value }))
}

async function answer(request: IncomingMessage): Promise<{ status: number; value: unknown }> {
  try {
    return { status: 200, value: await route(request, await readBody(request)) }
  } catch (error) {
    const { status, code } = error instanceof W3cError ? error : { status: 500, code: 'unknown error' }
    const message = error instanceof Error ? error.message : String(error)
    return { status, value: { error: code, message, stacktrace: '' } }
  }
}

async function route({ method = '', url = '' }: IncomingMessage, body: unknown): Promise<unknown> {
  if (method === 'GET' && url === '/status') return { ready: true, message: 'ready' }
  if (method === 'POST' && url === '/session') return sessions.open(body)
  const [, id = '', path = ''] = /^\/session\/([^/]+)(\/.*)?$/.exec(url) ?? []
  if (method === 'DELETE' && path === '') return sessions.close(id)
  return sessions.command(id, { method, path, body })
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? {} : JSON.parse(text)
}

async function stop(): Promise<void> {
  server.close()
  await sessions.closeAll()
  server.closeAllConnections()
}

process.once('SIGTERM', () => void stop()) // closing never rejects: each session's errors are its own
server.listen(Number(values['port']), String(values['address']))
