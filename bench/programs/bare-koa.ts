import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import Koa from 'koa'
import { reportReady } from './parent.ts'

// The base of the HTTP rows: Koa 3 with nothing in front of it and nothing behind it.

const REPLY = {
  status: 'accepted',
  process_id: '3e6f2e7b-4e3c-4c7c-b8d7-0c53d83f9870',
  request_id: 'r',
  process_type: 'keyword_warmup',
}

const koa = new Koa()
koa.use(async (ctx) => {
  if (ctx.method === 'POST') {
    JSON.parse(await bodyOf(ctx.req))
    ctx.status = 202
  }
  ctx.body = REPLY
})

async function bodyOf(req: IncomingMessage): Promise<string> {
  return await new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => resolve(Buffer.concat(parts).toString()))
    req.on('error', reject)
  })
}

const handle = koa.callback()
const server = createServer((req, res) => void handle(req, res))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('the server has no port')
reportReady({ url: `http://127.0.0.1:${address.port}` })
