import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, loadConfig } from '../src/config.ts'
import { secretsOf } from '../src/secrets-of.ts'

const SET = { PHONEFARM_JUDGE_URL: 'http://127.0.0.1:11434/v1', PHONEFARM_JUDGE_MODEL: 'llama3.2' }

const problemsOf = (variables: Record<string, string>) => {
  try {
    loadConfig(variables)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ name, message }) => `${name} ${message}`)
    throw error
  }
  return []
}

test('address and model alone give a model judge with limits', () => {
  assert.deepEqual(loadConfig(SET).config.judge, {
    endpoint: 'http://127.0.0.1:11434/v1/chat/completions',
    model: 'llama3.2',
    key: null,
    timeoutMs: 20_000,
    budget: {
      callsPerRun: 1_000,
      tokensPerRun: 1_000_000,
      callsPerDay: 20_000,
      tokensPerDay: 20_000_000,
    },
    pictures: false,
    temperature: 0,
    maxTokens: 512,
  })
})

test('every setting of the model judge can be given, and 0 takes a limit away', () => {
  const { config } = loadConfig({
    ...SET,
    PHONEFARM_JUDGE_KEY: 'sk-secret',
    PHONEFARM_JUDGE_TIMEOUT_MS: '5000',
    PHONEFARM_JUDGE_CALLS_PER_RUN: '0',
    PHONEFARM_JUDGE_TOKENS_PER_RUN: '2000',
    PHONEFARM_JUDGE_CALLS_PER_DAY: '300',
    PHONEFARM_JUDGE_TOKENS_PER_DAY: '0',
    PHONEFARM_JUDGE_PICTURES: 'on',
    PHONEFARM_JUDGE_TEMPERATURE: '0.7',
    PHONEFARM_JUDGE_MAX_TOKENS: '4000',
  })

  assert.deepEqual(config.judge, {
    endpoint: 'http://127.0.0.1:11434/v1/chat/completions',
    model: 'llama3.2',
    key: 'sk-secret',
    timeoutMs: 5_000,
    budget: { callsPerRun: null, tokensPerRun: 2_000, callsPerDay: 300, tokensPerDay: null },
    pictures: true,
    temperature: 0.7,
    maxTokens: 4_000,
  })
  assert.ok(secretsOf(config).has('sk-secret'))
})

const ENDPOINTS: readonly (readonly [url: string, endpoint: string])[] = [
  ['https://api.test/v1/', 'https://api.test/v1/chat/completions'],
  ['https://api.test/v1/chat/completions', 'https://api.test/v1/chat/completions'],
  ['http://[::1]:8080', 'http://[::1]:8080/chat/completions'],
]
for (const [url, endpoint] of ENDPOINTS) {
  test(`the model at ${url} is asked at ${endpoint}`, () => {
    assert.equal(loadConfig({ ...SET, PHONEFARM_JUDGE_URL: url }).config.judge?.endpoint, endpoint)
  })
}

for (const url of [
  'localhost:11434',
  'file:///etc/passwd',
  'http://user:secret@api.test/v1',
  'http://api.test/v1?key=secret',
  'nonsense',
]) {
  test(`the address ${url} is refused, without showing it`, () => {
    const problems = problemsOf({ ...SET, PHONEFARM_JUDGE_URL: url })

    assert.equal(problems.length, 1)
    assert.match(problems[0] ?? '', /^PHONEFARM_JUDGE_URL must be an http or https address/)
    assert.ok(!problems[0]?.includes('secret'))
  })
}

test('an address without a model is refused', () => {
  const { PHONEFARM_JUDGE_URL } = SET

  assert.deepEqual(problemsOf({ PHONEFARM_JUDGE_URL }), [
    'PHONEFARM_JUDGE_MODEL must name the model when PHONEFARM_JUDGE_URL is set',
  ])
})

for (const temperature of ['hot', '-1', '2.1', '0,5']) {
  test(`a temperature of ${temperature} is refused`, () => {
    assert.deepEqual(problemsOf({ PHONEFARM_JUDGE_TEMPERATURE: temperature }), [
      'PHONEFARM_JUDGE_TEMPERATURE must be a number from 0 to 2',
    ])
  })
}

test('without an address the other settings of the model do nothing', () => {
  assert.equal(loadConfig({ PHONEFARM_JUDGE_MODEL: 'llama3.2' }).config.judge, null)
})
