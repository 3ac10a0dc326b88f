import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAppiumPool } from '../../src/devices/appium-pool.ts'
import type { AppiumServer } from '../../src/devices/appium-server.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'

const NEVER = new AbortController().signal

/** A server that only pretends: the test says when it ends, whether it answers and how big it is. */
interface Pretended {
  index: number
  answers: boolean
  residentBytes: number
  end: (how: string) => void
  killed: boolean
}

function createPool(
  options: {
    servers?: number
    phonesPerServer?: number
    failures?: number
    longestAgeMs?: number
    mostBytes?: number
  } = {},
) {
  const clock = createFakeClock()
  const running: Pretended[] = []
  const plan = { failures: options.failures ?? 0 }
  let started = 0
  const startServer = async (index: number): Promise<AppiumServer> => {
    started++
    if (plan.failures > 0) {
      plan.failures--
      throw new Error('does not start')
    }
    let end: (how: string) => void = () => undefined
    const exited = new Promise<string>((resolve) => (end = resolve))
    const pretended: Pretended = { index, answers: true, residentBytes: 100, end, killed: false }
    running.push(pretended)
    const port = 4000 + started
    return {
      url: `http://127.0.0.1:${port}`,
      port,
      pid: 1,
      exited,
      answers: async (signal) => pretended.answers || (await clock.sleep(60_000, signal), false),
      residentBytes: async () => pretended.residentBytes,
      async kill() {
        pretended.killed = true
        end('signal SIGKILL')
      },
      stop: async () => end('code 0'),
    }
  }
  const { log, lines } = recordingLog()
  const pool = createAppiumPool({
    mostServers: options.servers ?? 1,
    phonesPerServer: options.phonesPerServer ?? 2,
    recycle: { longestAgeMs: options.longestAgeMs ?? null, mostBytes: options.mostBytes ?? null },
    watch: { everyMs: 5_000, answerMs: 10_000, misses: 2 },
    startServer,
    clock,
    log,
  })
  return { pool, clock, running, plan, lines, started: () => started }
}

function server(running: Pretended[]): Pretended {
  const [first] = running
  if (first === undefined) throw new Error('no server was started')
  return first
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
    {
      healthy: true,
      url: 'http://127.0.0.1:4002',
      pid: 1,
      phones: [],
      restarts: 1,
      problem: null,
      due: null,
      age_ms: 0,
      resident_bytes: null,
    },
  ])
  assert.deepEqual([...pool.ends()], [['crashed', 1]])
})

test('a server that keeps failing is tried again later and later', async () => {
  const { pool, clock, started } = createPool({ failures: 4 })
  await pool.start(NEVER)

  assert.equal(pool.health()[0]?.problem, 'does not start')
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

test('a server that does not answer is killed and started again, and no other one is', async () => {
  const { pool, clock, running, lines } = createPool({ servers: 2, phonesPerServer: 1 })
  await pool.start(NEVER)
  await pool.acquire('a', NEVER)
  await pool.acquire('b', NEVER)

  server(running).answers = false
  await clock.advance(25_000)
  assert.deepEqual(
    running.map(({ killed }) => killed),
    [true, false],
  )
  await clock.advance(200)

  assert.equal(pool.health()[0]?.healthy, true)
  assert.deepEqual([...pool.ends()], [['hung', 1]])
  const ended = lines.find(({ msg }) => msg === 'appium ended')
  assert.deepEqual([ended?.['silent_ms'], ended?.['phones']], [25_000, ['a']])
})

test('one answer that does not come is no proof: a busy server is left alone', async () => {
  const { pool, clock, running } = createPool()
  await pool.start(NEVER)

  server(running).answers = false
  await clock.advance(14_000)
  server(running).answers = true
  await clock.advance(60_000)

  assert.equal(server(running).killed, false)
})

test('a server that has become too big takes no more phones, and is replaced when its last one has left', async () => {
  const { pool, clock, running } = createPool({ phonesPerServer: 2, mostBytes: 1000 })
  await pool.start(NEVER)
  const first = await pool.acquire('a', NEVER)

  server(running).residentBytes = 1001
  await clock.advance(5_000)
  const second = await pool.acquire('b', NEVER)
  assert.deepEqual([first.url, second.url], ['http://127.0.0.1:4001', 'http://127.0.0.1:4002'])
  assert.deepEqual(
    pool.health().map(({ healthy, due, phones }) => ({ healthy, due, phones })),
    [
      { healthy: true, due: 'memory', phones: ['a'] },
      { healthy: true, due: null, phones: ['b'] },
    ],
  )
  first.release()
  await clock.advance(0)

  assert.deepEqual(
    pool.health().map(({ url, phones }) => ({ url, phones })),
    [{ url: 'http://127.0.0.1:4002', phones: ['b'] }],
  )
  assert.deepEqual([...pool.ends()], [['memory', 1]])
})

test('a server without phones is replaced for its age with no moment without any', async () => {
  const { pool, clock, running } = createPool({ longestAgeMs: 60_000 })
  await pool.start(NEVER)

  const healthy: number[] = []
  for (let seconds = 0; seconds < 70; seconds++) {
    await clock.advance(1_000)
    healthy.push(pool.health().filter((server) => server.healthy).length)
  }

  assert.equal(Math.min(...healthy), 1)
  assert.equal(running.length, 2)
  assert.deepEqual([...pool.ends()], [['age', 1]])
})

test('servers that grow old together are replaced one after the other', async () => {
  const { pool, clock } = createPool({ servers: 2, phonesPerServer: 1, longestAgeMs: 60_000 })
  await pool.start(NEVER)
  await pool.acquire('a', NEVER)
  await pool.acquire('b', NEVER)

  await clock.advance(120_000)

  assert.deepEqual(
    pool.health().map(({ due }) => due),
    ['age', null],
  )
})

test('a server that is due goes on taking phones while no other one starts', async () => {
  const { pool, clock, running, plan } = createPool({ mostBytes: 1000 })
  await pool.start(NEVER)
  plan.failures = 100

  server(running).residentBytes = 1001
  await clock.advance(5_000)

  assert.equal((await pool.acquire('a', NEVER)).url, 'http://127.0.0.1:4001')
})
