import path from 'node:path'
import pino from 'pino'
import { Pool } from 'undici'
import { createPoster } from '../../src/callbacks/post.ts'
import { createSender, SENDER_LIMITS } from '../../src/callbacks/sender.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { systemRandom } from '../../src/domain/random.ts'
import { createNewId } from '../../src/new-id.ts'
import { openStore } from '../../src/store/store.ts'
import { quantile } from '../statistics.ts'
import type { ProcessRow } from '../../src/store/processes.ts'
import { fillDataDirectory, processIdOf } from '../fill.ts'
import { reportReady } from './parent.ts'

// The real sender on a real store and a real disk, beside bare posts of the same bytes to the same receivers.
//   callbacks.js <data directory> <mode> <url> …
// mode `throughput`: how many deliveries a second, signed and recorded, and how many bare posts.
// mode `latency`: how long a message takes from its commit until it is delivered, a few a second for each receiver; the URLs behind `--`
// are those of receivers that are dead or drip and have messages waiting.

const BODY_BYTES = 1500
/** Messages of a round, for each receiver. */
const EACH = 250
const PAUSE_MS = 10

const [dataDir = '', mode = '', ...urls] = process.argv.slice(2)
const fast = urls.includes('--') ? urls.slice(0, urls.indexOf('--')) : urls
const bad = urls.slice(fast.length + 1)

fillDataDirectory({ dataDir, items: 10, notDueOfTen: 10 })
const store = openStore({ file: path.join(dataDir, 'phonefarm.db') })
const newId = createNewId(systemClock)
const template = templateRow()
const filler = 'x'.repeat(BODY_BYTES)
/** When each message was on the disk, and the receivers' answers, by its id. */
const writtenMs = new Map<string, number>()
let latencies: number[] = []
let delivered = 0
let made = 0

const poster = createPoster({
  allow: parseAllowList('127.0.0.1'),
  perReceiver: SENDER_LIMITS.perReceiver,
  clock: systemClock,
})
const sender = createSender({
  store,
  clock: systemClock,
  random: systemRandom,
  log: pino({ level: 'info' }, pino.destination('/dev/null')),
  secrets: ['whsec_c2VjcmV0IG9mIHRoZSBiZW5jaA=='],
  poster: {
    ...poster,
    async post(message, signal) {
      const reply = await poster.post(message, signal)
      const written = writtenMs.get(message.headers['webhook-id'] ?? '')
      if (written !== undefined) latencies.push(performance.now() - written)
      delivered++
      return reply
    },
  },
})

function templateRow(): ProcessRow {
  const row = store.read.processes.find(processIdOf(1))
  if (!row) throw new Error('the farm has no process')
  return row
}

/** A process of its own for every message, so that none waits for another. */
async function write(url: string, count: number): Promise<void> {
  const ids: string[] = []
  await store.write('accept', (tables) => {
    for (let index = 0; index < count; index++) {
      const id = newId()
      tables.processes.insert({
        ...template,
        process_id: id,
        request_id: `bench-${++made}`,
        last_sequence: 1,
      })
      const emitted_at = systemClock.now().toISOString()
      const body = JSON.stringify({ delivery_id: id, filler })
      tables.callbacks.add({
        delivery_id: id,
        process_id: id,
        sequence: 1,
        milestone: 'accepted',
        url,
        body,
        emitted_at,
      })
      ids.push(id)
    }
  })
  for (const id of ids) writtenMs.set(id, performance.now())
}

async function ours(): Promise<number> {
  for (const url of fast) await write(url, EACH)
  delivered = 0
  const began = performance.now()
  sender.wake()
  await sender.idle()
  return (delivered / (performance.now() - began)) * 1000
}

/** As many at once and to each receiver as the sender may, the same bytes, nothing signed, nothing recorded. */
async function bare(): Promise<number> {
  const body = JSON.stringify({ delivery_id: newId(), filler })
  const pools = fast.map((url) => ({
    url: new URL(url),
    pool: new Pool(new URL(url).origin, { connections: 2 }),
  }))
  const began = performance.now()
  await Promise.all(
    pools.flatMap(({ url, pool }) =>
      [1, 2].map(async () => {
        for (let index = 0; index < EACH / 2; index++) {
          const headers = { 'content-type': 'application/json' }
          const answer = await pool.request({ path: url.pathname, method: 'POST', headers, body })
          await answer.body.dump()
        }
      }),
    ),
  )
  const perSecond = ((EACH * fast.length) / (performance.now() - began)) * 1000
  await Promise.all(pools.map(({ pool }) => pool.close()))
  return perSecond
}

async function throughput(): Promise<object> {
  return { bare: await bare(), ours: await ours() }
}

async function latency(seconds: number): Promise<object> {
  latencies = []
  const until = performance.now() + seconds * 1000
  for (let turn = 0; performance.now() < until; turn++) {
    await write(fast[turn % fast.length] ?? '', 1)
    if (turn % 20 === 0) for (const url of bad) await write(url, 1)
    sender.wake()
    await systemClock.sleep(PAUSE_MS, new AbortController().signal)
  }
  return { p50Ms: quantile(latencies, 0.5), p95Ms: quantile(latencies, 0.95), count: latencies.length }
}

sender.start()
for (const url of bad) await write(url, 100)
sender.wake()
reportReady(
  {},
  {
    round: mode === 'throughput' ? throughput : latency,
    async stop() {
      await sender.stop()
      await store.close()
    },
  },
)
