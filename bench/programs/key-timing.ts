import { randomBytes } from 'node:crypto'
import { fullCaller } from '../../src/domain/caller.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { fullKey } from '../../src/http/api-keys.ts'
import { createKeyRing } from '../../src/http/key-ring.ts'
import { makeKey } from '../../src/http/key-text.ts'

// Does the time that a refusal takes tell how much of a key is right? Pairs of wrong keys are asked in random turns and their times compared
// with Welch's t. Prints one line a pair; |t| below 4.5 is the usual bound for "no difference seen".

const SAMPLES = 40_000
/** One reading of the clock around so many lookups: a single one takes less than the clock is exact to. */
const LOOKUPS = 20

const { key, key_id, hash } = makeKey()
const FULL = 'the-key-of-the-environment-0123456789'
const caller = { ...fullCaller('caller'), key_id, owner: key_id }
const ring = createKeyRing({
  full: [fullKey('main', FULL)],
  stored: {
    liveKeys: () => [{ key_id, hash, caller, until: null, last_used_on: null }],
    liveKey: () => null,
    keyUsed: () => undefined,
  },
  clock: systemClock,
})

const other = (text: string) => (text === 'x' ? 'y' : 'x')
const lastWrong = (text: string) => text.slice(0, -1) + other(text.slice(-1))
const firstWrong = (text: string, at: number) =>
  text.slice(0, at) + other(text.charAt(at)) + text.slice(at + 1)
const secretAt = `pfk_${key_id}_`.length

/** Two wrong keys of the same length that must not be told apart. */
const PAIRS: readonly (readonly [string, string, string])[] = [
  ['full key: first letter wrong, last letter wrong', firstWrong(FULL, 0), lastWrong(FULL)],
  [
    'named key: first letter of the secret wrong, last letter wrong',
    firstWrong(key, secretAt),
    lastWrong(key),
  ],
  [
    'named key: unknown id, known id',
    firstWrong(key, 4).replace(/^pfk_./, `pfk_${key[4] === '0' ? '1' : '0'}`),
    lastWrong(key),
  ],
]

for (const [what, a, b] of PAIRS) {
  const times = { a: timesOf(), b: timesOf() }
  for (let round = 0; round < SAMPLES * 2; round++) {
    const isA = (randomBytes(1)[0] ?? 0) < 128
    const authorization = `Bearer ${isA ? a : b}`
    const from = process.hrtime.bigint()
    for (let lookup = 0; lookup < LOOKUPS; lookup++) ring.find(authorization)
    ;(isA ? times.a : times.b).push(Number(process.hrtime.bigint() - from) / LOOKUPS)
  }
  const t = welch(cropped(times.a), cropped(times.b))
  console.log(JSON.stringify({ what, ns: [middle(times.a), middle(times.b)], t: Number(t.toFixed(2)) }))
}

function timesOf(): number[] {
  return []
}

/** Without the slowest twentieth, which tells of the machine's other work. */
function cropped(times: readonly number[]): number[] {
  const sorted = times.toSorted((x, y) => x - y)
  return sorted.slice(0, Math.floor(sorted.length * 0.95))
}

function middle(times: readonly number[]): number {
  return Math.round(times.toSorted((x, y) => x - y)[Math.floor(times.length / 2)] ?? 0)
}

function welch(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [momentsOf(a), momentsOf(b)]
  return (first.mean - second.mean) / Math.sqrt(first.variance / a.length + second.variance / b.length)
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (values.length - 1) }
}
