import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createChat } from '../../../src/judging/model/chat.ts'
import type { ModelSettings } from '../../../src/judging/model/model-settings.ts'
import { modelSettings, until } from '../support/model.ts'
import {
  completion,
  cut,
  drips,
  hangs,
  json,
  says,
  startModelServer,
  status,
  type Reply,
} from '../support/model-server.ts'

const MESSAGES = [{ role: 'user', content: 'Well?' }] as const
const NEVER = new AbortController().signal

async function openChat(t: TestContext, settings: Partial<ModelSettings>, ...replies: Reply[]) {
  const server = await startModelServer(...replies)
  const chat = createChat(modelSettings(server.url, settings))
  t.after(async () => {
    await server.close()
    await chat.close()
  })
  return { server, send: (signal = NEVER) => chat.send(MESSAGES, signal) }
}

test('the question is sent as the protocol has it, with the key', async (t) => {
  const { server, send } = await openChat(t, { key: 'sk-secret', temperature: 0.5 }, says('hello'))
  await send()

  const [asked] = server.asked
  assert.equal(`${asked?.method} ${asked?.path}`, 'POST /v1/chat/completions')
  assert.equal(asked?.headers.authorization, 'Bearer sk-secret')
  assert.deepEqual(asked?.body, {
    model: 'test',
    messages: [{ role: 'user', content: 'Well?' }],
    stream: false,
    temperature: 0.5,
    max_tokens: 512,
    response_format: { type: 'json_object' },
  })
})

test('without a key none is sent', async (t) => {
  const { server, send } = await openChat(t, {}, says('hello'))
  await send()

  assert.equal(server.asked[0]?.headers.authorization, undefined)
})

const ANSWERS: readonly (readonly [name: string, reply: Reply, answer: object])[] = [
  [
    'text and tokens',
    says('hello'),
    { text: 'hello', refused: false, tokens: { prompt_tokens: 100, completion_tokens: 20 } },
  ],
  ['no tokens', json(completion('hello', {}, null)), { text: 'hello', refused: false, tokens: null }],
  [
    'tokens that are none',
    json(completion('hello', {}, { prompt_tokens: -1, completion_tokens: 1e300 })),
    { text: 'hello', refused: false, tokens: null },
  ],
  [
    'text in parts',
    json(completion([{ type: 'text', text: 'hel' }, { type: 'x' }, { type: 'text', text: 'lo' }], {}, null)),
    { text: 'hello', refused: false, tokens: null },
  ],
  [
    'a refusal',
    json(completion(null, { refusal: 'I cannot' }, null)),
    { text: '', refused: true, tokens: null },
  ],
  [
    'a call of a tool, which nobody offered',
    json(completion(null, { tool_calls: [{ id: '1', function: { name: 'rm' } }] }, null)),
    { text: '', refused: false, tokens: null },
  ],
  ['no choice', json({ choices: [] }), { text: '', refused: false, tokens: null }],
]
for (const [name, reply, answer] of ANSWERS) {
  test(`an answer with ${name} is read`, async (t) => {
    const { send } = await openChat(t, {}, reply)

    assert.deepEqual(await send(), answer)
  })
}

const html: Reply = (response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' })
  response.end('<h1>Welcome</h1>')
}
const huge: Reply = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.write(`{"choices":[{"message":{"content":"${'a'.repeat(1_100_000)}`)
}

const FAULTS: readonly (readonly [name: string, reply: Reply, fault: string, message: RegExp])[] = [
  ['a web page', html, 'garbage', /^what it answered is no chat completion$/],
  ['JSON of another kind', json({ hello: 1 }), 'garbage', /no chat completion/],
  ['more than a mebibyte', huge, 'garbage', /^it answered more than 1048576 bytes$/],
  ['a broken connection', cut, 'failed', /^the connection failed$/],
  ['500', status(500), 'failed', /^it answered 500$/],
  ['429', status(429), 'busy', /^it answered 429$/],
  ['401', status(401), 'refused', /^it answered 401$/],
  ['404', status(404), 'refused', /^it answered 404$/],
  ['400', status(400), 'misread', /^it answered 400$/],
  ['413', status(413), 'misread', /^it answered 413$/],
  ['a redirect', status(307, { Location: '/elsewhere' }), 'refused', /^it answered 307, a redirect$/],
]
for (const [name, reply, fault, message] of FAULTS) {
  test(`${name} is a fault of the kind ${fault}, after one request`, async (t) => {
    const { server, send } = await openChat(t, {}, reply)

    await assert.rejects(send(), { name: 'ChatError', fault, message })
    assert.equal(server.asked.length, 1)
  })
}

