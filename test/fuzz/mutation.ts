import * as fc from 'fast-check'

/** What has broken JSON services before, as JSON. */
const NASTY: readonly string[] = [
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '" "',
  '-0',
  '-1',
  '0.1',
  '1e308',
  '9007199254740993',
  '"\\u0000"',
  '"\\ud800"',
  '"\\u202e\\u2028"',
  '"../../etc/passwd"',
  '"constructor"',
  '"__proto__"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"$ref":"#"}',
  '{"toString":1,"valueOf":2,"toJSON":3}',
  '{"then":1}',
  '[[[[[[[[[[]]]]]]]]]]',
  '"2026-03-22T08:30:00.000+99:99"',
  '"http://[::1"',
  '"http://169.254.169.254/latest"',
  `"${'x'.repeat(5000)}"`,
  `[${'0,'.repeat(600)}0]`,
]

const NAMES = ['', 'x', '__proto__', 'constructor', 'toString', 'request_id ', 'ACCOUNT_ID', '\u0000', '0']

type Step = string | number
interface Spot {
  path: readonly Step[]
  value: unknown
}

/** The same value with one thing wrong with it; whether it then breaks the schema is for somebody else to say. As JSON text. */
export function oneThingWrong(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc
    .tuple(valid, fc.nat(), fc.constantFrom(...CHANGES), fc.constantFrom(...NASTY), fc.constantFrom(...NAMES))
    .map(([value, choice, change, nasty, name]) => {
      const spots = spotsOf(value)
      const spot = spots[choice % spots.length] ?? { path: [], value }
      return change({ whole: value, spot, nasty, name })
    })
}

interface Wrong {
  whole: unknown
  spot: Spot
  nasty: string
  name: string
}

/** Every way to spoil a value at a spot; each answers the JSON text of the whole. */
const CHANGES: readonly ((wrong: Wrong) => string)[] = [
  ({ whole, spot, nasty }) => written(whole, spot.path, nasty),
  ({ whole, spot, name, nasty }) => written(whole, spot.path, withMember(spot.value, name, nasty)),
  ({ whole, spot }) => written(whole, spot.path, undefined),
  ({ whole, spot }) => written(whole, spot.path, JSON.stringify([spot.value, spot.value])),
  ({ whole, spot }) => written(whole, spot.path, JSON.stringify(JSON.stringify(spot.value))),
]

/** An object gains a member, a list an element, anything else becomes an object of it. */
function withMember(value: unknown, name: string, nasty: string): string {
  const text = JSON.stringify(value) ?? 'null'
  const isEmpty = text.length === 2
  if (Array.isArray(value)) return `${text.slice(0, -1)}${isEmpty ? '' : ','}${nasty}]`
  const member = `${JSON.stringify(name)}:${nasty}}`
  return text.startsWith('{') ? `${text.slice(0, -1)}${isEmpty ? '' : ','}${member}` : `{${member}`
}

/** The JSON of the whole in which the text stands at the path; undefined leaves the spot out. Written by hand, since `__proto__` is no member. */
function written(whole: unknown, [step, ...rest]: readonly Step[], text: string | undefined): string {
  if (step === undefined) return text ?? ''
  const child = (name: Step, value: unknown) =>
    name === step ? childText(value, rest, text) : JSON.stringify(value)
  if (Array.isArray(whole)) {
    const parts = whole.map((value, index) => child(index, value))
    return `[${parts.filter((part) => part !== undefined).join(',')}]`
  }
  const entries = Object.entries(Object(whole)).map(([name, value]) => [name, child(name, value)] as const)
  const members = entries.filter(([, part]) => part !== undefined)
  return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${part}`).join(',')}}`
}

function childText(value: unknown, rest: readonly Step[], text: string | undefined): string | undefined {
  return rest.length === 0 ? text : written(value, rest, text)
}

function spotsOf(value: unknown, path: readonly Step[] = []): Spot[] {
  const here = { path, value }
  if (Array.isArray(value))
    return [here, ...value.flatMap((member, index) => spotsOf(member, [...path, index]))]
  if (typeof value !== 'object' || value === null) return [here]
  return [here, ...Object.entries(value).flatMap(([name, member]) => spotsOf(member, [...path, name]))]
}

/** What no caller means: JSON of anything, half of a body, bytes. */
export function garbage(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> {
  return fc.oneof(
    fc.json(),
    fc.constantFrom(...NASTY),
    fc.uint8Array({ maxLength: 64 }),
    fc.string({ unit: 'binary', maxLength: 64 }),
    fc.tuple(valid, fc.nat()).map(([value, cut]) => {
      const text = JSON.stringify(value)
      return text.slice(0, cut % Math.max(1, text.length))
    }),
    fc.nat({ max: 200 }).map((depth) => `${'{"a":'.repeat(depth)}0${'}'.repeat(depth)}`),
  )
}
