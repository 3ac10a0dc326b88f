import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { createAppiumPool } from '../../src/devices/appium-pool.ts'
import type { AppiumServer } from '../../src/devices/appium-server.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const NEVER = new AbortController().signal

/** A pool whose servers only pretend; `end` makes one of them die. */
function createPool(options: { servers?: number; phonesPerServer?: number; failures?: number } = {}) {
  const clock = createFakeClock()
  const running: { index: number; end: (how: string) => void }[] = []
  let failures = options.failures ?? 0
  let started = 0
  const startServer = async (index: number): Promise<AppiumServer> => {
    started++
    if (failures > 0) {
      failures--
      throw new Error('does not start')
    }
    let end: (how: string) => void = () => undefined
    const exited = new Promise<string>((resolve) => (end = resolve))
    running.push({ index, end })
    const port = 4000 + started
    return { url: `http://127.0.0.1:${port}`, port, pid: 1, exited, stop: async () => end('code 0') }
  }
  const log = pino({ level: 'silent' })
  const pool = createAppiumPool({
    mostServers: options.servers ?? 1,
    phonesPerServer: options.phonesPerServer ?? 2,
    startServer,
    clock,
    log,
  })
  return { pool, clock, running, started: () => started }
}

test('another server is started when the phones at work need it', async () => {
  const { pool } = createPool({ servers: 2 })
  await pool.start(NEVER)

  const urls = [
    await pool.acquire('a', NEVER),
    await pool.acquire('b', NEVER),
    await pool.acquire('c', NEVER),
  ].map(({ url }) => url)

  assert.deepEqual(urls, ['http://127.0.0.1:4001', 'http://127.0.0.1:4001', 'http://127.0.0.1:4002'])
})

test('no more servers are started than allowed, and none for phones that fit', async () => {
  const { pool, started } = createPool({ servers: 2, phonesPerServer: 1 })
  await pool.start(NEVER)
  assert.equal(started(), 1)
  await pool.acquire('a', NEVER)
  const second = await pool.acquire('b', NEVER)

  const third = pool.acquire('c', NEVER)
  second.release()

  assert.equal((await third).url, second.url)
  assert.equal(started(), 2)
})

test('a phone waits for a place and gets the one that is given back', async () => {
  const { pool } = createPool({ phonesPerServer: 1 })
  await pool.start(NEVER)
  const first = await pool.acquire('a', NEVER)

  const second = pool.acquire('b', NEVER)
  first.release()

  assert.equal((await second).url, 'http://127.0.0.1:4001')
  assert.deepEqual(pool.health()[0]?.phones, ['b'])
})

test('a phone that gets no place in time fails as a fault of the session', async () => {
  const { pool, clock } = createPool({ phonesPerServer: 1 })
  await pool.start(NEVER)
  await pool.acquire('a', NEVER)

  const refused = assert.rejects(pool.acquire('b', NEVER), { category: 'session' })
  await clock.advance(30_000)

  await refused
})

test("waiting for a place ends with the signal's reason", async () => {
  const { pool } = createPool({ phonesPerServer: 1 })
  await pool.start(NEVER)
  await pool.acquire('a', NEVER)
  const stop = new AbortController()
  const reason = new Error('the run was stopped')

  const refused = assert.rejects(pool.acquire('b', stop.signal), reason)
  stop.abort(reason)

  await refused
})

test('a server that died is started again and takes phones again', async () => {
  const { pool, clock, running } = createPool()
  await pool.start(NEVER)

  running[0]?.end('signal SIGKILL')
  await clock.advance(0)
  assert.equal(pool.health()[0]?.healthy, false)
  await clock.advance(200)

  assert.deepEqual(pool.health(), [
    { healthy: true, url: 'http://127.0.0.1:4002', pid: 1, phones: [], restarts: 1 },
  ])
})

test('a server that keeps failing is tried again later and later', async () => {
  const { pool, clock, started } = createPool({ failures: 4 })
  await pool.start(NEVER)

  const seen: number[] = []
  for (const ms of [199, 1, 399, 1, 799, 1]) {
    await clock.advance(ms)
    seen.push(started())
  }

  assert.deepEqual(seen, [1, 2, 2, 3, 3, 4])
})

test('a stopped pool starts nothing any more', async () => {
  const { pool, clock, started } = createPool()
  await pool.start(NEVER)

  await pool.stop()
  await pool.stop()
  await clock.advance(60_000)

  assert.equal(started(), 1)
  assert.equal(pool.health()[0]?.healthy, false)
})
