import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import Koa from 'koa'
import { pino } from 'pino'
import { fullCaller } from '../../src/domain/caller.ts'
import { requestLog } from '../../src/http/request-log.ts'
import { createFakeClock } from '../support/fake-clock.ts'

/** Answers `/<status>`, as a keyed caller with header `x-key`, and keeps what is logged. */
async function started(t: TestContext) {
  const clock = createFakeClock()
  const logged: Record<string, unknown>[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  let ids = 0
  const koa = new Koa()
  koa.use(requestLog({ log, clock, newId: () => String(++ids), sourceOf: () => '203.0.113.9' }))
  koa.use((ctx) => {
    if (ctx.get('x-key') !== '') ctx.state.caller = fullCaller(ctx.get('x-key'))
    ctx.status = Number(ctx.path.slice(1))
  })
  const server = koa.listen(0, '127.0.0.1')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  async function ask(status: number, key?: string): Promise<void> {
    const headers = key === undefined ? {} : { 'x-key': key }
    await (await fetch(`http://127.0.0.1:${port}/${status}`, { headers })).arrayBuffer()
  }
  return { clock, logged, ask }
}

test("of a stranger's flood one refusal of a kind in ten seconds is logged, with the number of the others", async (t) => {
  const { clock, logged, ask } = await started(t)

  for (let request = 0; request < 50; request++) await ask(401)
  await ask(404)
  await clock.advance(10_000)

  const told = logged.map(({ status, request_id, left_out, source }) => [
    status,
    request_id,
    left_out,
    source,
  ])
  assert.deepEqual(told, [
    [401, '1', undefined, '203.0.113.9'],
    [404, '51', undefined, '203.0.113.9'],
    [401, '50', 48, '203.0.113.9'],
  ])
})

test("a caller's requests are all logged, but for those beyond its rate", async (t) => {
  const { clock, logged, ask } = await started(t)

  for (let request = 0; request < 3; request++) await ask(200, 'ours')
  for (let request = 0; request < 5; request++) await ask(429, 'ours')
  await ask(429, 'theirs')
  await clock.advance(10_000)

  const told = logged.map(({ key, status, left_out }) => [key, status, left_out])
  assert.deepEqual(told, [
    ['ours', 200, undefined],
    ['ours', 200, undefined],
    ['ours', 200, undefined],
    ['ours', 429, undefined],
    ['theirs', 429, undefined],
    ['ours', 429, 3],
  ])
})
