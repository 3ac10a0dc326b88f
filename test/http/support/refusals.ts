import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startedApi } from './started-api.ts'

/** What is wrong, what is sent, the status and the code of the answer, and where its problems are. */
export type Refusal = readonly [
  what: string,
  body: unknown,
  status: number,
  code: string,
  paths: readonly string[],
]

/** One test a refusal: code and paths are right and no table has a row more than before. */
export function testRefusals(method: string, path: string, refusals: readonly Refusal[]): void {
  for (const [what, body, status, code, paths] of refusals) {
    test(`${method} ${path} refuses ${what} with ${code} and leaves nothing behind`, async (t) => {
      const { ask, rowCounts } = await startedApi(t)
      const before = rowCounts()

      const told = await ask(path, { method, body })

      assert.deepEqual([told.status, told.json['error']], [status, code], told.text)
      assert.deepEqual(pathsOf(told.json['details']), paths)
      assert.deepEqual(rowCounts(), before)
    })
  }
}

function pathsOf(details: unknown): unknown {
  return Array.isArray(details) ? details.map(({ path }) => path) : details
}
