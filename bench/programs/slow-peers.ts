import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { BENCH_KEY } from '../requests.ts'
import { reportReady } from './parent.ts'

// Peers that drip: half of them the head of a request, half the body of one that shows a key.
//   slow-peers.js <url> <count>
// Whoever is cut off comes back.

const DRIP_MS = 500

const [url = '', count = '500'] = process.argv.slice(2)
const { hostname, port, host } = new URL(url)
const HEAD = `GET /processes HTTP/1.1\r\nHost: ${host}\r\nX-Drip: `
const BODY = [
  'POST /capability-requests/enqueue HTTP/1.1',
  `Host: ${host}`,
  `Authorization: Bearer ${BENCH_KEY}`,
  'Content-Type: application/json',
  'Content-Length: 100000',
  '',
  '{"',
].join('\r\n')

let stopped = false
const open = new Map<number, Socket>()

async function drip(index: number): Promise<void> {
  const socket = connect(Number(port), hostname)
  open.set(index, socket)
  socket.on('error', () => socket.destroy()) // its end is what counts
  socket.resume()
  await once(socket, 'connect')
  socket.write(index % 2 === 0 ? HEAD : BODY)
  const drops = setInterval(() => socket.write('x'), DRIP_MS)
  socket.once('close', () => {
    clearInterval(drops)
    if (!stopped) void drip(index).catch(() => undefined) // a daemon that does not let it in is what the load beside it tells of
  })
}

for (let index = 0; index < Number(count); index++) await drip(index)
reportReady(
  {},
  {
    stop() {
      stopped = true
      for (const socket of open.values()) socket.destroy()
      return Promise.resolve()
    },
  },
)
