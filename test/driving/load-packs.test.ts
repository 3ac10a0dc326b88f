import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { InvalidPack } from '../../src/driving/check-pack.ts'
import { loadPacks, readPack } from '../../src/driving/load-packs.ts'
import { withReference } from '../../scripts/driver-reference.ts'
import { packJsonSchema } from '../../src/driving/pack-json-schema.ts'
import { MINI_DOCUMENT, packOf } from './support/mini-pack.ts'

const DRIVERS = new URL('drivers/', import.meta.resolve('#package.json'))

test('every pack of the repository is usable', async () => {
  const packs = await loadPacks(DRIVERS)

  const clips = packs.find('clips')
  assert.equal(clips?.app, 'clips')
  assert.deepEqual(clips.target, { package_name: 'com.phonefarm.clips', activity: '.MainActivity' })
  assert.match(clips.hash, /^[0-9a-f]{12}$/)
})

test('the published schema is current', async () => {
  const published = await readFile(new URL('../data/driver.schema.json', DRIVERS), 'utf8')

  assert.deepEqual(JSON.parse(published), packJsonSchema())
})

test('the reference of every key is current', async () => {
  const page = await readFile(new URL('../docs/driver-packs.md', DRIVERS), 'utf8')

  assert.equal(page, withReference(page, packJsonSchema()))
})

test('every property of a pack says what it is for', () => {
  const silent = [...propertiesOf(packJsonSchema(), '')].filter(
    ({ path, described }) => !described && !/\/(?:kind|find|within|has|after)$/.test(path),
  )

  assert.deepEqual(silent, [])
})

test('the published schema means the same to another validator', async () => {
  const accepts = new Ajv2020().compile(packJsonSchema())
  const clips: unknown = JSON.parse(await readFile(new URL('clips/driver.json', DRIVERS), 'utf8'))

  assert.equal(accepts(clips), true)
  assert.equal(accepts({ ...MINI_DOCUMENT, packge: 'x' }), false)
})

test('another byte in the file is another hash', () => {
  const bytes = Buffer.from(JSON.stringify(MINI_DOCUMENT))

  const one = readPack(bytes, 'mini')
  const other = readPack(Buffer.concat([bytes, Buffer.from('\n')]), 'mini')

  assert.notEqual(one.hash, other.hash)
})

test('the words of every language are alternatives, taken literally', () => {
  const pack = packOf({ ...MINI_DOCUMENT, texts: { nothing: { en: 'Nothing (yet).', de: 'Nichts' } } })

  assert.deepEqual(pack.element('nothing').candidates, [
    { package: 'org.example.mini', text_matches: 'Nothing \\(yet\\)\\.|Nichts' },
  ])
})

/** Every property in a JSON Schema, and whether it has a description. */
function* propertiesOf(schema: unknown, path: string): Generator<{ path: string; described: boolean }> {
  if (schema === null || typeof schema !== 'object') return
  for (const [key, value] of Object.entries(schema)) {
    if (key !== 'properties') yield* propertiesOf(value, path)
    else
      for (const [name, property] of Object.entries(value)) {
        const described = property !== null && typeof property === 'object' && 'description' in property
        yield { path: `${path}/${name}`, described }
        yield* propertiesOf(property, `${path}/${name}`)
      }
  }
}

