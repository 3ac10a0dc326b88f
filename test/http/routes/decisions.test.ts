import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDecisions, decisionOf, promptObject } from '../../support/decisions.ts'
import { judgeSnapshot } from '../../support/judging.ts'
import { keywordWarmup } from '../support/requests.ts'
import { startedApi, type StartedApi } from '../support/started-api.ts'

/** A process of one item that has decided about two videos. */
async function decidedProcess({ ask, store }: StartedApi): Promise<string> {
  const told = await ask('/capability-requests/enqueue', { method: 'POST', body: keywordWarmup() })
  const process_id = String(told.json['process_id'])
  const context = { keyword: 'meal prep', prompt: promptObject(), snapshot: judgeSnapshot() }
  await addDecisions(store, { process_id, queue_item_id: 'i-1' }, [
    decisionOf({ context }),
    decisionOf({ context, judgement: { decision: 'skip', relevance: 0 }, item: { language: 'en' } }),
  ])
  return process_id
}

test('decisions are told as the document of the API says', async (t) => {
  const api = await startedApi(t)
  const id = await decidedProcess(api)

  const told = await api.ask(`/processes/${id}/decisions?keyword=meal%20prep&decision=skip&limit=1`)

  assert.equal(told.status, 200)
  const decisions = told.json['decisions'] as { decision: string; prompt_version: unknown }[]
  assert.deepEqual(
    decisions.map(({ decision, prompt_version }) => [decision, prompt_version]),
    [['skip', 3]],
  )
})

test('contexts of judges are told as the document of the API says', async (t) => {
  const api = await startedApi(t)
  const id = await decidedProcess(api)

  const told = await api.ask(`/processes/${id}/judge-contexts`)

  assert.equal(told.status, 200)
  const [context] = told.json['judge_contexts'] as { prompt: unknown }[]
  assert.deepEqual(context?.prompt, promptObject())
})
