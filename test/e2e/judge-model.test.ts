import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import Value from 'typebox/value'
import { JudgingCounts } from '../../src/domain/decision.ts'
import { DecisionPage } from '../../src/http/decision-schemas.ts'
import {
  decides,
  json,
  startModelServer,
  status,
  completion,
  type ModelServer,
} from '../judging/support/model-server.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { warmupsOf } from './support/told.ts'

const KEY = 'sk-e2e-0123456789'

suite("a warmup is judged by the operator's model", () => {
  let model: ModelServer
  let farm: Place
  before(async () => {
    model = await startModelServer(
      decides({ decision: 'watch', reason: 'a dish', confidence: 0.9 }),
      // Not understood: one call and no second try, so that exactly one video falls to the embedded judge.
      status(400),
      json(completion('Certainly! ```json\n{"decision": "skip", "reason": "no dish"}\n```')),
    )
    farm = await startFarm(1, {
      PHONEFARM_JUDGE_URL: model.url,
      PHONEFARM_JUDGE_MODEL: 'test-model',
      PHONEFARM_JUDGE_KEY: KEY,
    })
  })
  after(async () => {
    await farm.stop()
    await model.close()
  })

  test('result and decisions tell which judge decided, why, and what it has cost', async () => {
    const { client } = farm
    const body = requestsOf(farm.receiver.url).fypWarmup(['account_virtual_01'], { videos: 4 })
    const id = await client.submit(ENQUEUE, body)
    const told = await client.ended(id)

    assert.equal(told.status, 'completed')
    const [item] = warmupsOf(told)
    assert.deepEqual(item?.judge, { kind: 'model', prompt_id: 'cooking', version: 3 })
    const { decided_by, fallbacks, model: cost } = Value.Parse(JudgingCounts, told.result.items?.[0])
    assert.deepEqual(decided_by, { embedded: 1, model: 3 })
    assert.equal(fallbacks, 1)
    assert.deepEqual(cost, { calls: 4, prompt_tokens: 300, completion_tokens: 60, cached: 0 })
    const { decisions } = await client.expect(200, DecisionPage, 'GET', `/processes/${id}/decisions`)
    const asMade = decisions.toReversed()
    assert.deepEqual(
      asMade.map(({ judge, fallback }) => [judge, fallback]),
      [
        ['model', null],
        ['embedded', 'model: it answered 400'],
        ['model', null],
        ['model', null],
      ],
    )
    assert.deepEqual(
      asMade.flatMap(({ judge, decision, reason }) => (judge === 'model' ? [[decision, reason]] : [])),
      [
        ['watch', 'a dish'],
        ['skip', 'no dish'],
        ['skip', 'no dish'],
      ],
    )
    assert.deepEqual(asMade[0]?.cost, { calls: 1, prompt_tokens: 100, completion_tokens: 20, cached: false })

    assert.equal(item?.videos_watched, asMade.filter(({ decision }) => decision === 'watch').length)
    const asked = model.asked.map(({ headers, body }) => [headers.authorization, body.model])
    assert.deepEqual(
      asked,
      Array.from({ length: 4 }, () => [`Bearer ${KEY}`, 'test-model']),
    )
    assert.match(JSON.stringify(model.asked[0]?.body.messages[1]), /<feed_data>/)

    const metrics = await fetch(`${farm.admin()}/metrics`, {
      headers: { authorization: `Bearer ${farm.env.PHONEFARM_API_KEY}` },
    })
    const numbers = await metrics.text()
    assert.match(numbers, /^phonefarm_judge_decisions_total\{judge="model"\} 3$/m)
    assert.match(numbers, /^phonefarm_model_calls_total\{outcome="misread"\} 1$/m)
    assert.ok(!JSON.stringify(farm.daemon().log).includes(KEY))
  })
})