const BROKEN: readonly { why: string; document: unknown; path: string; message: RegExp }[] = [
  {
    why: 'an unknown field',
    document: { ...MINI_DOCUMENT, packge: 'x' },
    path: '/packge',
    message: /^is not a field of driver packs$/,
  },
  {
    why: 'an unknown field of a selector',
    document: { ...MINI_DOCUMENT, screens: [{ name: 'a', all: [{ find: { idd: 'x' } }] }] },
    path: '/screens/0/all/0/find/idd',
    message: /^is not a field of driver packs$/,
  },
  {
    why: 'a missing field',
    document: { ...MINI_DOCUMENT, feed: undefined },
    path: '/feed',
    message: /^is missing$/,
  },
  {
    why: 'a swipe that starts on the edge of the screen',
    document: {
      ...MINI_DOCUMENT,
      gestures: { next_video: { insets: { left: 0.3, top: 0, right: 0.3, bottom: 0.3 }, duration_ms: 250 } },
    },
    path: '/gestures/next_video/insets/top',
    message: /0\.05/,
  },
  {
    why: 'an element that is not defined',
    document: { ...MINI_DOCUMENT, video: { ...MINI_DOCUMENT.video, page: 'pge' } },
    path: '/video/page',
    message: /^names the element pge, which is not defined$/,
  },
  {
    why: 'a route to a screen that is not defined',
    document: { ...MINI_DOCUMENT, routes: [{ from: ['feed'], to: 'moon', press: 'back' }] },
    path: '/routes/0/to',
    message: /^names the screen moon, which is not defined$/,
  },
  {
    why: 'a pattern that does not compile',
    document: {
      ...MINI_DOCUMENT,
      account: { ...MINI_DOCUMENT.account, username: { element: 'handle', pattern: '(' } },
    },
    path: '/account/username/pattern',
    message: /^is not a regular expression/,
  },
  {
    why: 'a text that is not defined',
    document: { ...MINI_DOCUMENT, texts: {} },
    path: '/elements/nothing/candidates/0/find/text_of',
    message: /^names the text nothing, which is not defined$/,
  },
  {
    why: 'a pattern that could take for ever',
    document: {
      ...MINI_DOCUMENT,
      screens: [{ name: 'feed', all: [{ find: { id: 'x', has: { desc_matches: '(a+)+' } } }] }],
    },
    path: '/screens/0/all/0/find/has/desc_matches',
    message: /^repeats what itself repeats/,
  },
  {
    why: 'an empty selector',
    document: { ...MINI_DOCUMENT, screens: [{ name: 'a', all: [{ find: {} }] }] },
    path: '/screens/0/all/0/find',
    message: /^is empty$/,
  },
  {
    why: 'a selector that only counts',
    document: {
      ...MINI_DOCUMENT,
      waiting: [{ name: 'a', all: [{ find: { nth: 3, within: { id: 'x' } } }] }],
    },
    path: '/waiting/0/all/0/find',
    message: /^tells no node from another/,
  },
  {
    why: 'a selector of the zeroth node',
    document: { ...MINI_DOCUMENT, waiting: [{ name: 'a', all: [{ find: { nth: 0, id: 'x' } }] }] },
    path: '/waiting/0/all/0/find/nth',
    message: /^counts from 1/,
  },
  {
    why: 'selectors in selectors in selectors',
    document: {
      ...MINI_DOCUMENT,
      waiting: [
        {
          name: 'a',
          all: [
            { find: { id: 'a', has: { id: 'b', has: { id: 'c', has: { id: 'd', has: { id: 'e' } } } } } },
          ],
        },
      ],
    },
    path: '/waiting/0/all/0/find/has/has/has/has',
    message: /^is a selector more than 4 deep/,
  },
  {
    why: 'a text inside of another selector that is not defined',
    document: {
      ...MINI_DOCUMENT,
      waiting: [{ name: 'a', all: [{ find: { clickable: true, has: { text_of: 'toString' } } }] }],
    },
    path: '/waiting/0/all/0/find/has/text_of',
    message: /names the text|pattern/,
  },
  {
    why: 'versions the wrong way round',
    document: { ...MINI_DOCUMENT, versions: { from: '1.10', below: '1.9' } },
    path: '/versions',
    message: /^has no version: 1\.10 is not below 1\.9$/,
  },
  {
    why: 'a screen that no route leads to',
    document: {
      ...MINI_DOCUMENT,
      routes: MINI_DOCUMENT.routes.filter(({ to }) => to !== 'switcher'),
    },
    path: '/account/switcher/screen',
    message: /^cannot be reached: no routes lead from feed to switcher$/,
  },
  {
    why: 'a screen that no route leads away from',
    document: {
      ...MINI_DOCUMENT,
      routes: MINI_DOCUMENT.routes.filter(({ from }) => !from.includes('results')),
    },
    path: '/search/results_screen',
    message: /^cannot be left: no routes lead from results to feed$/,
  },
  {
    why: 'a screen that stands apart',
    document: {
      ...MINI_DOCUMENT,
      screens: [...MINI_DOCUMENT.screens, { name: 'shop', all: [{ find: { id: 'x' } }] }],
    },
    path: '/screens/10/name',
    message: /^shop has no route to it or from it$/,
  },
  {
    why: 'two screens of one name',
    document: {
      ...MINI_DOCUMENT,
      screens: [...MINI_DOCUMENT.screens, { name: 'feed', all: [{ find: { id: 'x' } }] }],
    },
    path: '/screens/10/name',
    message: /^feed is taken$/,
  },
  {
    why: 'a challenge that a machine would answer',
    document: {
      ...MINI_DOCUMENT,
      dialogs: [
        {
          name: 'puzzle',
          kind: 'challenge',
          all: [{ find: { id: 'x' } }],
          policy: { kind: 'dismiss', press: 'back' },
        },
      ],
    },
    path: '/dialogs/0/policy/kind',
    message: /^must be account_action_needed for challenge$/,
  },
  {
    why: 'a dialog whose button is not defined',
    document: {
      ...MINI_DOCUMENT,
      dialogs: [
        {
          name: 'crash',
          kind: 'crash',
          all: [{ find: { id: 'x' } }],
          policy: { kind: 'restart_app', tap: 'no_such' },
        },
      ],
    },
    path: '/dialogs/0/policy/tap',
    message: /^names the element no_such, which is not defined$/,
  },
  {
    why: 'a screen that nothing tells',
    document: { ...MINI_DOCUMENT, waiting: [{ name: 'splash', none: [{ find: { id: 'x' } }] }] },
    path: '/waiting/0',
    message: /^does not tell what splash looks like$/,
  },
]

for (const { why, document, path, message } of BROKEN) {
  test(`a pack with ${why} is refused at ${path}`, () => {
    assert.throws(
      () => packOf(document),
      (error) => {
        assert.ok(error instanceof InvalidPack)
        const problem = error.problems.find((one) => one.path === path)
        assert.ok(problem, error.message)
        assert.match(problem.message, message)
        return true
      },
    )
  })
}

test('of a pack with many problems all are told, the first twenty in the message', () => {
  const screens = Array.from({ length: 30 }, (_, index) => ({
    name: `s${index}`,
    all: [{ find: { nth: 1 } }],
  }))

  assert.throws(
    () => packOf({ ...MINI_DOCUMENT, screens: [...MINI_DOCUMENT.screens, ...screens] }),
    (error) => {
      assert.ok(error instanceof InvalidPack)
      assert.equal(error.problems.length, 60)
      assert.match(error.message, /; and 40 more$/)
      return true
    },
  )
})
