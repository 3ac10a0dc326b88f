import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { pino } from 'pino'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action } from '../../src/domain/action.ts'
import type { AppDriver } from '../../src/domain/app-driver.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { type Evidence, NO_EVIDENCE } from '../../src/domain/evidence.ts'
import type { PhoneSession } from '../../src/domain/phone-session.ts'
import { centerOf, findNodes } from '../../src/domain/selector.ts'
import { driveApp } from '../../src/driving/drive-app.ts'
import { loadPacks } from '../../src/driving/load-packs.ts'
import { startDevices, type StartedDevices } from './started-devices.ts'
import { actionDeps } from '../support/action-deps.ts'

const NEVER = new AbortController().signal

const PhoneStory = Type.Object({
  signed_in: Type.Union([Type.String(), Type.Null()]),
  screen: Type.String(),
  accounts: Type.Array(Type.Object({ display_name: Type.String(), bio: Type.String() })),
  watched: Type.Array(Type.Object({ author: Type.String(), source: Type.String(), seconds: Type.Number() })),
})

let farm: StartedDevices
let session: PhoneSession
let driver: AppDriver
const kept: Evidence[] = []
const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' })

before(async () => {
  farm = await startDevices(1)
  const packs = await loadPacks(new URL('drivers/', import.meta.resolve('#package.json')))
  const pack = packs.find('clips')
  assert.ok(pack)
  session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  const evidence = { ...NO_EVIDENCE, keep: async (piece: Evidence) => void kept.push(piece) }
  driver = driveApp({ pack, session, clock: systemClock, log, evidence })
})
after(() => farm.stop())

/** What the phone itself tells. */
async function story() {
  const answer = await fetch(`${farm.fleet.controlUrl}/phones/vp-01`)
  return Value.Parse(PhoneStory, await answer.json())
}

function act(action: Action) {
  const account = { account_id: 'account_virtual_01', app: 'clips', username: 'clips_user01' }
  return runAction(actionDeps({ driver, clock: systemClock, action, account }), NEVER)
}

test('a warmup goes on through everything that apps and phones put in its way', async () => {
  const dialogs = [
    { kind: 'rate_us', language: 'es' },
    { kind: 'anr', language: 'pt' },
    { kind: 'battery_low', language: 'de' },
    { kind: 'cookie_consent' },
    { kind: 'crash', language: 'fr' },
    { kind: 'sim_removed', language: 'en' },
    { kind: 'heads_up', text: 'Software update available' },
    { kind: 'foreign', text: 'Speed up your games!' },
  ]
  for (const [index, dialog] of dialogs.entries()) {
    await farm.fault(1, { fault: 'dialog', ...dialog, after_ms: index * 3_000 })
  }

  const result = await act({
    name: 'fyp_warmup',
    inputs: { videos: 8, watch_seconds: { min: 2, max: 2 }, max_minutes: 5 },
  })

  assert.equal(result.videos_seen, 8)
  // The app crashes once: whether the video in front had begun to play by then, and counts as watched, is up to the moment.
  assert.ok(Number(result.videos_skipped) <= 1, `${String(result.videos_skipped)} skipped`)
  assert.equal(Number(result.videos_watched) + Number(result.videos_skipped), 8)
  assert.ok(driver.interruptions() >= 6, `${driver.interruptions()} dialogs`)
  // A window cuts the phone's own count of a video in two, so only the whole of it can be compared.
  const played = (await story()).watched.filter(({ source }) => source === 'feed')
  const seconds = played.reduce((sum, video) => sum + video.seconds, 0)
  assert.ok(seconds >= 2 * Number(result.videos_watched), `${seconds} s of ${played.length} videos`)
  assert.deepEqual(
    kept.filter(({ kind }) => kind === 'hierarchy').map(({ detail }) => detail['package']),
    ['com.vendor.gamehub'],
  )
})

test('a search waits for its network, and a save tries again', async () => {
  await farm.fault(1, { fault: 'network', state: 'offline', for_ms: 9_000 })

  assert.equal(await driver.search('meal prep', NEVER), true)
  await farm.fault(1, { fault: 'network', state: 'slow', for_ms: 20_000 })
  await driver.saveProfileField('bio', 'saved on a bad line', NEVER)

  assert.equal((await story()).accounts[0]?.bio, 'saved on a bad line')
})

