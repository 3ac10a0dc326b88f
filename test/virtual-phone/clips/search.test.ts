import assert from 'node:assert/strict'
import test from 'node:test'
import { createTestScreen } from '../../support/virtual-screen.ts'

async function searchFor(query: string) {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('search_button', 'search_input')
  screen.input.typeCharacters(query)
  screen.input.key(66)
  await screen.clock.advance(3_000)
  return screen
}

const texts = (screen: Awaited<ReturnType<typeof searchFor>>, id: string) =>
  screen.nodes().flatMap(({ resourceId, text }) => (resourceId?.endsWith(`:id/${id}`) ? [text] : []))

const fling = { from: { x: 360, y: 1300 }, to: { x: 360, y: 500 }, durationMs: 120, releaseSpeed: 7_000 }

test('an empty field shows its hint and cannot be submitted', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('search_button')
  assert.equal(screen.node('search_input').hint, 'Search')

  await screen.go('search_submit')

  assert.equal(screen.clips.screen(), 'search')
})

test('suggestions come 400 ms after the text', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('search_button', 'search_input')
  screen.input.typeCharacters('tra')
  await screen.clock.advance(399)
  assert.equal(screen.has('suggestion_text'), false)
  await screen.clock.advance(1)

  assert.equal(screen.node('suggestion_text').text, 'tra')
  await screen.go('suggestion_row')
  assert.equal(screen.clips.screen(), 'results')
})

test('results load with a spinner and then settle', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('search_button', 'search_input')
  screen.input.typeCharacters('travel')
  screen.tapOn('search_submit')
  await screen.clock.advance(450)
  assert.equal(screen.has('results_loading'), true)
  await screen.clock.advance(2_500)

  assert.equal(screen.has('results_loading'), false)
  assert.ok(texts(screen, 'result_caption').length >= 4)
})

test('words that nothing matches find nothing, in the app’s words', async () => {
  const screen = await searchFor('xylophone repair')

  assert.equal(screen.node('no_results').text, 'No results found')
})

test('a fling scrolls the grid on for a while, in recycled cells', async () => {
  const screen = await searchFor('recipes')
  const before = texts(screen, 'result_caption')
  const keys = new Set(screen.nodes().map(({ key }) => key))

  assert.equal(screen.input.swipe(fling), true)
  const moving = screen.node('result_item').bounds.top
  await screen.clock.advance(100)
  assert.notEqual(screen.node('result_item').bounds.top, moving)
  await screen.clock.advance(3_000)

  assert.notDeepEqual(texts(screen, 'result_caption'), before)
  const cells = screen.nodes().filter(({ resourceId }) => resourceId?.endsWith(':id/result_item'))
  assert.ok(cells.some(({ key }) => keys.has(key)))
})

test('a touch on a moving list only stops it', async () => {
  const screen = await searchFor('recipes')
  screen.input.swipe(fling)
  await screen.clock.advance(100)

  await screen.go('result_item')

  assert.equal(screen.clips.screen(), 'results')
})

test('at its end the list says that nothing scrolls', async () => {
  const screen = await searchFor('recipes')
  for (let times = 0; times < 20; times++) {
    screen.input.swipe(fling)
    await screen.clock.advance(3_000)
  }

  assert.equal(screen.input.swipe(fling), false)
})

test('a result opens in the player, recorded with its keyword', async () => {
  const screen = await searchFor('meal prep')
  const caption = screen.node('result_caption').text
  await screen.go('result_item')
  await screen.clock.advance(4_000)

  assert.equal(screen.clips.screen(), 'player')
  assert.equal(screen.node('caption').text, caption)
  const last = screen.clips.watched().at(-1)
  assert.deepEqual([last?.source, last?.keyword], ['search', 'meal prep'])
})

test('swiping up walks through the results and stays on the last', async () => {
  const screen = await searchFor('offside')
  await screen.go('result_item')
  const seen: (string | null)[] = []
  while (screen.flickUp()) {
    await screen.clock.advance(1_000)
    seen.push(screen.node('author_name').text)
  }
  await screen.clock.advance(1_000)

  assert.ok(seen.length > 0)
  assert.equal(screen.node('author_name').text, seen.at(-1))
  assert.equal(screen.clips.watched().filter(({ source }) => source === 'search').length, seen.length + 1)
})
