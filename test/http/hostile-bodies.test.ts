import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pick, type Random, seededRandom } from '../../src/domain/random.ts'
import { cancel, fypWarmup, keywordWarmup, maintenance, snapshot } from './support/requests.ts'
import { startedApi } from './support/started-api.ts'

const ROUNDS = 150

const TARGETS: readonly (readonly [string, string, () => object])[] = [
  ['POST', '/capability-requests/enqueue', keywordWarmup],
  ['POST', '/capability-requests/enqueue', fypWarmup],
  ['POST', '/maintenance/requests', maintenance],
  ['POST', '/runtime-snapshots/upsert', snapshot],
  ['POST', '/processes/none/cancel', cancel],
  ['PUT', '/phones/phone_09', () => ({ serial: 'x', name: 'y', app_versions: { clips: '1' } })],
  [
    'PUT',
    '/accounts/account_09',
    () => ({ phone_id: 'phone_03', app: 'clips', username: 'u', status: 'active' }),
  ],
]

/** What has broken JSON services before. */
const NASTY: readonly string[] = [
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '-0',
  '1e999',
  '-1',
  '9007199254740993',
  '0.1',
  '"\\u0000"',
  '"\\ud800"',
  '"\\ud800\\ud800"',
  `"${'x'.repeat(100_000)}"`,
  '"constructor"',
  '"__proto__"',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '{"$ref":"#"}',
  '{"toString":1,"valueOf":2,"toJSON":3}',
  '{"then":1}',
  '[[[[[[[[[[]]]]]]]]]]',
  '"2026-03-22T08:30:00.000+99:99"',
  '"http://[::1"',
  '"http://\\u0000/"',
  `[${'0,'.repeat(2000)}0]`,
]

/** The JSON text with one member, chosen by chance, replaced by something nasty, or named nastily. */
function mutated(body: object, random: Random): string {
  const spots: string[] = []
  const mark = (value: unknown, at: string): unknown => {
    spots.push(at)
    if (Array.isArray(value)) return value.map((member, index) => mark(member, `${at}/${index}`))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, mark(member, `${at}/${name}`)]),
    )
  }
  mark(body, '')
  const spot = pick(random, spots.slice(1))
  const text = (value: unknown, at: string): string => {
    if (at === spot) return pick(random, NASTY)
    if (Array.isArray(value))
      return `[${value.map((member, index) => text(member, `${at}/${index}`)).join(',')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${text(member, `${at}/${name}`)}`,
    )
    if (random() < 0.1)
      members.push(`${JSON.stringify(pick(random, ['__proto__', 'constructor', '', '\u0000', '\ud800']))}:1`)
    return `{${members.join(',')}}`
  }
  return text(body, '')
}

for (const [method, path, body] of TARGETS) {
  test(`whatever is wrong with a body of ${method} ${path} ("${Object.keys(body()).join()}"), it is never our bug`, async (t) => {
    const { ask, logged } = await startedApi(t)
    const random = seededRandom(20_260_322)

    for (let round = 0; round < ROUNDS; round++) {
      const sent = mutated(body(), random)
      const { status, text } = await ask(path, { method, body: sent })
      assert.ok(status < 500, `${status} for ${sent.slice(0, 2000)}: ${text}`)
    }

    assert.deepEqual(
      logged.filter(({ level }) => Number(level) >= 50),
      [],
    )
    assert.equal(Reflect.get({}, 'a'), undefined)
  })
}

test('of tens of thousands of unknown fields a thousand are told', async (t) => {
  const { ask } = await startedApi(t)
  const extra = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`x${index}`, 0]))

  const { status, text } = await ask('/capability-requests/enqueue', {
    method: 'POST',
    body: JSON.stringify({ ...keywordWarmup(), ...extra }),
  })

  assert.equal(status, 422)
  assert.equal(text.match(/is not a known field"/g)?.length, 1000)
})
