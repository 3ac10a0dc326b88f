import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { runAction, type RunActionDeps } from '../../src/actions/run-action.ts'
import type { Action, ActionProgress } from '../../src/domain/action.ts'
import type { AppDriver } from '../../src/domain/app-driver.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { driveApp } from '../../src/driving/drive-app.ts'
import { loadPacks } from '../../src/driving/load-packs.ts'
import type { Pack } from '../../src/driving/pack.ts'
import { startDevices, type StartedDevices } from './started-devices.ts'
import { actionDeps } from '../support/action-deps.ts'

const NEVER = new AbortController().signal

const PhoneStory = Type.Object({
  signed_in: Type.Union([Type.String(), Type.Null()]),
  accounts: Type.Array(
    Type.Object({ username: Type.String(), display_name: Type.String(), bio: Type.String() }),
  ),
  watched: Type.Array(
    Type.Object({
      author: Type.String(),
      source: Type.String(),
      keyword: Type.Union([Type.String(), Type.Null()]),
      account: Type.String(),
      seconds: Type.Number(),
    }),
  ),
  edits: Type.Array(Type.Object({ field: Type.String(), before: Type.String(), after: Type.String() })),
})

let farm: StartedDevices
let pack: Pack
let driver: AppDriver
const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' })

before(async () => {
  farm = await startDevices(1)
  const packs = await loadPacks(new URL('drivers/', import.meta.resolve('#package.json')))
  const clips = packs.find('clips')
  assert.ok(clips)
  pack = clips
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  driver = driveApp({ pack, session, clock: systemClock, log })
})
after(() => farm.stop())

/** What the phone itself tells. */
async function story() {
  const answer = await fetch(`${farm.fleet.controlUrl}/phones/vp-01`)
  return Value.Parse(PhoneStory, await answer.json())
}

function act(action: Action, given: Partial<RunActionDeps> = {}) {
  const saved: ActionProgress[] = []
  const account = { account_id: 'account_virtual_01', app: 'clips', username: 'clips_user01' }
  const saveProgress = async (progress: ActionProgress) => void saved.push(progress)
  const deps = actionDeps({
    driver,
    clock: systemClock,
    action,
    account,
    saveProgress,
    packHash: pack.hash,
    ...given,
  })
  const result = runAction(deps, NEVER)
  return { result, saved }
}

test('the other account of the phone is switched to, and back', async () => {
  assert.equal(await driver.signedInUsername(NEVER), 'clips_user01')

  await driver.switchAccount('clips_alt01', NEVER)
  assert.equal(await driver.signedInUsername(NEVER), 'clips_alt01')
  assert.equal((await story()).signed_in, 'clips_alt01')

  await driver.switchAccount('clips_user01', NEVER)
  assert.equal(await driver.signedInUsername(NEVER), 'clips_user01')
  await assert.rejects(driver.switchAccount('clips_user99', NEVER), { category: 'account_mismatch' })
})

test('a keyword warmup watches on the phone what it says it watched', async () => {
  const { result, saved } = act({
    name: 'keyword_warmup',
    inputs: {
      keywords: ['meal prep', 'zzzz qqqq'],
      videos_per_keyword: 3,
      watch_seconds: { min: 1, max: 2 },
      max_minutes: 5,
    },
  })
  const { videos_seen, videos_watched, videos_skipped, seconds_watched, keywords } = await result
  const { watched } = await story()

  const ofSearch = watched.filter(({ source }) => source === 'search')
  assert.equal(videos_seen, 3)
  assert.equal(Number(videos_watched) + Number(videos_skipped), 3)
  assert.equal(saved.length, 3)
  assert.deepEqual(
    ofSearch.map(({ keyword, account }) => [keyword, account]),
    Array.from({ length: 3 }, () => ['meal prep', 'clips_user01']),
  )
  const onPhone = ofSearch.reduce((sum, { seconds }) => sum + seconds, 0)
  assert.ok(
    onPhone >= Number(seconds_watched) - 0.2,
    `${onPhone} s on the phone, ${String(seconds_watched)} s told`,
  )
  assert.deepEqual(keywords, [
    { keyword: 'meal prep', seen: 3, watched: videos_watched, skipped: videos_skipped },
    { keyword: 'zzzz qqqq', seen: 0, watched: 0, skipped: 0 },
  ])
})

test('a feed warmup goes from video to video, whatever dialogs come up', async () => {
  await farm.fault(1, { fault: 'dialog', kind: 'rate_us' })
  await farm.fault(1, { fault: 'dialog', kind: 'update_available', after_ms: 4_000 })
  await farm.fault(1, { fault: 'dialog', kind: 'network_error', after_ms: 8_000 })

  const { result } = act({
    name: 'fyp_warmup',
    inputs: { videos: 5, watch_seconds: { min: 2, max: 2 }, max_minutes: 5 },
  })

  assert.equal((await result).videos_watched, 5)
  const ofFeed = (await story()).watched.filter(({ source }) => source === 'feed').slice(-5)
  assert.equal(new Set(ofFeed.map(({ author }) => author)).size, 5)
  for (const { author, seconds } of ofFeed) assert.ok(seconds >= 2, `${author}: ${seconds} s`)
})

test('a profile is edited, read back, and the phone agrees', async () => {
  const { result } = act({
    name: 'edit_profile',
    params: { display_name: 'weekday meals', bio: 'quick dinners 🍝 & more', username: 'weekday.meals' },
  })

  assert.deepEqual((await result).fields, {
    username: { before: 'clips_user01', after: 'weekday.meals', changed: true, verified: true },
    display_name: { before: 'Clips User 01', after: 'weekday meals', changed: true, verified: true },
    bio: { before: '', after: 'quick dinners 🍝 & more', changed: true, verified: true },
  })
  const { accounts, edits } = await story()
  assert.deepEqual(accounts[0], {
    username: 'weekday.meals',
    display_name: 'weekday meals',
    bio: 'quick dinners 🍝 & more',
  })
  assert.deepEqual(
    edits.map(({ field }) => field),
    ['username', 'display_name', 'bio'],
  )
})

test('a taken username ends with the words of the app, and nothing is changed', async () => {
  const username = await driver.signedInUsername(NEVER)
  const account = { account_id: 'account_virtual_01', app: 'clips', username }
  const before = (await story()).edits.length
  const { result } = act(
    { name: 'edit_profile', params: { username: 'official', bio: 'other' } },
    { account },
  )

  await assert.rejects(result, {
    category: 'input',
    message: "Clips refuses the username: This username isn't available",
  })
  assert.equal((await story()).edits.length, before)
})

test('an app that asks for a login waits for a person', async () => {
  await farm.fault(1, { fault: 'sign_out' })

  await assert.rejects(driver.signedInUsername(NEVER), { category: 'account_action_needed' })
  await farm.fault(1, { fault: 'clear' })
})
