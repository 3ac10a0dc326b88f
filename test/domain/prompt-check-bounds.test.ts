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

test('a long part that is referred to a thousand times is compiled once', () => {
  const required = Array.from({ length: 199 }, (_, number) => `a${number}`)
  const $ref = '#/$defs/long'
  const output_contract = {
    properties: { decision: DECISION },
    anyOf: [{}, ...Array.from({ length: 1_000 }, () => ({ $ref }))],
    $defs: { long: { required } },
  }
  const before = process.memoryUsage().heapUsed

  checkPrompt(judgePrompt({ output_contract }), '/p')

  // Copied to each place it was some 300 MB of code.
  assert.ok(process.memoryUsage().heapUsed - before < 100_000_000)
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
