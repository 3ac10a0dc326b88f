import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { reportReady } from './parent.ts'
import { freePort } from '../../src/devices/free-port.ts'

// The peer: BullMQ on a Redis of its own with `appendfsync always`, a queue per phone as its only way to serial lanes.

interface Job {
  moveToCompleted: (value: string, token: string, fetchNext: boolean) => Promise<unknown>
}
interface Lane {
  getNextJob: (token: string, options: { block: boolean }) => Promise<Job | undefined>
  waitUntilReady: () => Promise<unknown>
}
interface Queue {
  addBulk: (jobs: object[]) => Promise<unknown>
}
interface Redis {
  config: (verb: 'SET', name: string, value: string) => Promise<unknown>
  ping: () => Promise<string>
  setMaxListeners: (count: number) => void
  on: (event: 'error', listener: () => void) => void
}

/** A worker of BullMQ has two connections; a thousand of them would measure Redis' connections and nothing else. */
const LANES = 200
/** BullMQ's rate hardly depends on the backlog (research: 3.9k/s with 1,000 jobs, 4.0k/s with 1,000,000). */
const JOBS_PER_LANE = 400
const IN_FLIGHT = 64
const DATA = {
  process_id: '3e6f2e7b-4e3c-4c7c-b8d7-0c53d83f9870',
  account_id: 'account_0001',
  notes: 'y'.repeat(250),
}

const [directory = ''] = process.argv.slice(2)
const require = createRequire(new URL('bench/peers/package.json', import.meta.resolve('#package.json')))
const load = async (name: string) => await import(pathToFileURL(require.resolve(name)).href)
const bullmq: {
  Queue: new (name: string, options: object) => Queue
  Worker: new (name: string, processor: undefined, options: object) => Lane
} = await load('bullmq')
const { Redis }: { Redis: new (port: number, host: string, options: object) => Redis } = await load('ioredis')

const port = await freePort()
const server = spawn(
  'redis-server',
  [
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--appendfsync',
    'no',
  ],
  { stdio: 'ignore' },
)
process.on('exit', () => server.kill('SIGKILL'))
const connection = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null })
connection.on('error', () => undefined) // until the server listens
connection.setMaxListeners(0)
await connection.ping()

const lanes = Array.from({ length: LANES }, (_, index) => {
  const name = `phone-${index}`
  const options = { connection, autorun: false, skipStalledCheck: true, skipLockRenewal: true }
  return {
    queue: new bullmq.Queue(name, { connection }),
    worker: new bullmq.Worker(name, undefined, options),
    busy: false,
  }
})
for (const { queue, worker } of lanes) {
  await queue.addBulk(
    Array.from({ length: JOBS_PER_LANE }, () => ({
      name: 'run',
      data: DATA,
      opts: { removeOnComplete: true },
    })),
  )
  await worker.waitUntilReady()
}
await connection.config('SET', 'appendfsync', 'always')

let next = 0
let done = 0

/** Claims and completes on one idle lane after the other until the time is over. */
async function work(untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    const lane = lanes[next++ % lanes.length]
    if (lane === undefined || lane.busy) continue
    lane.busy = true
    const token = String(next)
    const job = await lane.worker.getNextJob(token, { block: false })
    if (job !== undefined) {
      await job.moveToCompleted('ok', token, false)
      done++
    }
    lane.busy = false
  }
}

async function round(seconds: number): Promise<object> {
  const [doneBefore, startedMs] = [done, performance.now()]
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => work(startedMs + seconds * 1000)))
  return { runs: done - doneBefore, ms: performance.now() - startedMs, cpuUs: 0 }
}

reportReady({}, { round })