test('nobody there is a failed connection', async (t) => {
  const { server, send } = await openChat(t, {}, says('hello'))
  await server.close()

  await assert.rejects(send(), { fault: 'failed', message: 'the connection failed' })
})

const PAUSES: readonly (readonly [header: string, ms: number | null])[] = [
  ['7', 7_000],
  ['0.5', 500],
  ['Wed, 21 Oct 2026 07:28:00 GMT', null],
  ['-5', null],
  ['31536000', 31_536_000_000],
]
for (const [header, ms] of PAUSES) {
  test(`Retry-After: ${header} is a pause of ${ms} ms`, async (t) => {
    const { send } = await openChat(t, {}, status(429, { 'Retry-After': header }))

    await assert.rejects(send(), { fault: 'busy', retryAfterMs: ms })
  })
}

const named = (words: string): Reply => status(400, {}, words)

test('what the server does not know is left out, now and from then on', async (t) => {
  const { server, send } = await openChat(
    t,
    {},
    named("'response_format' is not supported"),
    named("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
    named("'temperature' does not support 0 with this model"),
    says('hello'),
  )
  assert.equal((await send()).text, 'hello')
  await send()

  const plain = { model: 'test', messages: [{ role: 'user', content: 'Well?' }], stream: false }
  assert.deepEqual(
    server.asked.slice(3).map(({ body }) => body),
    [
      { ...plain, max_completion_tokens: 512 },
      { ...plain, max_completion_tokens: 512 },
    ],
  )
})

test('a refusal that names the same again and again ends', async (t) => {
  const { server, send } = await openChat(t, {}, named('response_format max_completion_tokens temperature'))

  await assert.rejects(send(), { fault: 'misread' })
  assert.equal(server.asked.length, 4)
})

test('a refusal that only quotes a prompt with such words teaches nothing', async (t) => {
  const { server, send } = await openChat(
    t,
    {},
    named('too long: "temperature"'),
    named('too long: "temperature"'),
    says('hello'),
  )
  await assert.rejects(send(), { fault: 'misread' })
  await send()

  assert.deepEqual(
    server.asked.map(({ body }) => body.temperature),
    [0, undefined, 0],
  )
})

test("the server's words are kept apart, on one line and without the key", async (t) => {
  const { send } = await openChat(t, { key: 'sk-secret' }, status(401, {}, 'no such\nkey: sk-secret'))

  await assert.rejects(send(), (error) => {
    assert.ok(error instanceof Error && 'said' in error && typeof error.said === 'string')
    assert.match(error.said, /no such/)
    assert.doesNotMatch(error.said, /sk-secret|\n/)
    assert.equal(error.message, 'it answered 401')
    return true
  })
})

test('no half of the key is told where the words of the server are cut', async (t) => {
  const key = 'sk-0123456789abcdef'
  const { send } = await openChat(t, { key }, status(401, {}, `no${' '.repeat(1_190)}${key} is known`))

  await assert.rejects(send(), (error) => {
    assert.ok(error instanceof Error && 'said' in error && typeof error.said === 'string')
    assert.match(error.said, /no \[hidden\] is known/)
    assert.doesNotMatch(error.said, /sk-0/)
    return true
  })
})

for (const [name, reply] of [
  ['hangs', hangs],
  ['drips', drips],
] as const) {
  test(`a server that ${name} is left when the signal says so, with its reason`, async (t) => {
    const leave = new AbortController()
    const { server, send } = await openChat(t, {}, reply)
    const answer = send(leave.signal)
    await until(() => server.asked.length === 1)
    leave.abort(new Error('that is enough'))

    await assert.rejects(answer, { message: 'that is enough' })
  })
}
