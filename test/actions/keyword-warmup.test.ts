import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action } from '../../src/domain/action.ts'
import { createScene, videos } from '../driving/support/mini-scene.ts'
import { judgeBy, lastWarmup, setUp } from './support.ts'
import { judgeSnapshot } from '../support/judging.ts'

type KeywordWarmup = Extract<Action, { name: 'keyword_warmup' }>

function warmup(inputs: Partial<KeywordWarmup['inputs']> = {}): KeywordWarmup {
  return {
    name: 'keyword_warmup',
    inputs: {
      keywords: ['pasta'],
      videos_per_keyword: 3,
      watch_seconds: { min: 5, max: 20 },
      max_minutes: 30,
      ...inputs,
    },
  }
}

const PROMPT = {
  prompt_id: 'p-1',
  name: 'judge',
  version: 3,
  system_prompt: '',
  task_prompt: '',
  output_contract: {},
}

test('each keyword is searched and as many of its videos are watched as asked', async () => {
  const results = { pasta: videos('pasta', 9), bread: videos('bread', 9) }
  const scene = createScene({ results })
  const { deps } = setUp(scene, warmup({ keywords: ['pasta', 'bread'], videos_per_keyword: 2 }), {
    snapshot: judgeSnapshot(),
  })

  const { seconds_watched, ...result } = await runAction(deps, scene.signal)

  assert.deepEqual(result, {
    videos_seen: 4,
    videos_watched: 4,
    videos_skipped: 0,
    keywords: [
      { keyword: 'pasta', seen: 2, watched: 2, skipped: 0 },
      { keyword: 'bread', seen: 2, watched: 2, skipped: 0 },
    ],
    ended_by: 'done',
    judge: { kind: 'test', prompt_id: null, version: null },
    decided_by: { test: 4 },
    fallbacks: 0,
    model: { calls: 0, prompt_tokens: 0, completion_tokens: 0, cached: 0 },
    snapshot_id: 'snap-1',
    strategy_version: 7,
    defaults_from_snapshot: [],
    pack_hash: 'abc123abc123',
  })
  assert.ok(Number(seconds_watched) >= 80 && Number(seconds_watched) < 82, String(seconds_watched))
  assert.deepEqual(scene.app.searches, ['pasta', 'bread'])
})

/** Relevance, and the seconds that it is worth of 5 to 20. */
const WORTH = [
  [0, 5],
  [0.2, 8],
  [0.5, 12.5],
  [1, 20],
] as const

for (const [relevance, seconds] of WORTH) {
  test(`a video of relevance ${relevance} is watched for ${seconds} of 5 to 20 seconds`, async () => {
    const scene = createScene({ results: { pasta: videos('pasta', 9) } })
    const judge = judgeBy(/./, relevance)
    const { deps } = setUp(scene, warmup({ videos_per_keyword: 1 }), { judge })

    const watched = Number((await runAction(deps, scene.signal)).seconds_watched)

    assert.ok(watched >= seconds && watched < seconds + 0.5, String(watched))
  })
}

test('what the judge rejects is skipped at once and counted', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9) } })
  const judge = judgeBy(/number 2/)
  const action = warmup({ keyword_judge_prompt: PROMPT })
  const { deps } = setUp(scene, action, { judge })
  const startedMs = scene.clock.monotonicMs()

  const result = await runAction(deps, scene.signal)

  assert.equal(result.videos_watched, 1)
  assert.equal(result.videos_skipped, 2)
  assert.deepEqual(result.judge, { kind: 'test', prompt_id: 'p-1', version: 3 })
  assert.ok(scene.clock.monotonicMs() - startedMs < 30_000)
})

test('a keyword without results is passed over', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9) } })
  const { deps } = setUp(scene, warmup({ keywords: ['qqq', 'pasta'] }))

  const result = await runAction(deps, scene.signal)

  assert.deepEqual(result.keywords, [
    { keyword: 'qqq', seen: 0, watched: 0, skipped: 0 },
    { keyword: 'pasta', seen: 3, watched: 3, skipped: 0 },
  ])
  assert.equal(result.ended_by, 'no_more_videos')
})

test('results that end early end the keyword, not the warmup', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 2) } })
  const { deps } = setUp(scene, warmup())

  const result = await runAction(deps, scene.signal)

  assert.equal(result.videos_seen, 2)
  assert.equal(result.ended_by, 'no_more_videos')
})

