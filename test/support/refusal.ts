import assert from 'node:assert/strict'
import { FarmError } from '../../src/domain/errors.ts'

/** A refusal as the API writes it. */
export interface Refusal {
  /** `code` or `code:detail`. */
  error: string
  paths: string[]
}

/** Runs what must refuse and tells how. */
export async function refusalOf(run: () => unknown): Promise<Refusal> {
  const error = await thrownBy(run)
  assert.ok(error instanceof FarmError, `expected a FarmError, got ${String(error)}`)
  const { code, detail, problems } = error
  return {
    error: detail === undefined ? code : `${code}:${detail}`,
    paths: problems.map(({ path }) => path),
  }
}

async function thrownBy(run: () => unknown): Promise<unknown> {
  try {
    await run()
  } catch (error) {
    return error
  }
  return undefined
}
