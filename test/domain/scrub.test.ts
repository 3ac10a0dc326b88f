import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scrubJson, scrubText, spellingsOf } from '../../src/domain/scrub.ts'

const SECRETS = new Set(['the-api-key-of-ours', 'odd "quoted" secret+é'])

/** Where secrets turn up, each text with its canary. */
const CANARIES: readonly (readonly [where: string, text: string, canary: string])[] = [
  ['a header with a bearer token', 'Authorization: Bearer canary-01', 'canary-01'],
  ['a header with a password', 'authorization: Basic Y2FuYXJ5LTAy', 'Y2FuYXJ5LTAy'],
  ['a header with a key', 'X-Api-Key: canary-03', 'canary-03'],
  ['a cookie, up to its end', 'Cookie: a=canary-04; b=canary-04', 'canary-04'],
  ['the user of a URL', 'https://user:canary-05@receiver.test/hook', 'canary-05'],
  ['the query of a URL', 'POST https://receiver.test/hook?k=canary-06 failed', 'canary-06'],
  ['the fragment of a URL', 'https://receiver.test/#canary-07', 'canary-07'],
  ['the query of a URL within a URL', 'https://receiver.test/https://other.test/?k=canary-21', 'canary-21'],
  ['the query of a very long URL', `https://receiver.test/${'x'.repeat(3000)}?k=canary-22`, 'canary-22'],
  ['a member of a body', '{"password":"canary-08"}', 'canary-08'],
  ['a member of JSON within JSON', '{"body":"{\\"token\\":\\"canary-09\\"}"}', 'canary-09'],
  ['an environment', 'PHONEFARM_API_KEY=canary-10 node main.js', 'canary-10'],
  ['capabilities', '"appium:sessionToken": "canary-11"', 'canary-11'],
  ['arguments of adb', "am start --es access_token 'x' --es auth-token=canary-12", 'canary-12'],
  ['a key of ours by its shape', 'key pfk_canary13canary13', 'canary13'],
  ['a webhook secret by its shape', 'whsec_canary14canary14', 'canary14'],
  ['the key of the environment', 'asked with the-api-key-of-ours', 'the-api-key-of-ours'],
  ['a secret as JSON writes it', JSON.stringify('odd "quoted" secret+é'), 'quoted'],
  ['a secret as a URL has it', encodeURIComponent('odd "quoted" secret+é'), 'quoted'],
  ['a secret in base64', btoa('the-api-key-of-ours'), btoa('the-api-key-of-our').slice(0, 20)],
  ['a query in YAML of a log', 'refresh_token: canary-19', 'canary-19'],
  ['a percent-encoded bearer token', 'Bearer%20canary-20', 'canary-20'],
]
for (const [where, text, canary] of CANARIES) {
  test(`a secret does not get through in ${where}`, () => {
    assert.ok(text.includes(canary))

    assert.equal(scrubText(text, SECRETS).includes(canary), false, scrubText(text, SECRETS))
  })
}

test('what is no secret stays as it is', () => {
  const text = 'GET https://receiver.test/hook 200, @clips_user01 token ring, password="true", tokens: 3 left'

  assert.equal(scrubText(text, SECRETS), text)
})

test('plain JSON keeps its shape; values of telling names are hidden whatever they look like', () => {
  const record = {
    count: 2,
    callback: { url: 'https://u:p@r.test/x?y=z' },
    list: [{ api_key: 'abc', key: 'a' }],
  }

  assert.deepEqual(scrubJson(record, SECRETS), {
    count: 2,
    callback: { url: 'https://[hidden]@r.test/x?[hidden]' },
    list: [{ api_key: '[hidden]', key: 'a' }],
  })
})

test('secrets too short to be any are not looked for', () => {
  assert.deepEqual(spellingsOf('abc'), [])
})

test('a long text of a single word is scrubbed in no time', () => {
  const hostile = [
    'a'.repeat(300_000),
    'https://'.repeat(30_000),
    'https://a-'.repeat(30_000),
    'token'.repeat(50_000),
    'Bearer '.repeat(40_000),
  ]
  const startedAt = performance.now()

  for (const text of hostile) scrubText(text, SECRETS)

  // Without the care that was taken it is minutes.
  assert.ok(performance.now() - startedAt < 15_000)
})
