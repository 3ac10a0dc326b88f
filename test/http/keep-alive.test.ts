import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { recordedProcesses } from './support/recorded-processes.ts'
import { startedHttp } from './support/started-http.ts'

/** As in production in their order: a connection may idle for far longer than the headers of a request may take. */
const LIMITS = { headersMs: 100, requestMs: 150, keepAliveMs: 60_000, checkEveryMs: 20, stopMs: 1000 }
const CONNECTIONS = 10
const REQUESTS = 4

/** The answer's status and the local port of its connection. */
async function ask(agent: Agent, url: string): Promise<{ status: number | undefined; port: number }> {
  const request = get(`${url}/healthz`, { agent })
  const [answer]: IncomingMessage[] = await once(request, 'response')
  assert.ok(answer)
  const { localPort = 0 } = answer.socket
  answer.resume()
  await once(answer, 'end')
  return { status: answer.statusCode, port: localPort }
}

test('a connection that idles for longer than headers may take is used again and never reset', async (t) => {
  const { url } = await startedHttp(t, { processes: recordedProcesses().processes, timeouts: LIMITS })
  const agents = Array.from({ length: CONNECTIONS }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
  t.after(() => agents.forEach((agent) => agent.destroy()))

  const told = await Promise.all(
    agents.map(async (agent) => {
      const answers = [await ask(agent, url)]
      while (answers.length < REQUESTS) {
        // Real time: what is tested is Node's own timer. Longer than both limits and the looks at them.
        await new Promise((resolve) => setTimeout(resolve, 250))
        answers.push(await ask(agent, url))
      }
      return answers
    }),
  )

  for (const answers of told) {
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    assert.equal(new Set(answers.map(({ port }) => port)).size, 1)
  }
})
