import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  array,
  assert as check,
  asyncProperty,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  string,
} from 'fast-check'
import { keywordWarmup } from './support/requests.ts'
import { startedApi } from './support/started-api.ts'

const NAMES = constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'then',
  'toJSON',
  '',
  '\0',
  '\ud800',
  '$ref',
)
const TEXTS = oneof(
  string({ unit: 'binary' }),
  constantFrom('\0', '\ud800', '\udfff\ud800', '\u2028', '\ufeff', 'x'.repeat(5000)),
)
const METADATA = dictionary(
  oneof(NAMES, string()),
  oneof(jsonValue({ maxDepth: 3 }), TEXTS, array(TEXTS, { maxLength: 3 })),
  {
    maxKeys: 5,
  },
)

test('free-form data comes back as it was sent, whatever it is', async (t) => {
  const { ask } = await startedApi(t)
  let sent = 0

  await check(
    asyncProperty(METADATA, async (metadata) => {
      const request = { ...keywordWarmup(), request_id: `kept-${++sent}` }
      const body = JSON.stringify({ ...request, requested_by: { ...request.requested_by, metadata } })
      const created = await ask('/capability-requests/enqueue', { method: 'POST', body })
      assert.equal(created.status, 202, created.text)

      const { text } = await ask(`/processes/${String(created.json['process_id'])}`)

      assert.ok(text.includes(`"metadata":${JSON.stringify(JSON.parse(JSON.stringify(metadata)))}`), text)
    }),
    { seed: 20_260_322, numRuns: 60 },
  )
})

const LARGE: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    '10,001 members',
    Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`member ${index}`, index])),
  ],
  ['a string of a million characters', { note: 'x'.repeat(1_000_000) }],
]

for (const [what, metadata] of LARGE) {
  test(`free-form data of ${what} is kept whole while the body is not larger than 1 MiB`, async (t) => {
    const { ask } = await startedApi(t)
    const request = keywordWarmup()

    const body = JSON.stringify({ ...request, requested_by: { ...request.requested_by, metadata } })
    const created = await ask('/capability-requests/enqueue', { method: 'POST', body })
    const { text } = await ask(`/processes/${String(created.json['process_id'])}`)

    assert.equal(created.status, 202)
    assert.ok(text.includes(`"metadata":${JSON.stringify(metadata)}`))
  })
}

test('of free-form data that makes the body larger than 1 MiB nothing is stored', async (t) => {
  const { ask, rowCounts } = await startedApi(t)
  const request = keywordWarmup()
  const metadata = { note: 'x'.repeat(1024 * 1024) }
  const before = rowCounts()

  const body = JSON.stringify({ ...request, requested_by: { ...request.requested_by, metadata } })
  const { status, json } = await ask('/capability-requests/enqueue', { method: 'POST', body })

  assert.deepEqual([status, json['error']], [413, 'body_too_large'])
  assert.deepEqual(rowCounts(), before)
})
