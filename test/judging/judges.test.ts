import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { NO_COST, type Judge } from '../../src/domain/judge.ts'
import { createEmbeddedJudge } from '../../src/judging/embedded-judge.ts'
import { createJudges } from '../../src/judging/judges.ts'
import { createPassingMemory } from '../../src/judging/model/model-memory.ts'
import type { ModelSettings } from '../../src/judging/model/model-settings.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { judgeContext } from '../support/judging.ts'
import { recordingLog } from '../support/recording-log.ts'
import { CONTRACT, feedItem, judgePrompt, modelSettings } from './support/model.ts'
import { decides, says, startModelServer, status, type Reply } from './support/model-server.ts'

const NEVER = new AbortController().signal
const RUN = {
  process_id: 'p',
  queue_item_id: 'q',
  attempt: 1,
  picture: () => Promise.resolve(null),
}
const CONTEXT = judgeContext({ prompt: judgePrompt({ task_prompt: 'Watch meal prep.' }) })

async function openJudges(
  t: TestContext,
  { embedded = createEmbeddedJudge(), ...settings }: Partial<ModelSettings> & { embedded?: Judge },
  ...replies: Reply[]
) {
  const server = await startModelServer(...replies)
  const judges = createJudges({
    embedded,
    settings: modelSettings(server.url, settings),
    memory: createPassingMemory(),
    clock: createFakeClock(),
    random: () => 0.5,
    log: recordingLog().log,
  })
  t.after(async () => {
    await server.close()
    await judges.stop()
  })
  return { judges, server, judge: judges.openJudge(RUN) }
}

/** The numbers of one metric by its label. */
function numbers(judges: ReturnType<typeof createJudges>, name: string): Record<string, number> {
  const samples = judges.metrics().find((metric) => metric.name === name)?.samples ?? []
  return Object.fromEntries(samples.map(({ labels = {}, value }) => [Object.values(labels).join(), value]))
}

test('the model decides when it answers', async (t) => {
  const { judge, judges } = await openJudges(t, {}, decides({ decision: 'skip', reason: 'no' }))
  const judgement = await judge.judge(feedItem(), CONTEXT, NEVER)

  assert.equal(judge.kind, 'model')
  assert.deepEqual(judgement, {
    decision: 'skip',
    confidence: 0.5,
    relevance: 0,
    reason: 'no',
    judge: 'model',
    fallback: null,
    cost: { calls: 1, prompt_tokens: 100, completion_tokens: 20, cached: false },
  })
  assert.deepEqual(judges.check(), { ok: true })
})

test('the embedded judge decides when the model does not, and why is said with what it has cost', async (t) => {
  const { judge, judges } = await openJudges(t, {}, status(401))
  const judgement = await judge.judge(feedItem(), CONTEXT, NEVER)

  assert.deepEqual(
    [judgement.judge, judgement.decision, judgement.fallback],
    ['embedded', 'watch', 'model: it answered 401'],
  )
  assert.deepEqual(judgement.cost, { calls: 1, prompt_tokens: 0, completion_tokens: 0, cached: false })
  assert.deepEqual(judges.check(), {
    ok: true,
    message: 'the embedded judge decides in place of the model: the last call failed: it answered 401',
  })
  assert.deepEqual(numbers(judges, 'phonefarm_judge_decisions_total'), { embedded: 1, model: 0 })
  assert.equal(numbers(judges, 'phonefarm_judge_fallbacks_total').refused, 1)
  assert.equal(numbers(judges, 'phonefarm_model_calls_total').refused, 1)
})

test('a budget that is used up is a fallback, and the probe says so', async (t) => {
  const budget = { callsPerRun: null, tokensPerRun: null, callsPerDay: 1, tokensPerDay: null }
  const { judge, judges } = await openJudges(t, { budget }, decides({ decision: 'skip', reason: 'no' }))
  await judge.judge(feedItem(), CONTEXT, NEVER)
  const second = await judge.judge(feedItem({ caption: 'another one' }), CONTEXT, NEVER)

  assert.equal(second.fallback, 'model: the calls of the day are used up')
  assert.deepEqual(judges.check(), {
    ok: true,
    message: 'the embedded judge decides in place of the model: the calls of the day are used up',
  })
})

test('a contract that only a model can satisfy does not end the run when the model is away', async (t) => {
  const output_contract = { ...CONTRACT, required: ['decision', 'topics'] }
  const prompt = judgePrompt({ task_prompt: 'Watch meal prep.', output_contract })
  const { judge } = await openJudges(t, {}, says('no idea'))
  const context = judgeContext({ prompt })
  const unfit = "the embedded judge's answer does not have all that the output_contract demands"

  for (let video = 0; video < 2; video++) {
    const judgement = await judge.judge(feedItem({ caption: `meal prep ${video}` }), context, NEVER)
    assert.deepEqual([judgement.judge, judgement.decision], ['embedded', 'watch'])
    assert.match(judgement.fallback ?? '', /^model: two answers could not be used: /)
    assert.ok(judgement.fallback?.endsWith(`; ${unfit}`))
  }
})

test('another fault of the embedded judge is not swallowed', async (t) => {
  const embedded: Judge = {
    kind: 'embedded',
    judge: () => Promise.reject(new RunError('internal', 'a bug')),
  }
  const { judge } = await openJudges(t, { embedded }, status(401))

  await assert.rejects(judge.judge(feedItem(), CONTEXT, NEVER), { category: 'internal' })
})

test('each attempt has a budget of its own', async (t) => {
  const budget = { callsPerRun: 1, tokensPerRun: null, callsPerDay: null, tokensPerDay: null }
  const { judge, judges } = await openJudges(t, { budget }, decides({ decision: 'skip', reason: 'no' }))
  await judge.judge(feedItem({ caption: 'one' }), CONTEXT, NEVER)
  const second = await judge.judge(feedItem({ caption: 'two' }), CONTEXT, NEVER)
  const other = await judges.openJudge(RUN).judge(feedItem({ caption: 'three' }), CONTEXT, NEVER)

  assert.deepEqual([second.judge, other.judge], ['embedded', 'model'])
})

test('without a model the embedded judge decides, nobody is asked, and the probe says nothing of it', async () => {
  const judges = createJudges({
    embedded: createEmbeddedJudge(),
    settings: null,
    memory: createPassingMemory(),
    clock: createFakeClock(),
    random: () => 0.5,
    log: recordingLog().log,
  })
  const judge = judges.openJudge(RUN)
  const judgement = await judge.judge(feedItem(), CONTEXT, NEVER)

  assert.deepEqual([judge.kind, judgement.judge, judgement.fallback], ['embedded', 'embedded', null])
  assert.deepEqual(judgement.cost, NO_COST)
  assert.equal(judges.check(), undefined)
  assert.deepEqual(numbers(judges, 'phonefarm_judge_decisions_total'), { embedded: 1, model: 0 })
  await judges.stop()
})