/** As they stand in the request; what the phone then has is the same, letter by letter, but that its servers compose the accents of names. */
const TEXTS = [
  { what: 'emoji sequences and flags', name: '👩‍👩‍👧‍👦 🇩🇪', bio: '🏳️‍🌈 👍🏽 1️⃣ ❤️‍🔥 quick dinners' },
  { what: 'accents, composed and not', name: 'Caf\u00e9 Cafe\u0301', bio: 'naïve façade Ǆ Å Å' },
  {
    what: 'Arabic and Hebrew with marks that direct',
    name: 'مرحبا بالعالم',
    bio: '\u200fשלום\u200e עולם \u2067abc\u2069',
  },
  { what: 'Chinese, Japanese, Korean', name: '日本語と中文', bio: '안녕하세요 𠮷野家 ｶﾀｶﾅ' },
  { what: 'letters beyond the first plane', name: '𝔘𝔫𝔦𝔠𝔬𝔡𝔢', bio: '𐍈 𝄞 🀄' },
  { what: 'what markup and shells would read', name: `"A" & 'B' <c>`, bio: '$(id) `ls` \\ %s {{x}} \\u0041' },
  { what: 'a backslash and n at the end', name: 'Tips', bio: String.raw`one\ntwo\n` },
]

for (const { what, name, bio } of TEXTS) {
  test(`a profile takes ${what}`, async () => {
    await act({ name: 'edit_profile', params: { display_name: name, bio } })

    const account = (await story()).accounts[0]
    assert.deepEqual([account?.display_name, account?.bio], [name.normalize('NFC'), bio])
  })
}

test('the action of the keyboard submits a search, and the keyboard is the one it was before', async () => {
  const keyboard = await defaultKeyboard()
  await driver.search('travel', NEVER)
  await tapOn('com.phonefarm.clips:id/back_button', 'com.phonefarm.clips:id/results_query')
  await tapOn('com.phonefarm.clips:id/results_query', 'com.phonefarm.clips:id/search_input')
  await tapOn('com.phonefarm.clips:id/search_input', 'com.phonefarm.clips:id/search_input')
  await session.setText({ id: 'com.phonefarm.clips:id/search_input' }, 'café 🍝', NEVER)

  await session.editorAction('search', NEVER)

  await until('com.phonefarm.clips:id/results_query')
  assert.equal(await defaultKeyboard(), keyboard)
})

test('a dialog that nobody knows ends the step in its own words, kept as evidence and untouched', async () => {
  kept.length = 0
  await farm.fault(1, { fault: 'dialog', kind: 'unknown', text: '¡Gana un teléfono hoy!' })

  await assert.rejects(driver.openFeed(NEVER), {
    category: 'app_changed',
    message: /an unknown screen: com\.phonefarm\.clips with "¡Gana un teléfono hoy!", "X", "GO"$/,
  })

  assert.match(String(kept[0]?.content), /text="¡Gana un teléfono hoy!"/)
  const { screen, signed_in } = await story()
  assert.deepEqual([screen, signed_in], ['dialog:unknown', 'clips_user01'])
  await farm.fault(1, { fault: 'clear' })
})

test('a challenge is handed to a person and left alone', async () => {
  await farm.fault(1, { fault: 'dialog', kind: 'challenge' })

  await assert.rejects(driver.openFeed(NEVER), {
    category: 'account_action_needed',
    message: /^Clips asks for a person \(challenge\): com\.phonefarm\.clips with "Verify it’s you"/,
  })

  assert.equal((await story()).screen, 'dialog:challenge')
  await farm.fault(1, { fault: 'clear' })
  assert.equal(await driver.signedInUsername(NEVER), 'clips_user01')
})

async function tapOn(id: string, next: string): Promise<void> {
  const node = await until(id)
  await session.tap(centerOf(node.bounds), NEVER)
  await until(next)
}

async function until(id: string) {
  const deadline = AbortSignal.timeout(20_000)
  for (;;) {
    const [node] = findNodes((await session.readScreen(deadline)).root, { id })
    if (node) return node
  }
}

async function defaultKeyboard(): Promise<string> {
  const command = [
    '-P',
    String(farm.adbPort),
    '-s',
    farm.serialOf(1),
    'shell',
    'settings get secure default_input_method',
  ]
  return (await promisify(execFile)('adb', command)).stdout
}
