import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFixtures, withoutFixture, type Fixture } from '../../src/driving/check-fixtures.ts'
import { tryRules } from '../../src/driving/explain-recognition.ts'
import { parseScreen } from '../../src/devices/screen-parser.ts'
import { MINI_DOCUMENT, packOf } from './support/mini-pack.ts'
import { PACKAGE } from './support/mini-tree.ts'

const pack = packOf(MINI_DOCUMENT)

function fixture(file: string, ...ids: string[]): Fixture {
  const nodes = ids.map(
    (id) => `<node package="${PACKAGE}" resource-id="${PACKAGE}:id/${id}" text="@x" bounds="[0,0][9,9]"/>`,
  )
  return { file, screen: parseScreen(`<hierarchy>${nodes.join('')}</hierarchy>`) }
}

const status = (one: Fixture) =>
  checkFixtures(pack, [one]).map(({ seen, ok, elements }) => ({
    seen,
    ok,
    elements: Object.fromEntries(elements.map(({ element, status }) => [element, status])),
  }))

test('a recorded screen that has everything by the first candidates is fine', () => {
  assert.deepEqual(status(fixture('profile.en.xml', 'handle', 'edit', 'switch')), [
    { seen: 'profile', ok: true, elements: { handle: 'found', edit: 'found', switch: 'found' } },
  ])
})

test('a recorded screen tells what is missing on it', () => {
  assert.deepEqual(status(fixture('profile-narrow.de.xml', 'handle', 'edit')), [
    { seen: 'profile', ok: false, elements: { handle: 'found', edit: 'found', switch: 'missing' } },
  ])
})

test('a recorded screen that is taken for another one is told by that name', () => {
  assert.deepEqual(status(fixture('feed.en.xml', 'handle')), [{ seen: 'profile', ok: false, elements: {} }])
})

test('a recorded screen named unknown must not be taken for anything', () => {
  assert.deepEqual(status(fixture('unknown-advert.en.xml', 'advert')), [
    { seen: 'unknown', ok: true, elements: {} },
  ])
})

test('a recorded dialog has to have what it is answered with', () => {
  const xml = `<hierarchy><node package="${PACKAGE}" text="rate_us" bounds="[0,0][9,9]"/></hierarchy>`
  const dialog = { file: 'rate_us.en.xml', screen: parseScreen(xml) }

  assert.deepEqual(status(dialog), [{ seen: 'rate_us', ok: false, elements: { dialog_rate_us: 'missing' } }])
})

test('screens and dialogs without a recording are named', () => {
  const missing = withoutFixture(pack, [{ file: 'feed.en.xml' }, { file: 'rate_us-big.en.xml' }])

  assert.ok(!missing.includes('feed') && !missing.includes('rate_us'))
  assert.ok(missing.includes('profile') && missing.includes('login_required'))
})

test('a rule that almost fits says what it lacks, and which one must not be there', () => {
  const rules = tryRules(pack, fixture('x.xml', 'page', 'player_back').screen)

  const feed = rules.find(({ rule }) => rule === 'screen feed')
  const player = rules.find(({ rule }) => rule === 'screen player')
  const search = rules.find(({ rule }) => rule === 'screen search')
  assert.deepEqual(feed?.failed, [`must not be there: {"id":"${PACKAGE}:id/player_back"}`])
  assert.deepEqual(player, { rule: 'screen player', fits: true, held: 2, failed: [] })
  assert.deepEqual(search?.failed, [`not there: {"id":"${PACKAGE}:id/query"}`])
})