test('a video that two keywords find is counted once', async () => {
  const both = videos('pasta', 3)
  const scene = createScene({ results: { pasta: both, noodles: [...both, ...videos('noodle', 3)] } })
  const { deps } = setUp(scene, warmup({ keywords: ['pasta', 'noodles'] }))

  const result = await runAction(deps, scene.signal)

  assert.equal(result.videos_seen, 6)
  assert.deepEqual(scene.app.shown.slice(-6), ['pasta1', 'pasta2', 'pasta3', 'noodle1', 'noodle2', 'noodle3'])
})

test('progress is stored after every video', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9) } })
  const { deps, saved } = setUp(scene, warmup())

  await runAction(deps, scene.signal)

  assert.deepEqual(
    saved.map((progress) => progress.kind === 'warmup' && progress.videos_seen),
    [1, 2, 3],
  )
})

test('another attempt goes on where the first was cut off and counts no video twice', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9) } })
  const first = setUp(scene, warmup())
  const cut = new Error('cut')
  const saveTwo = (count: number) => (count === 2 ? Promise.reject(cut) : Promise.resolve())
  let count = 0
  const saveProgress = async (progress: (typeof first.saved)[number]) => {
    first.saved.push(progress)
    await saveTwo(++count)
  }
  await assert.rejects(runAction({ ...first.deps, saveProgress }, scene.signal), cut)
  const second = setUp(scene, warmup(), { progress: lastWarmup(first.saved) })

  const result = await runAction(second.deps, scene.signal)

  assert.equal(result.videos_seen, 3)
  assert.equal(new Set(lastWarmup(second.saved).fingerprints).size, 3)
  assert.equal(second.saved.length, 1)
})

test('a finished keyword is not searched again by another attempt', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9), bread: videos('bread', 9) } })
  const first = setUp(scene, warmup())
  await runAction(first.deps, scene.signal)
  const progress = {
    ...lastWarmup(first.saved),
    keywords: [...lastWarmup(first.saved).keywords, { keyword: 'bread', seen: 0, watched: 0, skipped: 0 }],
  }
  scene.app.searches.length = 0
  const second = setUp(scene, warmup({ keywords: ['pasta', 'bread'] }), { progress })

  await runAction(second.deps, scene.signal)

  assert.deepEqual(scene.app.searches, ['bread'])
})

test('max_minutes ends the warmup with what it has', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 40) } })
  const action = warmup({ videos_per_keyword: 40, max_minutes: 1 })
  const { deps } = setUp(scene, action)

  const result = await runAction(deps, scene.signal)

  assert.equal(result.ended_by, 'max_minutes')
  assert.ok(Number(result.videos_watched) >= 2 && Number(result.videos_watched) <= 4)
  assert.ok(scene.clock.monotonicMs() < 70_000)
})

test('max_minutes counts the work of earlier attempts', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9) } })
  const progress = {
    kind: 'warmup' as const,
    videos_seen: 1,
    videos_watched: 1,
    videos_skipped: 0,
    seconds_watched: 9,
    worked_ms: 30 * 60_000,
    keywords: [{ keyword: 'pasta', seen: 1, watched: 1, skipped: 0 }],
    fingerprints: ['a'],
  }
  const { deps } = setUp(scene, warmup(), { progress })

  const result = await runAction(deps, scene.signal)

  assert.equal(result.ended_by, 'max_minutes')
  assert.equal(result.videos_seen, 1)
  assert.deepEqual(scene.app.searches, [])
})

test('videos that do not play are not counted as watched, and several in a row end the run', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9) } })
  scene.app.faults.stalled = true
  const { deps, saved } = setUp(scene, warmup({ videos_per_keyword: 9 }))

  await assert.rejects(runAction(deps, scene.signal), {
    category: 'app_changed',
    message: '3 videos in a row did not play, the last one by @pasta3',
  })
  assert.equal(lastWarmup(saved).videos_watched, 0)
  assert.equal(lastWarmup(saved).videos_skipped, 2)
})

test('a cancel in the middle of a video ends the run without counting it', async () => {
  const scene = createScene({ results: { pasta: videos('pasta', 9) } })
  const { deps, saved } = setUp(scene, warmup())
  const reason = new Error('cancelled')
  let touchesAtCancel = 0
  scene.clock.after(40_000, () => {
    touchesAtCancel = scene.session.touches.length
    scene.control.abort(reason)
  })

  await assert.rejects(runAction(deps, scene.signal), reason)

  assert.equal(saved.length, 1)
  assert.equal(scene.session.touches.length, touchesAtCancel)
})
