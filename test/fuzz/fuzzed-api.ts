import type { TestContext } from 'node:test'
import * as fc from 'fast-check'
import { Pool } from 'undici'
import { KEY } from '../http/support/started-http.ts'
import { startedApi } from '../http/support/started-api.ts'
import { readDocument, type Document } from '../http/support/answer-check.ts'
import { createOracle, type FuzzedAnswer } from './oracle.ts'
import { requestsFor, type FuzzedRequest, type FuzzedRoute } from './request-arbitrary.ts'
import { vocabularyOf } from './vocabulary.ts'

/** Requests that are under way at once, and that one step of a run sends. */
const AT_ONCE = 10

/** An answer that does not end, such as a stream of events, is left after its head. */
const ENDLESS = new Set(['text/event-stream', 'multipart/x-mixed-replace'])

type Door = 'public' | 'admin'

/** How often each status was answered. */
export type Statuses = Record<number, number>

export interface FuzzedApi {
  routes: readonly FuzzedRoute[]
  /** Sends so many requests to a route and holds each answer against the document. @throws with the smallest failing requests and the seed */
  fuzz: (route: FuzzedRoute, options: { requests: number; seed: number }) => Promise<Statuses>
}

/** The real server over a real store, and what its own document says of it. */
export async function fuzzedApi(t: TestContext): Promise<FuzzedApi> {
  const api = await startedApi(t, undefined, { logLevel: 'silent' })
  const document = await readDocument(api)
  const seenByAll = routesOf(await readDocument(api, 'public'))
  const isPublic = ({ method, template }: FuzzedRoute) =>
    seenByAll.some((known) => known.method === method && known.template === template)
  const { words, endedProcess } = await vocabularyOf(api, document)
  // A long poll of a process that has not ended would be held for as long as it asks.
  const ended = { ...words, meaningful: { ...words.meaningful, process_id: [endedProcess, 'unknown'] } }
  const poolOf = (url: string) => {
    const pool = new Pool(url, { connections: AT_ONCE, pipelining: 1 })
    t.after(() => pool.destroy())
    return pool
  }
  const pools = { public: poolOf(api.url), admin: poolOf(api.admin) }

  async function send(door: Door, { method, target, headers, body }: FuzzedRequest): Promise<FuzzedAnswer> {
    const answer = await pools[door].request({
      method,
      path: target,
      headers: { authorization: `Bearer ${KEY}`, ...headers },
      body: body === null ? null : Buffer.from(body),
    })
    const type = String(answer.headers['content-type'] ?? '').split(';')[0]
    if (ENDLESS.has(type ?? '')) {
      answer.body.on('error', () => undefined).destroy()
      return { status: answer.statusCode, type, text: ' ' }
    }
    return { status: answer.statusCode, type: type === '' ? undefined : type, text: await answer.body.text() }
  }

  return {
    routes: routesOf(document),
    async fuzz(route, { requests, seed }) {
      const door = isPublic(route) ? 'public' : 'admin'
      const check = createOracle(document, route)
      const statuses: Statuses = {}
      const some = fc.array(
        requestsFor(route, route.template === '/processes/{process_id}' ? ended : words),
        { minLength: AT_ONCE, maxLength: AT_ONCE },
      )
      const property = fc.asyncProperty(some, async (batch) => {
        const answers = await Promise.all(batch.map((request) => send(door, request)))
        for (const [index, request] of batch.entries()) {
          const answer = answers[index]
          if (!answer) continue
          statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
          check(request, answer)
        }
      })
      await fc.assert(property, { numRuns: Math.ceil(requests / AT_ONCE), seed, endOnFailure: false })
      return statuses
    },
  }
}

function routesOf({ paths }: Document): FuzzedRoute[] {
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      template,
      parameters,
      body: requestBody?.content['application/json']?.schema ?? null,
    })),
  )
}
