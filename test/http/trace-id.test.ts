import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traceIdOf } from '../../src/http/trace-id.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { startedHttp } from './support/started-http.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'

const FORMS: readonly (readonly [string, string | undefined])[] = [
  [`00-${TRACE}-${PARENT}-01`, TRACE],
  [`01-${TRACE}-${PARENT}-00-more`, TRACE],
  [`ff-${TRACE}-${PARENT}-01`, undefined],
  [`00-${'0'.repeat(32)}-${PARENT}-01`, undefined],
  [`00-${TRACE}-${'0'.repeat(16)}-01`, undefined],
  [`00-${TRACE.toUpperCase()}-${PARENT}-01`, undefined],
  [`00-${TRACE}-${PARENT}`, undefined],
  [`00-${TRACE}-${PARENT}-01x`, undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
]

for (const [traceparent, traceId] of FORMS) {
  test(`the trace of "${traceparent.slice(0, 70)}" is ${traceId ?? 'not told'}`, () => {
    assert.equal(traceIdOf(traceparent), traceId)
  })
}

test("a request's trace stands in its line of the log", async (t) => {
  const { processes } = recordedProcesses()
  const { ask, logged } = await startedHttp(t, { processes })

  await ask('/phones', { headers: { traceparent: `00-${TRACE}-${PARENT}-01` } })
  await ask('/phones', { headers: { traceparent: 'forged\u00e9' } })

  const lines = logged.filter(({ path }) => path === '/phones')
  assert.deepEqual(
    lines.map(({ trace_id }) => trace_id),
    [TRACE, undefined],
  )
})
