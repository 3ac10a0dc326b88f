import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadConfig } from '../../src/config.ts'
import { createFailpoints, listFailpoints, parseFailpoints, type ArmedFailpoint } from './failpoints.ts'

function armed(text: string) {
  const ends: string[] = []
  return { ends, ...createFailpoints({ armed: parseFailpoints(text), end: (how) => void ends.push(how) }) }
}

/** `stands still` when it does not settle within a turn of the event loop. */
async function outcomeOf(work: Promise<void>): Promise<string> {
  const settled = work.then(
    () => 'goes on',
    (error: unknown) => String(error),
  )
  const later = new Promise<string>((resolve) => setImmediate(() => resolve('stands still')))
  return Promise.race([settled, later])
}

test('there is a failpoint before and after every commit and every effect, each listed once', () => {
  const names: string[] = listFailpoints().map(({ name }) => name)

  assert.equal(new Set(names).size, names.length)
  for (const name of [
    'accept:before_commit',
    'end_attempt:after_commit',
    'tap:before',
    'callback_post:after',
  ])
    assert.ok(names.includes(name), name)
})

const SPECS: readonly [string, readonly ArmedFailpoint[]][] = [
  ['', []],
  ['tap:before', [{ name: 'tap:before', phoneId: null, nth: 1, action: 'kill' }]],
  [
    'claim:after_commit@3=exit, session_open:before/phone_01@2=hang',
    [
      { name: 'claim:after_commit', phoneId: null, nth: 3, action: 'exit' },
      { name: 'session_open:before', phoneId: 'phone_01', nth: 2, action: 'hang' },
    ],
  ],
]
for (const [text, expected] of SPECS) {
  test(`"${text}" arms ${expected.length} failpoints`, () => {
    assert.deepEqual(parseFailpoints(text), expected)
  })
}

for (const text of ['tap', 'tap:during', 'tap:before@0', 'tap:before=explode', 'tap:before kill']) {
  test(`"${text}" is refused with a sentence that names it`, () => {
    assert.throws(() => parseFailpoints(text), new RegExp(`failpoint ${text}`))
  })
}

test('a failpoint kills when it is reached for the n-th time, and then nothing goes on any more', async () => {
  const failpoints = armed('tap:before@2')

  assert.equal(await outcomeOf(failpoints.reach('tap:before')), 'goes on')
  assert.equal(await outcomeOf(failpoints.reach('tap:before')), 'stands still')
  assert.equal(await outcomeOf(failpoints.reach('swipe:before')), 'stands still')
  assert.deepEqual(failpoints.ends, ['kill'])
})

test('a failpoint of one phone is not reached by another', async () => {
  const failpoints = armed('tap:before/phone_02')

  assert.equal(await outcomeOf(failpoints.reach('tap:before', { phoneId: 'phone_01' })), 'goes on')
  assert.equal(await outcomeOf(failpoints.reach('tap:before', { phoneId: 'phone_02' })), 'stands still')
})

test('an error is thrown once; a hang ends with its signal', async () => {
  const failpoints = armed('tap:before=error,swipe:before=hang')
  const control = new AbortController()
  const hanging = failpoints.reach('swipe:before', { signal: control.signal })

  assert.equal(await outcomeOf(failpoints.reach('tap:before')), 'Error: failpoint tap:before')
  assert.equal(await outcomeOf(failpoints.reach('tap:before')), 'goes on')
  control.abort(new Error('enough'))
  assert.equal(await outcomeOf(hanging), 'Error: enough')
  assert.deepEqual(failpoints.ends, [])
})

test('a death inside of a transaction undoes it and silences whoever waits for it', () => {
  const failpoints = armed('claim:before_commit')
  let thrown: unknown
  try {
    failpoints.reachNow('claim:before_commit')
  } catch (error) {
    thrown = error
  }
  assert.ok(thrown instanceof Error)
  assert.equal(failpoints.standsStill(thrown), true)
  assert.throws(() => failpoints.reachNow('accept:before_commit'))
})

const root = new URL('.', import.meta.resolve('#package.json'))

test('the normal build has no trace of failpoints, and takes their variable for a setting that it does not know', () => {
  const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /failpoint/i.test(readFileSync(new URL(`src/${name}`, root), 'utf8')))
  const { warnings } = loadConfig({ PHONEFARM_FAILPOINT: 'accept:before_commit' })

  assert.deepEqual(sources, [])
  assert.ok(warnings.some((warning) => warning.includes('PHONEFARM_FAILPOINT')))
})

test('the documentation lists every failpoint with what it means', () => {
  const text = readFileSync(new URL('docs/decisions/0011-failpoints.md', root), 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z_]+:[a-z_]+)` \| (.+) \|$/gm)].map(([, name, when]) => ({
    name,
    when,
  }))

  assert.deepEqual(rows, listFailpoints(), 'the table is what --list-failpoints prints')
})
