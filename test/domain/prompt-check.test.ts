import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { refusalOf } from '../support/refusal.ts'
import { judgePrompt } from '../support/requests.ts'

const checkPrompt = createPromptCheck()
const DECISION = { enum: ['watch', 'skip'] }

const TAKEN: [name: string, contract: object][] = [
  ['the plainest one', { type: 'object', properties: { decision: DECISION }, required: ['decision'] }],
  ['an optional decision', { type: 'object', properties: { decision: DECISION } }],
  ['more values than the two', { properties: { decision: { enum: ['watch', 'skip', 'later'] } } }],
  ['any text as decision', { properties: { decision: { type: 'string' } } }],
  ['a pattern', { properties: { decision: { type: 'string', pattern: '^(watch|skip)$' } } }],
  [
    'other required fields with limits',
    {
      type: 'object',
      properties: {
        decision: DECISION,
        reason: { type: 'string', minLength: 20 },
        confidence: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        rank: { type: 'integer', minimum: 3, maximum: 9 },
        tags: { type: 'array', items: { type: 'string' }, minItems: 2 },
        author: { type: 'object', properties: { name: { type: ['string', 'null'] } }, required: ['name'] },
        sure: { type: 'boolean' },
        kind: { const: 'video' },
      },
      required: ['decision', 'reason', 'confidence', 'rank', 'tags', 'author', 'sure', 'kind'],
      additionalProperties: false,
    },
  ],
  [
    'references',
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $ref: '#/$defs/answer',
      $defs: {
        answer: {
          type: 'object',
          properties: { decision: { $ref: '#/$defs/word' } },
          required: ['decision'],
        },
        word: DECISION,
      },
    },
  ],
  [
    'draft-07 with definitions',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { decision: { $ref: '#/definitions/word' } },
      definitions: { word: DECISION },
    },
  ],
  [
    'alternatives with fields of their own',
    {
      oneOf: [
        {
          properties: { decision: { const: 'watch' }, seconds: { type: 'integer' } },
          required: ['decision', 'seconds'],
        },
        {
          properties: { decision: { const: 'skip' }, reason: { type: 'string' } },
          required: ['decision', 'reason'],
        },
      ],
    },
  ],
  [
    'parts that all hold',
    {
      allOf: [
        { properties: { decision: DECISION }, required: ['decision'] },
        { properties: { reason: { type: 'string' } }, required: ['reason'] },
      ],
    },
  ],
  [
    'a condition on another field',
    {
      type: 'object',
      properties: { decision: DECISION, reason: { type: 'string' } },
      required: ['decision'],
      if: { properties: { decision: { const: 'watch' } } },
      else: { required: ['reason'] },
    },
  ],
  [
    'a pattern for another field',
    {
      properties: { decision: DECISION, video: { type: 'string', pattern: '^v_[0-9]+$' } },
      required: ['decision', 'video'],
    },
  ],
  [
    'unique items and multiples in other fields',
    {
      properties: {
        decision: DECISION,
        tags: { type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true },
        score: { type: 'integer', minimum: 10, multipleOf: 7 },
      },
      required: ['decision', 'tags', 'score'],
    },
  ],
  ['at least two fields', { type: 'object', properties: { decision: DECISION }, minProperties: 2 }],
  [
    'two thousand fields',
    {
      properties: {
        ...Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`p${index}`, { type: 'string' }])),
        decision: DECISION,
      },
    },
  ],
  [
    'the dialect 2019-09',
    { $schema: 'https://json-schema.org/draft/2019-09/schema', properties: { decision: DECISION } },
  ],
  [
    'a dialect that is spelled with https and a #',
    { $schema: 'https://json-schema.org/draft-07/schema#', properties: { decision: DECISION } },
  ],
  ['unknown keywords and formats', { properties: { decision: { ...DECISION, format: 'odd', 'x-note': 1 } } }],
]

for (const [name, output_contract] of TAKEN) {
  test(`a contract with ${name} is taken`, () => {
    assert.doesNotThrow(() => checkPrompt(judgePrompt({ output_contract }), '/p'))
  })
}

const REFUSED: [name: string, contract: object][] = [
  ['nothing in it', {}],
  ['nothing about a decision', { type: 'object', properties: { reason: { type: 'string' } } }],
  ['no JSON Schema in it', { decision: 'watch | skip' }],
  ['only one of the two', { properties: { decision: { enum: ['watch'] } } }],
  ['other words', { properties: { decision: { enum: ['yes', 'no'] } } }],
  ['a decision that is a boolean', { properties: { decision: { type: 'boolean' } } }],
  ['instances that are no objects', { type: 'string', enum: ['watch', 'skip'] }],
  ['no room for a decision', { properties: { reason: {} }, additionalProperties: false }],
  [
    'only one of the two beside a field that no sample meets',
    {
      properties: { decision: { const: 'watch' }, video: { type: 'string', pattern: '^v_[0-9]+$' } },
      required: ['decision', 'video'],
    },
  ],
  [
    'nothing about a decision beside a field that no sample meets',
    { properties: { video: { type: 'string', pattern: '^v_[0-9]+$' } }, required: ['video'] },
  ],
  ['an unknown type', { type: 'thing' }],
  ['an unknown dialect', { $schema: 'https://example.com/schema', properties: { decision: DECISION } }],
  ['an asynchronous schema', { $async: true, properties: { decision: DECISION } }],
  ['more than 64 KiB', { description: 'x'.repeat(65_536), properties: { decision: DECISION } }],
  [
    'a pattern that would take JavaScript exponential time, before a decision that cannot be',
    {
      properties: { decision: { enum: ['no'] }, r: { type: 'string', minLength: 40, pattern: '^(a+)+b$' } },
      required: ['r'],
    },
  ],
]

