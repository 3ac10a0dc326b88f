import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { createAuthFailures } from '../../src/http/auth-failures.ts'
import { TooManyRequests } from '../../src/http/refusals.ts'
import { createFakeClock } from '../support/fake-clock.ts'

function started() {
  const clock = createFakeClock()
  const logged: Record<string, unknown>[] = []
  const log = pino(
    { base: null, timestamp: false },
    { write: (line: string) => void logged.push(JSON.parse(line)) },
  )
  const failures = createAuthFailures({ clock, log })
  return { clock, logged, failures, wait: (source: string) => waitOf(() => failures.count(source)) }
}

/** The seconds that the source is told to wait; null when it is not. */
function waitOf(count: () => void): number | null {
  try {
    count()
    return null
  } catch (error) {
    assert.ok(error instanceof TooManyRequests)
    return error.retryAfterSeconds
  }
}

const times = <T>(count: number, run: () => T): T[] => Array.from({ length: count }, run)

test('the eleventh wrong key of a minute is told to wait for the rest of it, which is enough', async () => {
  const { clock, wait } = started()

  assert.deepEqual(
    times(10, () => wait('203.0.113.7')),
    times(10, () => null),
  )
  await clock.advance(12_500)
  assert.equal(wait('203.0.113.7'), 48)
  await clock.advance(47_000)
  assert.equal(wait('203.0.113.7'), 1)
  await clock.advance(1000)
  assert.equal(wait('203.0.113.7'), null)
})

const SAME: readonly (readonly [string, string, boolean])[] = [
  ['203.0.113.7', '203.0.113.8', false],
  ['203.0.113.7', '::ffff:203.0.113.7', true],
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['fe80::1%eth0', 'fe80::2%eth1', true],
  ['', 'no address at all', true],
  ['', '127.0.0.1', false],
]

for (const [one, other, same] of SAME) {
  test(`"${one}" and "${other}" are ${same ? 'one source' : 'two sources'}`, () => {
    const { wait } = started()

    times(10, () => wait(one))

    assert.equal(wait(other) !== null, same)
  })
}

test('a flood of sources takes no more memory than ten thousand of them', () => {
  const { failures, wait } = started()

  for (let number = 0; number < 50_000; number++)
    wait(`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`)

  assert.equal(failures.size(), 10_000)
})

test('ten thousand tries are told twice: when they begin and, with their count, when they are over', async () => {
  const { clock, logged, wait } = started()

  times(10_000, () => wait('203.0.113.7'))
  await clock.advance(300_000)

  assert.deepEqual(logged, [
    { level: 40, source: '203.0.113.7', wrong_keys: 10, msg: 'a source presents wrong keys' },
    {
      level: 30,
      source: '203.0.113.7',
      refused: 9990,
      lasted_ms: 120_000,
      msg: 'a source presents no more wrong keys',
    },
  ])
  assert.equal(clock.pending(), 0)
})

test('a source that goes on for minutes is still told of twice', async () => {
  const { clock, logged, wait } = started()

  for (let second = 0; second < 300; second++) {
    times(20, () => wait('203.0.113.7'))
    await clock.advance(1000)
  }
  assert.equal(logged.length, 1)
  await clock.advance(180_000)

  assert.deepEqual([logged.length, logged[1]?.['refused']], [2, 5950])
})

test('a thousand sources at once are told of in a line each ten seconds', async () => {
  const { clock, logged, wait } = started()

  for (let number = 0; number < 1000; number++) times(11, () => wait(`10.0.${number >> 8}.${number & 255}`))
  await clock.advance(10_000)

  assert.deepEqual(
    logged.map(({ source, left_out }) => [source, left_out]),
    [
      ['10.0.0.0', undefined],
      ['10.0.3.231', 998],
    ],
  )
})
