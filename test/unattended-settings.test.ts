import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, loadConfig } from '../src/config.ts'

const RULES: [settings: Record<string, string>, permitted: string[], unverified: string[]][] = [
  [{}, ['keyword_warmup'], ['keyword_warmup']],
  [
    { PHONEFARM_UNATTENDED: 'fyp_warmup, keyword_warmup' },
    ['keyword_warmup', 'fyp_warmup'],
    ['keyword_warmup'],
  ],
  [{ PHONEFARM_UNATTENDED: 'none' }, [], ['keyword_warmup']],
  [{ PHONEFARM_UNATTENDED_UNVERIFIED: 'none' }, ['keyword_warmup'], []],
]

for (const [settings, permitted, unverified] of RULES) {
  test(`with ${JSON.stringify(settings)} ${permitted.join(' and ') || 'nothing'} may run unattended`, () => {
    assert.deepEqual(loadConfig(settings).config.unattended, { permitted, unverified })
  })
}

const REFUSED: [name: string, value: string, message: RegExp][] = [
  ['PHONEFARM_UNATTENDED', 'maintenance', /profiles are never edited without a person/],
  ['PHONEFARM_UNATTENDED', 'warmups', /must be none, or a list of: keyword_warmup, fyp_warmup$/],
  ['PHONEFARM_UNATTENDED_UNVERIFIED', 'fyp_warmup', /only once this farm has verified it/],
  ['PHONEFARM_UNATTENDED_UNVERIFIED', 'x', /must be none, or a list of: keyword_warmup$/],
  ['PHONEFARM_VERIFY_RUNS', '0', /must be a whole number from 1 to 20/],
]

for (const [name, value, message] of REFUSED) {
  test(`${name}=${value} is refused at the start`, () => {
    assert.throws(
      () => loadConfig({ [name]: value }),
      (error) => {
        assert.ok(error instanceof ConfigError)
        assert.deepEqual(
          error.problems.map((problem) => problem.name),
          [name],
        )
        assert.match(error.problems[0]?.message ?? '', message)
        return true
      },
    )
  })
}
