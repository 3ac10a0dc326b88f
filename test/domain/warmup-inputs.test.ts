import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { refusalOf } from '../support/refusal.ts'
import { fypWarmupRequest, judgePrompt, keywordWarmupRequest } from '../support/requests.ts'

const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }
const parse = (body: unknown) => parseCapabilityRequest(body, rules)
const keywordInputs = (inputs: object) =>
  keywordWarmupRequest({ inputs: { keywords: ['meal prep'], ...inputs } })
const fypInputs = (inputs: object) =>
  fypWarmupRequest({ inputs: { fyp_judge_prompt: judgePrompt(), ...inputs } })

const REFUSED: [name: string, body: unknown, error: string, paths: string[]][] = [
  ['no keywords', keywordWarmupRequest({ inputs: {} }), 'invalid_request', ['/inputs/keywords']],
  ['an empty list of keywords', keywordInputs({ keywords: [] }), 'invalid_request', ['/inputs/keywords']],
  [
    '21 keywords',
    keywordInputs({ keywords: Array.from({ length: 21 }, (_, index) => `k${index}`) }),
    'invalid_request',
    ['/inputs/keywords'],
  ],
  ['a repeated keyword', keywordInputs({ keywords: ['a', 'a'] }), 'invalid_request', ['/inputs/keywords']],
  [
    'an empty and an overlong keyword',
    keywordInputs({ keywords: ['ok', '', 'x'.repeat(101)] }),
    'invalid_request',
    ['/inputs/keywords/1', '/inputs/keywords/2'],
  ],
  [
    'videos_per_keyword of 51',
    keywordInputs({ videos_per_keyword: 51 }),
    'invalid_request',
    ['/inputs/videos_per_keyword'],
  ],
  [
    'videos_per_keyword of 1.5',
    keywordInputs({ videos_per_keyword: 1.5 }),
    'invalid_request',
    ['/inputs/videos_per_keyword'],
  ],
  [
    'videos_per_keyword of 0',
    keywordInputs({ videos_per_keyword: 0 }),
    'invalid_request',
    ['/inputs/videos_per_keyword'],
  ],
  ['max_minutes of 241', keywordInputs({ max_minutes: 241 }), 'invalid_request', ['/inputs/max_minutes']],
  [
    'watch_seconds with half of it',
    keywordInputs({ watch_seconds: { min: 3 } }),
    'invalid_request',
    ['/inputs/watch_seconds/max'],
  ],
  [
    'watch_seconds beyond 600',
    keywordInputs({ watch_seconds: { min: -1, max: 601 } }),
    'invalid_request',
    ['/inputs/watch_seconds/min', '/inputs/watch_seconds/max'],
  ],
  [
    'watch_seconds with min above max',
    keywordInputs({ watch_seconds: { min: 20, max: 5 } }),
    'invalid_request',
    ['/inputs/watch_seconds'],
  ],
  ['an input of another capability', keywordInputs({ videos: 5 }), 'invalid_request', ['/inputs/videos']],
  ['videos of 201', fypInputs({ videos: 201 }), 'invalid_request', ['/inputs/videos']],
  [
    'a prompt without version and contract',
    fypInputs({
      fyp_judge_prompt: { prompt_id: 'p', name: 'n', system_prompt: '', task_prompt: '' },
    }),
    'invalid_request',
    ['/inputs/fyp_judge_prompt/version', '/inputs/fyp_judge_prompt/output_contract'],
  ],
  [
    'a prompt version that is neither text nor integer',
    fypInputs({ fyp_judge_prompt: judgePrompt({ version: 1.5 }) }),
    'invalid_request',
    ['/inputs/fyp_judge_prompt/version'],
  ],
  [
    'a prompt beyond 64 KiB',
    fypInputs({ fyp_judge_prompt: judgePrompt({ task_prompt: 'x'.repeat(65_537) }) }),
    'invalid_request',
    ['/inputs/fyp_judge_prompt/task_prompt'],
  ],
  [
    'a prompt whose contract cannot decide',
    fypInputs({ fyp_judge_prompt: judgePrompt({ output_contract: {} }) }),
    'invalid_output_contract',
    ['/inputs/fyp_judge_prompt/output_contract'],
  ],
  [
    'a keyword prompt whose contract cannot decide',
    keywordInputs({ keyword_judge_prompt: judgePrompt({ output_contract: { type: 'string' } }) }),
    'invalid_output_contract',
    ['/inputs/keyword_judge_prompt/output_contract'],
  ],
  [
    'a comment plan for other keywords',
    keywordInputs({ comment_plan: { 'other keyword': 'nice' } }),
    'needs_comment_plan:comment_plan_keys_must_match_keywords',
    ['/inputs/comment_plan'],
  ],
  [
    'a comment plan with one keyword too many',
    keywordInputs({ comment_plan: { 'meal prep': 'nice', 'other keyword': 'nice' } }),
    'needs_comment_plan:comment_plan_keys_must_match_keywords',
    ['/inputs/comment_plan'],
  ],
]

for (const [name, body, error, paths] of REFUSED) {
  test(`${name}: refused with ${error} at ${paths.join(', ') || 'the document itself'}`, async () => {
    assert.deepEqual(await refusalOf(() => parse(body)), { error, paths })
  })
}

const TAKEN: [name: string, body: unknown][] = [
  ['a keyword of 100 characters outside of the basic plane', keywordInputs({ keywords: ['😀'.repeat(100)] })],
  ['watch_seconds with min equal to max', keywordInputs({ watch_seconds: { min: 7, max: 7 } })],
  ['watch_seconds at both limits', keywordInputs({ watch_seconds: { min: 0, max: 600 } })],
  ['the smallest and largest counts', keywordInputs({ videos_per_keyword: 50, max_minutes: 240 })],
  [
    'a comment plan for exactly the keywords, in any order',
    keywordInputs({ keywords: ['a', 'b'], comment_plan: { b: [], a: { text: 'x' } } }),
  ],
  [
    'a comment plan prompt, whose contract is nobody’s business',
    keywordInputs({ keyword_comment_plan_prompt: judgePrompt({ output_contract: {} }) }),
  ],
  ['a prompt version that is text', fypInputs({ fyp_judge_prompt: judgePrompt({ version: 'v3' }) })],
  ['prompts of 64 KiB', fypInputs({ fyp_judge_prompt: judgePrompt({ task_prompt: 'x'.repeat(65_536) }) })],
]

for (const [name, body] of TAKEN) {
  test(`${name}: taken`, () => {
    assert.doesNotThrow(() => parse(body))
  })
}
