import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSender } from '../../src/callbacks/sender.ts'
import { RunError } from '../../src/domain/errors.ts'
import { between, seededRandom } from '../../src/domain/random.ts'
import { createSteadyClock } from '../../src/domain/steady-clock.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm, silentLog } from '../support/farm.ts'
import { startSteadyFarm, type SteadyFarm } from './steady-farm.ts'

const HOUR_MS = 3_600_000
const PHONES = Array.from({ length: 20 }, (_, index) => `phone_${String(index + 1).padStart(2, '0')}`)

const outcomesOf = ({ store }: SteadyFarm) =>
  PHONES.map((phoneId) => {
    const [process, ...attempts] = [
      store.read.processes.find(`p-${phoneId}`)?.status,
      ...store.read.attempts.ofItem(`i-${phoneId}`).map(({ outcome }) => outcome),
    ]
    return [process, ...attempts].join(' ')
  })

for (const { name, jumpMs } of [
  { name: 'three days forward', jumpMs: 72 * HOUR_MS },
  { name: 'two hours back', jumpMs: -2 * HOUR_MS },
]) {
  test(`20 running items do not notice that the clock is set ${name}`, async () => {
    const farm = await startSteadyFarm(PHONES, async ({ signal }, host) => {
      await host.sleep(60_000, signal)
      return {}
    })
    for (const phoneId of PHONES) await farm.submit(phoneId)
    await farm.host.advance(30_000)
    const running = farm.scheduler.runningCount()

    farm.host.jumpWall(jumpMs)
    await farm.host.advance(31_000)
    await farm.scheduler.idle()

    assert.equal(running, 20)
    assert.deepEqual(outcomesOf(farm), Array(20).fill('DONE done'))
  })
}

test('a retry that is due in ten seconds begins within twenty when the clock is set back by two hours', async () => {
  const begunMs: number[] = []
  const farm = await startSteadyFarm(['phone_01'], async (_run, host) => {
    begunMs.push(host.monotonicMs())
    if (begunMs.length === 1) throw new RunError('device', 'the phone went away')
    return {}
  })
  await farm.submit('phone_01')
  await farm.host.advance(1)

  farm.host.jumpWall(-2 * HOUR_MS)
  await farm.host.advance(2 * HOUR_MS)

  const [first = NaN, second = NaN] = begunMs
  assert.equal(begunMs.length, 2)
  assert.ok(second - first >= 10_000, `after ${second - first} ms`)
  assert.ok(second - first <= 20_100, `after ${second - first} ms`)
})

test('a callback that failed is tried again within two steps of its schedule when the clock is set back', async () => {
  const host = createFakeClock()
  const clock = createSteadyClock({ clock: host, floor: null, onJump: () => undefined })
  const store = await openFarm(clock)
  const triedMs: number[] = []
  const sender = createSender({
    store,
    clock,
    random: () => 0.5,
    log: silentLog,
    secrets: [],
    poster: {
      post: async () => ({ status: triedMs.push(host.monotonicMs()) === 1 ? 500 : 200 }),
      close: async () => {},
    },
  })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  sender.start()
  await sender.idle()

  host.jumpWall(-2 * HOUR_MS)
  await host.advance(2 * HOUR_MS)
  await sender.stop()

  const [first = NaN, second = NaN] = triedMs
  assert.equal(triedMs.length, 2)
  assert.ok(second - first <= 10_100, `after ${second - first} ms`)
})

test('the timestamp of a signature is the time of the host, also while our clock waits for it', async () => {
  const host = createFakeClock()
  const clock = createSteadyClock({ clock: host, floor: null, onJump: () => undefined })
  const store = await openFarm(clock)
  const timestamps: (string | undefined)[] = []
  const sender = createSender({
    store,
    clock,
    hostNow: clock.hostNow,
    random: () => 0.5,
    log: silentLog,
    secrets: ['secret-of-the-tests'],
    poster: {
      post: async ({ headers }) => {
        timestamps.push(headers['X-PhoneFarm-Timestamp'])
        return { status: 200 }
      },
      close: async () => {},
    },
  })
  host.jumpWall(-2 * HOUR_MS)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  sender.start()
  await sender.idle()
  await sender.stop()

  const hostSeconds = Date.parse('2026-03-22T06:30:00.000Z') / 1000
  assert.deepEqual(timestamps, [String(hostSeconds)])
})

test('public times never decrease over 1,000 jumps of the clock', async () => {
  const random = seededRandom(3)
  const phones = PHONES.slice(0, 2)
  const farm = await startSteadyFarm(phones, async ({ signal }, host) => {
    await host.sleep(between(random, 0, 2000), signal)
    if (random() < 0.5) throw new RunError('session', 'the session broke')
    return {}
  })
  const { host, clock, store, scheduler } = farm

  for (let jump = 0; jump < 1000; jump++) {
    if (jump % 20 === 0) {
      const item = { queue_item_id: `i${jump}`, phone_id: jump % 40 === 0 ? 'phone_01' : 'phone_02' }
      await addProcess(store, clock, { process_id: `p${jump}`, items: [item] })
      scheduler.wake()
    }
    host.jumpWall(between(random, -2 * HOUR_MS, 2 * HOUR_MS))
    await host.advance(between(random, 0, 5000))
  }
  await host.advance(HOUR_MS)

  const rows = Array.from({ length: 50 }, (_, index) => store.read.processes.find(`p${index * 20}`))
  const events = rows.flatMap((row) => (row ? store.read.timeline.ofProcess(row.process_id) : []))
  const inOrderOfMaking = events.toSorted((a, b) => a.event_id - b.event_id)
  assert.deepEqual(
    rows.filter((row) => (row?.finished_at ?? null) === null),
    [],
  )
  for (const row of rows) {
    const { created_at, accepted_at, queued_at, executing_at, finished_at } = row ?? assert.fail('no row')
    assertOrdered([created_at, accepted_at, queued_at, executing_at, finished_at].map(String))
  }
  assertOrdered(inOrderOfMaking.map(({ at }) => at))
})

function assertOrdered(times: readonly string[]): void {
  assert.deepEqual(times, times.toSorted())
}
