import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action } from '../../src/domain/action.ts'
import { createScene, videos } from '../driving/support/mini-scene.ts'
import { judgeBy, setUp } from './support.ts'
import { judgement, judgeSnapshot } from '../support/judging.ts'

function warmup(videoCount: number): Action {
  return {
    name: 'fyp_warmup',
    inputs: { videos: videoCount, watch_seconds: { min: 2, max: 4 }, max_minutes: 30 },
  }
}

test('the feed is gone through until enough was seen', async () => {
  const scene = createScene()
  const judge = judgeBy(/number [135]\b/)
  const { deps } = setUp(scene, warmup(5), { judge })

  const { seconds_watched, ...result } = await runAction(deps, scene.signal)

  assert.deepEqual(result, {
    videos_seen: 5,
    videos_watched: 3,
    videos_skipped: 2,
    ended_by: 'done',
    judge: { kind: 'test', prompt_id: null, version: null },
    decided_by: { test: 5 },
    fallbacks: 0,
    model: { calls: 0, prompt_tokens: 0, completion_tokens: 0, cached: 0 },
    snapshot_id: null,
    strategy_version: null,
    defaults_from_snapshot: [],
    pack_hash: 'abc123abc123',
  })
  assert.ok(Number(seconds_watched) >= 12 && Number(seconds_watched) < 13.5, String(seconds_watched))
})

test('a feed that ends says so', async () => {
  const scene = createScene({ feed: videos('feed', 3) })
  const { deps } = setUp(scene, warmup(5))

  const result = await runAction(deps, scene.signal)

  assert.equal(result.videos_seen, 3)
  assert.equal(result.ended_by, 'no_more_videos')
})

test('a warmup that had seen all it should does not touch the feed again', async () => {
  const scene = createScene()
  const first = setUp(scene, warmup(2))
  await runAction(first.deps, scene.signal)
  const shownBefore = scene.app.shown.length
  const second = setUp(scene, warmup(2), { progress: first.saved.at(-1) ?? null })

  const result = await runAction(second.deps, scene.signal)

  assert.equal(result.videos_seen, 2)
  assert.equal(scene.app.shown.length, shownBefore)
})

test('what was asked for and the snapshot reach the judge', async () => {
  const scene = createScene()
  const asked: unknown[] = []
  const { deps } = setUp(scene, warmup(1), {
    snapshot: judgeSnapshot({ interests: ['meal prep'] }),
    judge: {
      kind: 'test',
      judge: (_item, context) => {
        asked.push(context)
        return Promise.resolve(judgement({ decision: 'skip', confidence: 1, relevance: 0, reason: '' }))
      },
    },
  })

  await runAction(deps, scene.signal)

  const inputs = { videos: 1, watch_seconds: { min: 2, max: 4 }, max_minutes: 30 }
  const snapshot = judgeSnapshot({ interests: ['meal prep'] })
  assert.deepEqual(asked, [{ capability: 'fyp_warmup', inputs, keyword: null, snapshot, prompt: null }])
})

test('a video whose words load only while it is watched is one video', async () => {
  const scene = createScene({ feed: videos('feed', 3) })
  scene.app.faults.lateMs = 2500
  const { deps, saved } = setUp(scene, warmup(3), { judge: judgeBy(/^/) })

  const result = await runAction(deps, scene.signal)

  assert.deepEqual([result.videos_seen, result.videos_watched], [3, 3])
  assert.deepEqual(scene.app.shown.slice(-3), ['feed1', 'feed2', 'feed3'])
  const again = setUp(createScene({ feed: videos('feed', 3) }), warmup(4), { progress: saved.at(-1) ?? null })
  assert.equal((await runAction(again.deps, scene.signal)).videos_seen, 3)
})

test('a style of comments and an active action change nothing that a warmup does', async () => {
  const touchesWith = async (snapshot: ReturnType<typeof judgeSnapshot> | null) => {
    const scene = createScene()
    const { deps } = setUp(scene, warmup(3), { snapshot })
    await runAction(deps, scene.signal)
    return scene.session.touches
  }
  const personality = { comment_style: 'casual, validating', active_skills: ['commenting', 'liking'] }

  const bare = await touchesWith(null)
  const urged = await touchesWith(judgeSnapshot({ active_action: 'comment', personality }))

  assert.deepEqual(urged, bare)
})
