import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action } from '../../src/domain/action.ts'
import type { Judge, Judgement } from '../../src/domain/judge.ts'
import { createScene, videos } from '../driving/support/mini-scene.ts'
import { judgement, judgeSnapshot } from '../support/judging.ts'
import { judgeBy, lastWarmup, setUp } from './support.ts'

function warmup(inputs: Partial<Extract<Action, { name: 'fyp_warmup' }>['inputs']> = {}): Action {
  return {
    name: 'fyp_warmup',
    inputs: { videos: 3, watch_seconds: { min: 2, max: 4 }, max_minutes: 30, ...inputs },
  }
}

/** Answers one after the other, the last one again and again. */
function judgeInTurn(...answers: Partial<Judgement>[]): Judge {
  let asked = 0
  return {
    kind: 'model',
    judge: () => {
      const answer = answers[Math.min(asked++, answers.length - 1)]
      return Promise.resolve({
        ...judgement({ decision: 'skip', confidence: 1, relevance: 0, reason: '' }),
        ...answer,
      })
    },
  }
}

test('every decision is told before its video is counted, with all that it was made from', async () => {
  const scene = createScene({ feed: videos('feed', 3) })
  const snapshot = judgeSnapshot({ interests: ['bread'] })
  const { deps, decisions, saved } = setUp(scene, warmup({ videos: 2 }), {
    judge: judgeBy(/number 1/),
    snapshot,
  })

  await runAction(deps, scene.signal)

  const [first, second] = decisions.map(({ decision }) => decision)
  assert.equal(decisions.length, 2)
  assert.deepEqual(Object.keys(first?.item ?? {}), ['author', 'caption', 'hashtags', 'sound'])
  assert.deepEqual(first?.context, {
    capability: 'fyp_warmup',
    inputs: { videos: 2, watch_seconds: { min: 2, max: 4 }, max_minutes: 30 },
    keyword: null,
    snapshot,
    prompt: null,
  })
  assert.deepEqual([first?.judgement.decision, second?.judgement.decision], ['watch', 'skip'])
  const seen = decisions.map(({ progress }) => progress.kind === 'warmup' && progress.videos_seen)
  assert.deepEqual(seen, [0, 1])
  assert.deepEqual(lastWarmup(saved).judging?.decided_by, { test: 2 })
})

test('the result tells who decided, how often another had to, and what the model cost', async () => {
  const scene = createScene({ feed: videos('feed', 3) })
  const cost = { calls: 2, prompt_tokens: 300, completion_tokens: 40, cached: false }
  const { deps } = setUp(scene, warmup(), {
    judge: judgeInTurn(
      { judge: 'model', cost },
      { judge: 'embedded', fallback: 'model: breaker open' },
      { judge: 'model', cost: { calls: 0, prompt_tokens: 0, completion_tokens: 0, cached: true } },
    ),
  })

  const { decided_by, fallbacks, model } = await runAction(deps, scene.signal)

  assert.deepEqual(decided_by, { model: 2, embedded: 1 })
  assert.equal(fallbacks, 1)
  assert.deepEqual(model, { calls: 2, prompt_tokens: 300, completion_tokens: 40, cached: 1 })
})

test('another attempt adds to what the first one has decided', async () => {
  const scene = createScene({ feed: videos('feed', 3) })
  const first = setUp(scene, warmup({ videos: 1 }))
  await runAction(first.deps, scene.signal)
  const second = setUp(createScene({ feed: videos('feed', 3) }), warmup({ videos: 3 }), {
    progress: first.saved.at(-1) ?? null,
  })

  const { decided_by } = await runAction(second.deps, scene.signal)

  assert.deepEqual(decided_by, { test: 3 })
})

test('progress of an earlier build, which counts no decisions, is gone on from', async () => {
  const scene = createScene({ feed: videos('feed', 3) })
  const first = setUp(scene, warmup({ videos: 1 }))
  await runAction(first.deps, scene.signal)
  const { judging: _judging, ...older } = lastWarmup(first.saved)
  const second = setUp(createScene({ feed: videos('feed', 3) }), warmup({ videos: 3 }), { progress: older })

  const { decided_by, videos_seen } = await runAction(second.deps, scene.signal)

  assert.deepEqual([videos_seen, decided_by], [3, { test: 2 }])
})

test('a decision for which no time is left is counted as one, and its video is not', async () => {
  const scene = createScene({ feed: videos('feed', 9) })
  const judge = judgeBy(/./)
  // Two videos of 25 s fit into a minute, a third one does not.
  const action = warmup({ videos: 9, watch_seconds: { min: 25, max: 25 }, max_minutes: 1 })
  const { deps, decisions } = setUp(scene, action, { judge })

  const result = await runAction(deps, scene.signal)

  assert.deepEqual([result.ended_by, result.videos_seen, result.decided_by], ['max_minutes', 2, { test: 3 }])
  const last = decisions.at(-1)?.progress
  assert.deepEqual(last?.kind === 'warmup' && [last.videos_seen, last.judging?.decided_by], [2, { test: 3 }])
})

test('what a judge is given is cut to what is stored of it', async () => {
  const [video] = videos('feed', 1)
  assert.ok(video)
  const caption = `${'a'.repeat(9_999)}😀 more`
  const scene = createScene({ feed: [{ ...video, caption }] })
  const { deps, decisions } = setUp(scene, warmup({ videos: 1 }))

  await runAction(deps, scene.signal)

  assert.equal(decisions[0]?.decision.item.caption, 'a'.repeat(9_999))
})
