import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action, ActionProgress, ItemResult } from '../../src/domain/action.ts'
import type { PhoneSession } from '../../src/domain/phone-session.ts'
import { driveApp } from '../../src/driving/drive-app.ts'
import type { MiniOptions } from '../driving/support/mini-app.ts'
import { MINI_DOCUMENT, packOf } from '../driving/support/mini-pack.ts'
import { createScene, videos, type MiniScene } from '../driving/support/mini-scene.ts'
import { judgeBy, setUp } from './support.ts'

/** The daemon died: nothing of its run goes on. */
class Death extends Error {}

/**
 * Counts what leaves the daemon (commands to the phone, writes to the disk) and dies when the n-th has had its effect and before it is told,
 * counted from 1; before the first one nothing has happened yet. Null lives on.
 */
function createFate(lastCall: number | null) {
  let calls = 0
  let dead = false
  return {
    calls: () => calls,
    async around<T>(effect: () => Promise<T>): Promise<T> {
      if (dead) throw new Death()
      calls++
      dead = calls === lastCall
      const answer = await effect()
      if (dead) throw new Death()
      return answer
    },
  }
}

type Fate = ReturnType<typeof createFate>

/** What outlives the daemon beside the phone: its disk. */
interface Disk {
  progress: ActionProgress | null
  username: string
}

interface Place {
  scene: MiniScene
  disk: Disk
  /** Fields that were typed although the phone had the value already. */
  blindRepeats: string[]
}

function openPlace(options: MiniOptions): Place {
  const scene = createScene(options)
  return { scene, disk: { progress: null, username: 'vera' }, blindRepeats: [] }
}

function mortalSession({ scene, blindRepeats }: Place, fate: Fate): PhoneSession {
  const { session, app } = scene
  return {
    ...session,
    readScreen: (signal) => fate.around(() => session.readScreen(signal)),
    tap: (at, signal) => fate.around(() => session.tap(at, signal)),
    swipe: (swipe, signal) => fate.around(() => session.swipe(swipe, signal)),
    pressKey: (code, signal) => fate.around(() => session.pressKey(code, signal)),
    editorAction: (action, signal) => fate.around(() => session.editorAction(action, signal)),
    hideKeyboard: (signal) => fate.around(() => session.hideKeyboard(signal)),
    restartApp: (signal) => fate.around(() => session.restartApp(signal)),
    setText(field, text, signal) {
      const name = app.screen.replace('edit_', '')
      const values = new Map<string, string>(Object.entries(app.accounts[app.signedIn] ?? {}))
      if (values.get(name) === text) blindRepeats.push(name)
      return fate.around(() => session.setText(field, text, signal))
    },
  }
}

/** One attempt of a daemon, from a cold start of the app. @returns undefined when it died */
async function live(place: Place, action: Action, fate: Fate): Promise<ItemResult | undefined> {
  const { scene, disk } = place
  scene.app.start()
  const { clock } = scene
  const session = mortalSession(place, fate)
  const { deps } = setUp(scene, action, {
    driver: driveApp({ pack: packOf(MINI_DOCUMENT), session, clock, log: pino({ level: 'silent' }) }),
    judge: judgeBy(/number [^2]/),
    account: { account_id: 'account_1', app: 'mini', username: disk.username },
    progress: disk.progress,
    saveProgress: (progress) =>
      fate.around(async () => {
        disk.progress = progress
        if (progress.kind === 'edit_profile' && progress.fields.username?.verified === true)
          disk.username = progress.fields.username.after
        await Promise.resolve()
      }),
  })
  try {
    return await runAction(deps, scene.signal)
  } catch (error) {
    if (error instanceof Death) return undefined
    throw error
  }
}

/** Everything that a caller can see of the result, but for how long videos played: that is the phone's matter. */
function seen(result: ItemResult): ItemResult {
  return { ...result, seconds_watched: undefined }
}

/** Which videos were counted. */
function counted({ progress }: Disk): readonly string[] {
  return progress?.kind === 'warmup' ? progress.fingerprints : []
}

/** How often a profile was saved on the phone. */
const saves = ({ scene }: Place) => scene.session.touches.filter((touch) => touch === 'tap save').length

const KEYWORD: Action = {
  name: 'keyword_warmup',
  inputs: {
    keywords: ['pasta', 'bread'],
    videos_per_keyword: 2,
    watch_seconds: { min: 1, max: 2 },
    max_minutes: 30,
  },
}
const FYP: Action = {
  name: 'fyp_warmup',
  inputs: { videos: 3, watch_seconds: { min: 1, max: 2 }, max_minutes: 30 },
}
const EDIT: Action = {
  name: 'edit_profile',
  params: { username: 'vera.2', display_name: 'weekday meals', bio: 'quick dinners' },
}

const WORK: { action: Action; options: MiniOptions }[] = [
  { action: KEYWORD, options: { results: { pasta: videos('pasta', 9), bread: videos('bread', 9) } } },
  { action: FYP, options: {} },
  { action: EDIT, options: {} },
  // The other account must never be taken for the one that is being renamed.
  {
    action: EDIT,
    options: {
      accounts: [
        { display_name: 'Other', username: 'other', bio: '' },
        { display_name: 'Vera', username: 'vera', bio: 'old' },
      ],
    },
  },
]

for (const { action, options } of WORK) {
  const accounts = options.accounts?.length ?? 1
  test(`${action.name} with ${accounts} account(s), killed at any moment, ends as if it had not been`, async () => {
    const untouched = openPlace(options)
    const fate = createFate(null)
    const expected = await live(untouched, action, fate)
    assert.ok(expected)
    assert.ok(fate.calls() > 20, `${fate.calls()} calls`)

    for (let call = 1; call <= fate.calls(); call++) {
      const place = openPlace(options)
      assert.equal(await live(place, action, createFate(call)), undefined)

      const result = await live(place, action, createFate(null))

      const moment = `killed after call ${call}`
      assert.ok(result, moment)
      assert.deepEqual(seen(result), seen(expected), moment)
      assert.deepEqual(place.scene.app.accounts, untouched.scene.app.accounts, moment)
      assert.equal(place.disk.username, untouched.disk.username, moment)
      assert.deepEqual(counted(place.disk), counted(untouched.disk), moment)
      assert.equal(saves(place), saves(untouched), moment)
      assert.deepEqual(place.blindRepeats, [], moment)
    }
  })
}

test('an edit that is killed again and again, one call later each time, types no value that the phone has', async () => {
  const untouched = openPlace({})
  const whole = createFate(null)
  const expected = await live(untouched, EDIT, whole)
  const place = openPlace({})

  let result: ItemResult | undefined
  for (let call = 1; call <= whole.calls() && !result; call++)
    result = await live(place, EDIT, createFate(call))
  result ??= await live(place, EDIT, createFate(null))

  assert.deepEqual(result, expected)
  assert.equal(saves(place), 3)
  assert.deepEqual(place.blindRepeats, [])
})
