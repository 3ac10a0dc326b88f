import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReadVerdict } from '../../../src/judging/model/read-verdict.ts'
import { CONTRACT } from '../support/model.ts'

const read = createReadVerdict()
const OPEN = { type: 'object', properties: { decision: { enum: ['watch', 'skip'] } } }

const VERDICTS: readonly (readonly [name: string, answer: object, verdict: object])[] = [
  [
    'everything is taken as it is said',
    { decision: 'watch', confidence: 0.8, relevance: 0.6, reason: 'about pasta' },
    { decision: 'watch', confidence: 0.8, relevance: 0.6, reason: 'about pasta' },
  ],
  [
    'what is watched is as relevant as the model is sure',
    { decision: 'watch', confidence: 0.7 },
    { decision: 'watch', confidence: 0.7, relevance: 0.7, reason: 'the model gave no reason' },
  ],
  [
    'what is skipped is not relevant',
    { decision: 'skip', confidence: 0.7 },
    { decision: 'skip', confidence: 0.7, relevance: 0, reason: 'the model gave no reason' },
  ],
  [
    'a bare decision is half sure',
    { decision: 'watch' },
    { decision: 'watch', confidence: 0.5, relevance: 0.5, reason: 'the model gave no reason' },
  ],
  [
    'numbers end at 0 and 1',
    { decision: 'watch', confidence: 85, relevance: -2 },
    { decision: 'watch', confidence: 1, relevance: 0, reason: 'the model gave no reason' },
  ],
  [
    'what is no number counts as not said, and other keys are dropped',
    { decision: 'watch', confidence: 'high', tool: 'rm', reason: 7 },
    { decision: 'watch', confidence: 0.5, relevance: 0.5, reason: 'the model gave no reason' },
  ],
  [
    'a reason is one line without halves of characters',
    { decision: 'skip', confidence: 1, reason: 'no\u0000 pasta\n\nhere \ud800' },
    { decision: 'skip', confidence: 1, relevance: 0, reason: 'no pasta here \ufffd' },
  ],
]
for (const [name, answer, verdict] of VERDICTS) {
  test(`verdict: ${name}`, () => {
    assert.deepEqual(read(JSON.stringify(answer), OPEN), verdict)
  })
}

test('a reason has at most 1,000 characters', () => {
  const answer = { decision: 'skip', reason: 'a'.repeat(5_000) }

  assert.equal(read(JSON.stringify(answer), OPEN).reason.length, 1_000)
})

test('what the contract has no place for is dropped, the rest has to fit', () => {
  const verdict = read('{"decision":"watch","reason":"pasta","mood":"hungry"}', CONTRACT)

  assert.deepEqual(verdict, { decision: 'watch', confidence: 0.5, relevance: 0.5, reason: 'pasta' })
})

const UNFIT: readonly (readonly [answer: string, message: RegExp])[] = [
  ['{"decision":"watch"}', /it must have required property 'reason'/],
  ['{"decision":"maybe","reason":"x"}', /\/decision must be equal to one of the allowed values/],
  ['{"decision":"watch","reason":"x","confidence":"high"}', /\/confidence must be number/],
]
for (const [answer, message] of UNFIT) {
  test(`${answer} does not fit the contract, and why is said`, () => {
    assert.throws(() => read(answer, CONTRACT), { name: 'UnusableAnswer', message })
  })
}

test('a decision that the contract allows and nobody knows is no answer', () => {
  assert.throws(
    () => read('{"decision":"later"}', { type: 'object', properties: { decision: { type: 'string' } } }),
    {
      name: 'UnusableAnswer',
      message: /neither "watch" nor "skip"/,
    },
  )
})

test('a contract that would take years to check an answer is given up', () => {
  const steps = Array.from({ length: 40 }, (_, step) => [
    `s${step}`,
    { anyOf: [{ $ref: `#/$defs/s${step + 1}` }, { $ref: `#/$defs/s${step + 1}` }] },
  ])
  const contract = { $ref: '#/$defs/s0', $defs: { ...Object.fromEntries(steps), s40: { type: 'object' } } }

  assert.throws(() => read('{"decision":"watch"}', contract), {
    name: 'ModelAway',
    message: /cannot be checked/,
  })
})
