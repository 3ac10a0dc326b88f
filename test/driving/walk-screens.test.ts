import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { KEY } from '../../src/domain/phone-session.ts'
import type { Pack } from '../../src/driving/pack.ts'
import { walkScreens, type WalkedScreen } from '../../src/driving/walk-screens.ts'
import { createClipsScene } from './support/clips-scene.ts'
import { createAutoClock } from './support/auto-clock.ts'
import { createMiniApp } from './support/mini-app.ts'
import { MINI_DOCUMENT, packOf } from './support/mini-pack.ts'
import { createMiniSession } from './support/mini-session.ts'

const NEVER = new AbortController().signal
const log = pino({ level: 'silent' })
const VIDEOS = ['ana', 'bo', 'cy'].map((author) => ({
  author,
  caption: `cooking with ${author}`,
  sound: 'a song',
  hashtags: [],
}))

/** The walk on the scripted app, and what it did there. */
async function walkMini(pack: Pack, words = 'pasta') {
  const clock = createAutoClock()
  const app = createMiniApp(clock, { feed: VIDEOS, results: { pasta: VIDEOS } })
  const session = createMiniSession(app, clock)
  app.start()
  const walked: WalkedScreen[] = []
  for await (const screen of walkScreens({ pack, session, clock, log, words }, NEVER)) walked.push(screen)
  return { walked, app, session }
}

const outcomes = (walked: readonly WalkedScreen[]) =>
  Object.fromEntries(walked.map(({ screen, outcome }) => [screen, outcome]))
const problems = (walked: readonly WalkedScreen[]) =>
  walked.flatMap(({ screen, elements }) =>
    elements
      .filter(({ status }) => status !== 'found' && status !== 'not_shown')
      .map(({ element, status, candidate }) => ({ screen, element, status, candidate })),
  )

test('every screen of the clips pack is reached on the virtual phone, with every element by its first candidate', async () => {
  const { pack, session, clock } = await createClipsScene()

  const walked: WalkedScreen[] = []
  for await (const screen of walkScreens({ pack, session, clock, log, words: 'travel' }, NEVER))
    walked.push(screen)

  assert.deepEqual(outcomes(walked), {
    feed: 'recognized',
    profile: 'recognized',
    edit_profile: 'recognized',
    account_switcher: 'recognized',
    edit_name: 'recognized',
    edit_username: 'recognized',
    edit_bio: 'recognized',
    search: 'recognized',
    results: 'recognized',
    player: 'recognized',
    inbox: 'no_way',
  })
  assert.deepEqual(problems(walked), [])
})

test('a walk leaves accounts as they were, and the signed-in one', async () => {
  const { pack, session, clock, screen } = await createClipsScene()
  const before = structuredClone(screen.clips.accounts())

  for await (const walked of walkScreens({ pack, session, clock, log, words: 'travel' }, NEVER)) void walked

  assert.deepEqual(screen.clips.accounts(), before)
  assert.equal(screen.clips.signedIn(), 'clips_user01')
})

test('what is found by a later candidate is drift, with its number', async () => {
  const { walked } = await walkMini(packOf(MINI_DOCUMENT))

  assert.deepEqual(problems(walked), [
    { screen: 'feed', element: 'caption', status: 'drift', candidate: 2 },
    { screen: 'player', element: 'caption', status: 'drift', candidate: 2 },
  ])
})

test('what a pack reads is told, and what is there but says something else is a fault of the pack', async () => {
  const author = { element: 'author', pattern: '%(.+)' }
  const bent = { ...MINI_DOCUMENT, video: { ...MINI_DOCUMENT.video, author } }

  const { walked } = await walkMini(packOf(bent))

  const profile = walked.find(({ screen }) => screen === 'profile')?.elements
  assert.equal(profile?.find(({ element }) => element === 'handle')?.value, 'vera')
  assert.ok(problems(walked).some(({ element, status }) => element === 'author' && status === 'unreadable'))
})

test('a screen that a broken locator leads to is not reached, nor what lies behind it, and the rest is', async () => {
  const elements = { ...MINI_DOCUMENT.elements, edit: { candidates: [{ find: { id: 'gone' } }] } }

  const { walked } = await walkMini(packOf({ ...MINI_DOCUMENT, elements }))

  assert.deepEqual(outcomes(walked), {
    feed: 'recognized',
    profile: 'recognized',
    edit_profile: 'not_reached',
    switcher: 'recognized',
    edit_display_name: 'not_reached',
    edit_username: 'not_reached',
    edit_bio: 'not_reached',
    search: 'recognized',
    results: 'recognized',
    player: 'recognized',
  })
  const behind = walked.find(({ screen }) => screen === 'edit_bio')
  assert.equal(behind?.why, 'the way leads over edit_profile')
  assert.ok(problems(walked).some(({ element, status }) => element === 'edit' && status === 'missing'))
})

test('words without results are told, and the player is not looked for', async () => {
  const { walked } = await walkMini(packOf(MINI_DOCUMENT), 'nothing')

  const results = walked.find(({ screen }) => screen === 'results')
  assert.equal(results?.why, 'Mini finds nothing for "nothing": give it other words')
  assert.equal(outcomes(walked)['player'], 'not_reached')
})

test('words are typed in the search alone, and no save or account is tapped', async () => {
  const { session, app } = await walkMini(packOf(MINI_DOCUMENT))

  assert.deepEqual(
    session.touches.filter((touch) => touch.startsWith('type')),
    ['type "pasta"'],
  )
  assert.ok(!session.touches.includes('tap save'))
  assert.ok(!session.touches.includes('tap switch_row'))
  assert.ok(!session.touches.includes(`key ${KEY.enter}`))
  assert.deepEqual(app.accounts, [{ display_name: 'Vera', username: 'vera', bio: '' }])
})

const HARMFUL: [what: string, document: object][] = [
  [
    'a route that taps the save of an edit screen is not gone',
    {
      ...MINI_DOCUMENT,
      routes: MINI_DOCUMENT.routes.map((route) =>
        route.from.includes('edit_bio') ? { from: route.from, to: 'edit_profile', tap: 'save' } : route,
      ),
    },
  ],
  [
    'a route that taps the save under another name is stopped at the last moment',
    {
      ...MINI_DOCUMENT,
      elements: { ...MINI_DOCUMENT.elements, tick: MINI_DOCUMENT.elements.save },
      routes: MINI_DOCUMENT.routes.map((route) =>
        route.from.includes('edit_bio') ? { from: route.from, to: 'edit_profile', tap: 'tick' } : route,
      ),
    },
  ],
  [
    'a route that taps an account is stopped at the last moment',
    {
      ...MINI_DOCUMENT,
      elements: { ...MINI_DOCUMENT.elements, row: MINI_DOCUMENT.elements.switch_row },
      routes: [
        ...MINI_DOCUMENT.routes.filter(({ from }) => !from.includes('switcher')),
        { from: ['switcher'], to: 'profile', tap: 'row' },
        { from: ['edit_profile'], to: 'profile', press: 'back' },
      ],
    },
  ],
]

for (const [what, document] of HARMFUL) {
  test(what, async () => {
    const { session } = await walkMini(packOf(document))

    assert.ok(!session.touches.includes('tap save'))
    assert.ok(!session.touches.includes('tap switch_row'))
  })
}
