import assert from 'node:assert/strict'
import test from 'node:test'
import { createCatalog } from '../../../src/virtual-phone/content/catalog.ts'
import { videoAt } from '../../../src/virtual-phone/content/videos.ts'
import { TOPICS } from '../../../src/virtual-phone/content/words.ts'

const COUNT = 400
const many = Array.from({ length: COUNT }, (_, index) => videoAt(1, index))

test('a video is the same for the same seed and index, and another for another seed', () => {
  assert.deepEqual(videoAt(7, 41), videoAt(7, 41))
  assert.notDeepEqual(videoAt(7, 41), videoAt(8, 41))
})

test('no two videos share an id', () => {
  assert.equal(new Set(many.map(({ video_id }) => video_id)).size, COUNT)
})

test('videos last 12 to 45 seconds and have a caption, hashtags and a sound', () => {
  for (const { durationSeconds, caption, hashtags, sound } of many) {
    assert.ok(durationSeconds >= 12 && durationSeconds <= 45)
    assert.ok(caption !== '' && sound !== '' && hashtags.length > 0)
    assert.doesNotMatch(caption, /[{}]/)
  }
})

test('a feed mixes every topic and language', () => {
  const catalog = createCatalog(1)
  const feed = Array.from({ length: 200 }, (_, position) => catalog.feed('clips_user01', position))

  assert.deepEqual(new Set(feed.map(({ topic }) => topic)), new Set(TOPICS))
  assert.deepEqual([...new Set(feed.map(({ language }) => language))].toSorted(), [
    'ar',
    'de',
    'en',
    'es',
    'fr',
    'ja',
    'pt',
  ])
})

test('a feed shows no video twice before it has shown all', () => {
  const catalog = createCatalog(1)
  const ids = Array.from({ length: 2_000 }, (_, position) => catalog.feed('clips_user01', position).video_id)

  assert.equal(new Set(ids).size, 2_000)
})

const SEARCHES: [query: string, topic: (typeof TOPICS)[number]][] = [
  ['meal prep', 'meal prep'],
  ['recetas saludables', 'meal prep'],
  ['Zimmerpflanzen', 'houseplants'],
  ['dogs', 'pets'],
  ['rapidas', 'meal prep'],
  ['お弁当', 'meal prep'],
]
for (const [query, topic] of SEARCHES) {
  test(`most of what ${query} finds is about ${topic}`, () => {
    const found = createCatalog(1).search(query)

    const fitting = found.filter((video) => video.topic === topic)
    assert.ok(found.length > 0)
    assert.ok(fitting.length / found.length > 0.7, `${fitting.length} of ${found.length}`)
  })
}

test('words that occur nowhere find nothing', () => {
  assert.deepEqual(createCatalog(1).search('xylophone repair'), [])
  assert.deepEqual(createCatalog(1).search('   '), [])
})

test('the same search finds the same videos in the same order', () => {
  assert.deepEqual(createCatalog(3).search('travel'), createCatalog(3).search('Travel '))
})
