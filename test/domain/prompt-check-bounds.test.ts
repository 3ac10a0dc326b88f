import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { sampleOf } from '../../src/domain/schema-sample.ts'
import { refusalOf } from '../support/refusal.ts'
import { judgePrompt } from '../support/requests.ts'

const checkPrompt = createPromptCheck()
const DECISION = { enum: ['watch', 'skip'] }

test('references that multiply where a definition has the name of a keyword for data are refused', async () => {
  const hidden = Object.fromEntries(
    Array.from({ length: 30 }, (_, step) => {
      const $ref = `#/$defs/default/d${step + 1}`
      return [`d${step}`, step === 29 ? { type: 'null' } : { anyOf: [{ $ref }, { $ref }] }]
    }),
  )
  const output_contract = {
    required: ['decision', 'default'],
    properties: { decision: DECISION, default: { $ref: '#/$defs/default/d0' } },
    $defs: { default: hidden },
  }

  const refusal = await refusalOf(() => checkPrompt(judgePrompt({ output_contract }), '/inputs/p'))

  assert.equal(refusal.error, 'invalid_output_contract')
})

test('a long part that is referred to a thousand times is refused', async () => {
  const required = Array.from({ length: 199 }, (_, number) => `a${number}`)
  const $ref = '#/$defs/long'
  const output_contract = {
    properties: { decision: DECISION },
    anyOf: [{}, ...Array.from({ length: 1_000 }, () => ({ $ref }))],
    $defs: { long: { required } },
  }

  // Held against each of them an answer gets 199,000 errors.
  assert.deepEqual(await refusalOf(() => checkPrompt(judgePrompt({ output_contract }), '/inputs/p')), {
    error: 'invalid_output_contract',
    paths: ['/inputs/p/output_contract/anyOf/200'],
  })
})

test('a contract as large as a prompt may be, without references, is not too much', () => {
  const words = Array.from({ length: 7_000 }, (_, number) => `w${number}`)
  const output_contract = { properties: { decision: DECISION, topic: { enum: words } } }

  assert.doesNotThrow(() => checkPrompt(judgePrompt({ output_contract }), '/p'))
})

test('a sample is no larger than a sample needs to be, however many items a contract demands at every depth', () => {
  const array = (items: object) => ({ type: 'array', minItems: 2_000, items })
  const list = array(array(array(array(array(array(array(array({ type: 'object' }))))))))

  const sample = sampleOf({ required: ['list'], properties: { list } }, 0)

  assert.ok(JSON.stringify(sample).length < 100_000)
})

test('what cannot be checked in time is refused, and looked at again when it comes again', async () => {
  let late = true
  const check = createPromptCheck((work) => {
    if (late) throw new Error('Script execution timed out')
    return work()
  })
  const prompt = judgePrompt({ output_contract: { properties: { decision: DECISION } } })

  assert.deepEqual(await refusalOf(() => check(prompt, '/inputs/p')), {
    error: 'invalid_output_contract',
    paths: ['/inputs/p/output_contract'],
  })
  late = false
  assert.doesNotThrow(() => check(prompt, '/inputs/p'))
})
