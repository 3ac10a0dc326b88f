import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBreaker } from '../../../src/judging/model/breaker.ts'
import { createBudget } from '../../../src/judging/model/budget.ts'
import { ChatError, type Chat } from '../../../src/judging/model/chat.ts'
import { createCall, type CallEnd } from '../../../src/judging/model/model-calls.ts'
import { newRunUse } from '../../../src/judging/model/model-judge.ts'
import { NO_USE } from '../../../src/judging/model/model-memory.ts'
import type { ModelBudget } from '../../../src/judging/model/model-settings.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

type Send = Chat['send']

/** 400 characters: 100 tokens. */
const MESSAGES = [{ role: 'user', content: 'a'.repeat(400) }] as const

const NONE: ModelBudget = { callsPerRun: null, tokensPerRun: null, callsPerDay: null, tokensPerDay: null }
const NEVER = new AbortController().signal

const answers: Send = () =>
  Promise.resolve({ text: 'hello', refused: false, tokens: { prompt_tokens: 90, completion_tokens: 5 } })
const fails =
  (fault: ChatError['fault'], retryAfterMs: number | null = null): Send =>
  () =>
    Promise.reject(new ChatError(fault, `it ${fault}`, { retryAfterMs }))
const silent: Send = (_, signal) =>
  new Promise((__, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })

/** Calls of a chat that does these things, one after the other; the last one again and again. */
function openCalls({ budget = {} }: { budget?: Partial<ModelBudget> }, ...sends: Send[]) {
  const clock = createFakeClock()
  const times: number[] = []
  const ends: CallEnd[] = []
  const breaker = createBreaker({ clock, failureLimit: 5, openMs: 60_000, onChange: () => undefined })
  const call = createCall({
    chat: {
      send(messages, signal) {
        times.push(clock.monotonicMs())
        const send = sends[Math.min(times.length, sends.length) - 1] ?? silent
        return send(messages, signal)
      },
    },
    breaker,
    budget: createBudget({ limits: { ...NONE, ...budget }, clock, useOf: () => NO_USE }),
    timeoutMs: 20_000,
    maxTokens: 50,
    clock,
    random: () => 0.5,
    onEnd: (end) => ends.push(end),
  })
  return {
    clock,
    times,
    ends,
    breaker,
    call: (run = newRunUse(), signal = NEVER) => call(MESSAGES, run, signal),
  }
}

for (const fault of ['busy', 'failed'] as const) {
  test(`what is ${fault} is tried again after a growing pause, three times in all`, async () => {
    const { clock, times, call } = openCalls({}, fails(fault))
    const answer = assert.rejects(call(), { name: 'ModelAway', kind: 'failed', message: `it ${fault}` })
    await clock.advance(10_000)
    await answer

    assert.deepEqual(times, [0, 500, 1500])
  })
}

for (const fault of ['refused', 'misread', 'garbage'] as const) {
  test(`what is ${fault} is not tried again`, async () => {
    const { times, call } = openCalls({}, fails(fault))
    await assert.rejects(call(), { name: 'ModelAway', message: `it ${fault}` })

    assert.equal(times.length, 1)
  })
}

test('a second try that is answered is an answer', async () => {
  const { clock, call, ends } = openCalls({}, fails('failed'), answers)
  const answer = call()
  await clock.advance(500)

  assert.equal((await answer).text, 'hello')
  assert.deepEqual(
    ends.map(({ outcome }) => outcome),
    ['failed', 'answered'],
  )
})

test('a server that asks for a short pause is given it', async () => {
  const { clock, times, call } = openCalls({}, fails('busy', 7_000), answers)
  const answer = call()
  await clock.advance(7_000)
  await answer

  assert.deepEqual(times, [0, 7_000])
})

test('a server that asks for a long pause is not waited for, and left alone as long', async () => {
  const { clock, times, call } = openCalls({}, fails('busy', 120_000), answers)
  await assert.rejects(call(), { kind: 'failed' })
  await clock.advance(119_999)
  await assert.rejects(call(), { kind: 'breaker', message: 'breaker open' })
  await clock.advance(1)
  await call()

  assert.deepEqual(times, [0, 120_000])
})

test('no answer in time is not tried again', async () => {
  const { clock, times, call, ends } = openCalls({}, silent)
  const answer = assert.rejects(call(), { kind: 'timeout', message: 'it did not answer within 20 s' })
  await clock.advance(20_000)
  await answer

  assert.equal(times.length, 1)
  assert.equal(ends[0]?.outcome, 'timeout')
  assert.equal(clock.pending(), 0)
})

test('a stop of the run ends a call and a pause at once, with its reason', async () => {
  for (const send of [silent, fails('failed')]) {
    const { clock, call } = openCalls({}, send)
    const stop = new AbortController()
    const answer = assert.rejects(call(newRunUse(), stop.signal), { message: 'stopped' })
    await clock.advance(100)
    stop.abort(new Error('stopped'))
    await answer

    assert.equal(clock.pending(), 0)
  }
})

test('failures in a row, tries included, open the breaker; then nothing is sent', async () => {
  const { clock, times, call } = openCalls({}, fails('failed'))
  for (const kind of ['failed', 'breaker', 'breaker']) {
    const answer = assert.rejects(call(), { kind })
    await clock.advance(10_000)
    await answer
  }

  assert.equal(times.length, 5)
})

test('prompts that a server does not understand take the model from nobody', async () => {
  const { call, breaker } = openCalls({}, fails('misread'))
  for (let time = 0; time < 10; time++) await assert.rejects(call(), { kind: 'failed' })

  assert.equal(breaker.state(), 'closed')
})

const COSTS: readonly (readonly [name: string, send: Send, use: object])[] = [
  ['an answer costs what the server says', answers, { calls: 1, prompt_tokens: 90, completion_tokens: 5 }],
  [
    'an answer without a count is estimated by its length',
    () => Promise.resolve({ text: 'hello', refused: false, tokens: null }),
    { calls: 1, prompt_tokens: 100, completion_tokens: 2 },
  ],
  ['a refusal costs a call', fails('refused'), { calls: 1, prompt_tokens: 0, completion_tokens: 0 }],
]
for (const [name, send, use] of COSTS) {
  test(name, async () => {
    const { call, ends } = openCalls({}, send)
    const run = newRunUse()
    await Promise.allSettled([call(run)])

    assert.deepEqual(run.used, use)
    assert.deepEqual(ends[0]?.use, use)
  })
}

test('what was sent to a connection that broke is counted as read', async () => {
  const { clock, call } = openCalls({ budget: { callsPerRun: 1 } }, fails('failed'))
  const run = newRunUse()
  const answer = assert.rejects(call(run), { kind: 'budget', message: 'the calls of the run are used up' })
  await clock.advance(10_000)
  await answer

  assert.deepEqual(run.used, { calls: 1, prompt_tokens: 100, completion_tokens: 0 })
})

test('a call is refused when its prompt and its longest answer no longer fit into the budget', async () => {
  const { times, call } = openCalls({ budget: { tokensPerRun: 149 } }, answers)

  await assert.rejects(call(), { kind: 'budget', message: 'the tokens of the run are used up' })
  assert.equal(times.length, 0)
})
