import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { codesOf } from '../../src/domain/error-causes.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import type { Screenshot } from '../../src/http/routes/screenshot.ts'
import { pictureOf, type StartOptions, startedHttp } from './support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test('a stopping server lets running answers end and takes no new connection', async (t) => {
  let release: (picture: Screenshot) => void = () => undefined
  let onAsked: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (onAsked = resolve))
  const { ask, http } = await started(t, {
    screenshot: () => {
      onAsked()
      return new Promise((resolve) => (release = resolve))
    },
  })

  const running = ask('/phones/phone_01/screenshot')
  await asked
  const stopped = http.stop()
  await assert.rejects(ask('/healthz'))
  release(pictureOf('picture'))

  assert.equal((await running).text, 'picture')
  await stopped
  await http.stop()
})

test('a server that was never started can be stopped', async () => {
  const { processes } = recordedProcesses()
  const stops: (() => Promise<void>)[] = []
  const fake = { after: (stop: () => Promise<void>) => void stops.push(stop) }
  const { http } = await startedHttp(fake as unknown as TestContext, { processes })

  await http.stop()
  await http.stop()

  assert.equal(stops.length, 1)
})

test('a port that is in use is an error of listen', async (t) => {
  const { url } = await started(t)
  const other = await started(t)
  await other.http.stop()

  const taken = { host: '127.0.0.1', port: Number(new URL(url).port) }
  const free = { ...taken, port: 0 }
  await assert.rejects(other.http.listen({ public: taken, admin: free }), (error) =>
    codesOf(error).includes('EADDRINUSE'),
  )
})
