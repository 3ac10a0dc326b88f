import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeedItem } from '../../src/domain/judge.ts'
import { createEmbeddedJudge } from '../../src/judging/embedded-judge.ts'
import { judgeContext } from '../support/judging.ts'
import { judgePrompt } from '../support/requests.ts'

const never = new AbortController().signal

function decisionOn(task_prompt: string, caption: string): Promise<string> {
  const item: FeedItem = { author: 'someone', caption, hashtags: [], sound: '' }
  const context = judgeContext({ prompt: judgePrompt({ task_prompt }) })
  return createEmbeddedJudge()
    .judge(item, context, never)
    .then(({ decision }) => decision)
}

const WISHES: [prompt: string, caption: string, decision: 'watch' | 'skip'][] = [
  ['Watch dogs. Skip dog training.', 'My puppy sleeping in his basket', 'watch'],
  ['Watch dogs. Skip dog training.', 'Dog training for beginners', 'skip'],
  ['Watch home workouts but no gym.', '15 minute living room workout no equipment', 'watch'],
  ['Regarder la cuisine. Passer les publicités.', 'Publicités les plus drôles', 'skip'],
]

for (const [prompt, caption, decision] of WISHES) {
  test(`"${prompt}" has "${caption}" ${decision === 'watch' ? 'watched' : 'skipped'}`, async () => {
    assert.equal(await decisionOn(prompt, caption), decision)
  })
}
