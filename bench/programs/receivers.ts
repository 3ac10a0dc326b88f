import { createServer } from 'node:http'
import { createServer as createTcpServer, type Server } from 'node:net'
import { once } from 'node:events'
import { reportReady } from './parent.ts'

// Receivers of callbacks in a process of their own: some that answer at once, one that takes a connection and is silent, one that drips.

const [count = '8'] = process.argv.slice(2)
const DRIP_MS = 500

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port')
  return address.port
}

const urlOf = async (server: Server) => `http://127.0.0.1:${await portOf(server)}/updates`

const fast: string[] = []
for (let index = 0; index < Number(count); index++) {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(204).end())
  })
  // Connections are the sender's to keep: one that is closed here between two messages would be measured, too.
  server.keepAliveTimeout = 60_000
  fast.push(await urlOf(server))
}

const silent = createTcpServer((socket) => {
  socket.on('error', () => undefined)
  socket.resume()
})
const dripping = createTcpServer((socket) => {
  socket.on('error', () => undefined)
  socket.resume()
  socket.write('HTTP/1.1 200 OK\r\n')
  const drip = setInterval(() => socket.write('X-Drip: 1\r\n'), DRIP_MS)
  socket.on('close', () => clearInterval(drip))
})

reportReady({ fast, silent: await urlOf(silent), dripping: await urlOf(dripping) })
