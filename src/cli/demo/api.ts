import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { request } from 'undici'

const ANSWER_MS = 15_000

/** An answer that was not the expected one, with what was asked and what came. */
class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer'
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
}

/** Talks JSON to one server, with a key if there is one; every answer is checked against a schema. */
export type Api = ReturnType<typeof createApi>

export function createApi(baseUrl: string, key?: string) {
  async function send(path: string, { method = 'GET', body }: Call) {
    return await request(new URL(path, baseUrl), {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
  }

  return {
    /** @throws UnexpectedAnswer on any status but 2xx, or when the body does not fit the schema */
    async call<S extends TSchema>(path: string, schema: S, call: Call = {}): Promise<Static<S>> {
      const answer = await send(path, call)
      const text = await answer.body.text()
      if (answer.statusCode >= 300) {
        throw new UnexpectedAnswer(
          `${call.method ?? 'GET'} ${path}: ${answer.statusCode} ${text.slice(0, 500)}`,
        )
      }
      const json: unknown = JSON.parse(text)
      if (!Value.Check(schema, json)) {
        const [first] = Value.Errors(schema, json)
        throw new UnexpectedAnswer(
          `${path}: ${first?.instancePath ?? ''} ${first?.message ?? 'does not fit'}`,
        )
      }
      return json
    },
    /** For what has no JSON in it, such as pictures and 204. */
    async bytes(path: string, call: Call = {}): Promise<Buffer> {
      const answer = await send(path, call)
      const data = Buffer.from(await answer.body.arrayBuffer())
      if (answer.statusCode >= 300) {
        throw new UnexpectedAnswer(`${path}: ${answer.statusCode} ${data.toString('utf8', 0, 500)}`)
      }
      return data
    },
  }
}
