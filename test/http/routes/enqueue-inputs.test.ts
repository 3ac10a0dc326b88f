import { changed, fypWarmup, keywordWarmup, prompt } from '../support/requests.ts'
import { type Refusal, testRefusals } from '../support/refusals.ts'

const KW = keywordWarmup()
const FYP = fypWarmup()
const many = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`)

const REFUSED: readonly Refusal[] = [
  // Inputs.
  ['no keywords', { ...KW, inputs: {} }, 422, 'invalid_request', ['/inputs/keywords']],
  [
    'an empty list of keywords',
    { ...KW, inputs: { keywords: [] } },
    422,
    'invalid_request',
    ['/inputs/keywords'],
  ],
  ['21 keywords', { ...KW, inputs: { keywords: many(21) } }, 422, 'invalid_request', ['/inputs/keywords']],
  [
    'a keyword twice',
    { ...KW, inputs: { keywords: ['a', 'a'] } },
    422,
    'invalid_request',
    ['/inputs/keywords'],
  ],
  [
    'an empty keyword',
    { ...KW, inputs: { keywords: ['a', ''] } },
    422,
    'invalid_request',
    ['/inputs/keywords/1'],
  ],
  [
    'too long a keyword',
    { ...KW, inputs: { keywords: ['x'.repeat(101)] } },
    422,
    'invalid_request',
    ['/inputs/keywords/0'],
  ],
  [
    'no videos',
    changed(KW, '/inputs/videos_per_keyword', 0),
    422,
    'invalid_request',
    ['/inputs/videos_per_keyword'],
  ],
  [
    'half a video',
    changed(KW, '/inputs/videos_per_keyword', 1.5),
    422,
    'invalid_request',
    ['/inputs/videos_per_keyword'],
  ],
  [
    'a number as text',
    changed(KW, '/inputs/videos_per_keyword', '5'),
    422,
    'invalid_request',
    ['/inputs/videos_per_keyword'],
  ],
  [
    'watching for too long',
    changed(KW, '/inputs/watch_seconds', { min: 1, max: 601 }),
    422,
    'invalid_request',
    ['/inputs/watch_seconds/max'],
  ],
  [
    'watching without a maximum',
    changed(KW, '/inputs/watch_seconds', { min: 1 }),
    422,
    'invalid_request',
    ['/inputs/watch_seconds/max'],
  ],
  ['241 minutes', changed(KW, '/inputs/max_minutes', 241), 422, 'invalid_request', ['/inputs/max_minutes']],
  [
    'a typo in the inputs',
    changed(KW, '/inputs/max_minute', 5),
    422,
    'invalid_request',
    ['/inputs/max_minute'],
  ],
  ['201 videos of the feed', changed(FYP, '/inputs/videos', 201), 422, 'invalid_request', ['/inputs/videos']],
  // Prompts and comment plan.
  [
    'a feed warmup without a prompt',
    { ...FYP, inputs: {} },
    422,
    'missing_fyp_judge_prompt',
    ['/inputs/fyp_judge_prompt'],
  ],
  [
    'a prompt without a name',
    changed(FYP, '/inputs/fyp_judge_prompt/name'),
    422,
    'invalid_request',
    ['/inputs/fyp_judge_prompt/name'],
  ],
  [
    'a prompt with a version of null',
    changed(FYP, '/inputs/fyp_judge_prompt/version', null),
    422,
    'invalid_request',
    ['/inputs/fyp_judge_prompt/version'],
  ],
  [
    'a prompt with more fields',
    changed(FYP, '/inputs/fyp_judge_prompt/model', 'x'),
    422,
    'invalid_request',
    ['/inputs/fyp_judge_prompt/model'],
  ],
  [
    'a contract without a decision',
    changed(FYP, '/inputs/fyp_judge_prompt/output_contract', { type: 'object' }),
    422,
    'invalid_output_contract',
    ['/inputs/fyp_judge_prompt/output_contract'],
  ],
  [
    'a contract that is no schema',
    changed(KW, '/inputs/keyword_judge_prompt', { ...prompt(), output_contract: { type: 'objekt' } }),
    422,
    'invalid_output_contract',
    ['/inputs/keyword_judge_prompt/output_contract'],
  ],
  [
    'a comment plan for other keywords',
    changed(KW, '/inputs/comment_plan', { 'meal prep': {} }),
    422,
    'needs_comment_plan:comment_plan_keys_must_match_keywords',
    ['/inputs/comment_plan'],
  ],
]

testRefusals('POST', '/capability-requests/enqueue', REFUSED)
