import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeedItem, JudgeContext } from '../../src/domain/judge.ts'
import { createEmbeddedJudge } from '../../src/judging/embedded-judge.ts'
import { judgeContext, judgeSnapshot } from '../support/judging.ts'

const never = new AbortController().signal
const judge = createEmbeddedJudge()

const PLAIN: FeedItem = { author: 'someone', caption: 'Weekly meal prep', hashtags: [], sound: 'a song' }

const ITEMS: readonly [what: string, item: Partial<FeedItem>][] = [
  ['one word of 10,000 letters', { caption: 'word'.repeat(2_500) }],
  ['10,000 letters of negations', { caption: 'stop not no never cook '.repeat(430) }],
  [
    '1,000 long hashtags',
    { hashtags: Array.from({ length: 1_000 }, (_, n) => `${'abcdefghijklm'.repeat(3)}${n}`) },
  ],
  ['zero-width and bidi characters alone', { caption: '\u200b\u202e\u2066'.repeat(3_000), author: '\u202e' }],
  ['thousands of combining marks', { caption: `a${'\u0301\u0316\u0327'.repeat(3_300)}` }],
  [
    'letters that grow when they are folded',
    { caption: '\ufdfa'.repeat(10_000), hashtags: ['\ufdfa'.repeat(99)] },
  ],
  ['lone surrogates', { caption: '\ud83d'.repeat(5_000), hashtags: ['\udc00'], author: '\ud83d' }],
  ['emoji alone', { caption: '🐶🍝'.repeat(2_500), author: '🐶', sound: '🐶' }],
  ['a text without blanks', { caption: '簡単な料理'.repeat(2_000), hashtags: ['簡単な料理'.repeat(100)] }],
  ['names of object members', { caption: 'constructor __proto__ toString', hashtags: ['__proto__'] }],
  ['nothing', { caption: '', author: '', sound: '' }],
]

const prompt = (task_prompt: string) =>
  judgeContext({
    prompt: { prompt_id: 'p', name: 'p', version: 1, system_prompt: '', task_prompt, output_contract: {} },
  })

const CONTEXTS: readonly [what: string, context: JudgeContext][] = [
  ['a keyword of small words', judgeContext({ keyword: 'the of and' })],
  ['a keyword of emoji', judgeContext({ keyword: '🐶🐶' })],
  [
    'interests named like object members',
    judgeContext({ snapshot: judgeSnapshot({ interests: ['__proto__'] }) }),
  ],
  [
    '20,000 interests',
    judgeContext({
      snapshot: judgeSnapshot({ interests: Array.from({ length: 20_000 }, (_, n) => `topic ${n}`) }),
    }),
  ],
  ['a prompt of 64 KiB of dots', prompt(`${'.'.repeat(65_000)}x`)],
  ['a prompt of 64 KiB of braces', prompt('{'.repeat(65_000))],
  ['a prompt of 64 KiB of blanks', prompt(`${' '.repeat(65_000)}x`)],
  ['a prompt of 64 KiB of bullets', prompt('\n- '.repeat(21_000))],
  ['a prompt of 64 KiB of things to skip', prompt('skip cooking, '.repeat(4_600))],
]

for (const [what, item] of ITEMS) {
  test(`a video with ${what} is judged`, async () => {
    const context = judgeContext({ keyword: 'meal prep', snapshot: judgeSnapshot({ interests: ['dogs'] }) })

    const { decision, reason } = await judge.judge({ ...PLAIN, ...item }, context, never)

    assert.ok(decision === 'watch' || decision === 'skip')
    assert.ok(reason.length < 1_000)
  })
}

for (const [what, context] of CONTEXTS) {
  test(`with ${what} a video is judged`, async () => {
    const { decision, reason } = await judge.judge(PLAIN, context, never)

    assert.ok(decision === 'watch' || decision === 'skip')
    assert.ok(reason.length < 1_000)
  })
}

const DISGUISED: readonly [what: string, caption: string][] = [
  ['full-width letters', 'ｗｅｅｋｌｙ ｍｅａｌ ｐｒｅｐ'],
  ['mathematical letters', '𝐌𝐞𝐚𝐥 𝐩𝐫𝐞𝐩 sunday'],
  ['zero-width characters inside of words', 'me\u200bal pr\u2060ep'],
  ['a typing mistake', 'meal preping for the week'],
]

for (const [what, caption] of DISGUISED) {
  test(`${what} do not hide what a caption says`, async () => {
    const { decision, reason } = await judge.judge(
      { ...PLAIN, caption },
      judgeContext({ keyword: 'meal prep' }),
      never,
    )

    assert.equal(decision, 'watch', reason)
  })
}