const PATTERNS: readonly (readonly [name: string, contract: object, path: string])[] = [
  ['broken', { properties: { decision: { type: 'string', pattern: '(' } } }, '/properties/decision/pattern'],
  [
    'that looks ahead',
    { properties: { decision: DECISION, r: { pattern: '^(?=a)' } } },
    '/properties/r/pattern',
  ],
  [
    'that refers back',
    { allOf: [{ properties: { r: { pattern: '(a)\\1' } } }] },
    '/allOf/0/properties/r/pattern',
  ],
  ['of a name', { patternProperties: { '(/': DECISION } }, '/patternProperties/(~1'],
  ['longer than 500 characters', { pattern: 'x'.repeat(501) }, '/pattern'],
  ['whose counts multiply', { pattern: '((x{40}){40}){40}' }, '/pattern'],
  [
    'beyond the fiftieth',
    { allOf: Array.from({ length: 51 }, () => ({ pattern: 'x' })) },
    '/allOf/50/pattern',
  ],
]

/** Each step refers to the next one twice. */
const DOUBLING = Object.fromEntries(
  Array.from({ length: 40 }, (_, step) => [
    `s${step}`,
    step === 39 ? {} : { anyOf: [{ $ref: `#/$defs/s${step + 1}` }, { $ref: `#/$defs/s${step + 1}` }] },
  ]),
)

const REFERENCES: readonly (readonly [name: string, contract: object, path: string])[] = [
  ['to another host', { allOf: [{ $ref: 'https://example.com/schema' }] }, '/allOf/0/$ref'],
  ['to nothing', { $ref: '#/$defs/none' }, '/$ref'],
  ['to itself', { $ref: '#' }, '/$ref'],
  [
    'that comes back by another one',
    { $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { properties: { a: { $ref: '#/$defs/a' } } } } },
    '/$defs/b/properties/a/$ref',
  ],
  [
    'that is found while it is used',
    { properties: { r: { $dynamicRef: '#r' } } },
    '/properties/r/$dynamicRef',
  ],
]

for (const [name, contract, path] of REFERENCES) {
  test(`a contract with a reference ${name} is refused, and the reference is pointed at`, async () => {
    const output_contract = { properties: { decision: DECISION }, ...contract }

    assert.deepEqual(await refusalOf(() => checkPrompt(judgePrompt({ output_contract }), '/inputs/p')), {
      error: 'invalid_output_contract',
      paths: [`/inputs/p/output_contract${path}`],
    })
  })
}

test('a contract whose references multiply is refused at once', async () => {
  const output_contract = { properties: { decision: DECISION, r: { $ref: '#/$defs/s0' } }, $defs: DOUBLING }

  const refusal = await refusalOf(() => checkPrompt(judgePrompt({ output_contract }), '/inputs/p'))

  assert.equal(refusal.error, 'invalid_output_contract')
})

test('references to parts of the contract are taken', () => {
  const output_contract = {
    properties: { decision: { $ref: '#/$defs/decision' }, again: { $ref: '#/$defs/a~1b%20c' } },
    $defs: { decision: DECISION, 'a/b c': { type: 'string' } },
  }

  assert.doesNotThrow(() => checkPrompt(judgePrompt({ output_contract }), '/p'))
})

for (const [name, contract, path] of PATTERNS) {
  test(`a contract with a pattern ${name} is refused, and the pattern is pointed at`, async () => {
    const output_contract = { properties: { decision: DECISION }, ...contract }

    assert.deepEqual(await refusalOf(() => checkPrompt(judgePrompt({ output_contract }), '/inputs/p')), {
      error: 'invalid_output_contract',
      paths: [`/inputs/p/output_contract${path}`],
    })
  })
}

test('what only looks like a pattern is data', () => {
  const output_contract = { properties: { decision: { ...DECISION, examples: [{ pattern: '(' }] } } }

  assert.doesNotThrow(() => checkPrompt(judgePrompt({ output_contract }), '/p'))
})

for (const [name, output_contract] of REFUSED) {
  test(`a contract with ${name} is refused`, async () => {
    assert.deepEqual(await refusalOf(() => checkPrompt(judgePrompt({ output_contract }), '/inputs/p')), {
      error: 'invalid_output_contract',
      paths: ['/inputs/p/output_contract'],
    })
  })
}

test('contracts with the same $id do not get in each other’s way', () => {
  const contract = { $id: 'https://caller.example/contract', properties: { decision: DECISION } }
  checkPrompt(judgePrompt({ output_contract: contract }), '/p')
  assert.doesNotThrow(() =>
    checkPrompt(judgePrompt({ output_contract: { ...contract, title: 'another' } }), '/p'),
  )
})

test('a contract that takes the name of a meta-schema harms no later one', () => {
  const thief = { $id: 'https://json-schema.org/draft/2020-12/schema', properties: { decision: DECISION } }
  checkPrompt(judgePrompt({ output_contract: thief }), '/p')
  assert.doesNotThrow(() =>
    checkPrompt(
      judgePrompt({ output_contract: { properties: { decision: DECISION }, title: 'later' } }),
      '/p',
    ),
  )
})

test('a verdict stays the same when the contract comes again after many others', () => {
  const check = createPromptCheck()
  const bad = judgePrompt({ output_contract: {} })
  assert.throws(() => check(bad, '/p'))
  for (let number = 0; number < 120; number++) {
    check(judgePrompt({ output_contract: { title: `${number}`, properties: { decision: DECISION } } }), '/p')
  }
  assert.throws(() => check(bad, '/p'), { code: 'invalid_output_contract' })
})
