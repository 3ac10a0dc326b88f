import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Decision } from '../domain/decision.ts'
import { causesOf } from '../domain/error-causes.ts'
import { RunError } from '../domain/errors.ts'

/** Lines of a stack that tell where; the rest is Node's. */
const STACK_LINES = 12

/** An error with all that caused it, as JSON: the outermost first. What is no RunError is a bug and has its stack. */
export function failureText(error: unknown): string {
  const causes = causesOf(error).map((cause) => ({
    name: cause.name,
    message: cause.message,
    ...(cause instanceof RunError && { category: cause.category, rung: cause.rung ?? null }),
    ...('code' in cause && typeof cause.code === 'string' && { code: cause.code }),
    ...(!(cause instanceof RunError) && { stack: cause.stack?.split('\n').slice(1, STACK_LINES) ?? [] }),
  }))
  return JSON.stringify(causes.length > 0 ? { causes } : { causes: [{ message: String(error) }] }, null, 2)
}

/**
 * What a judge was asked and answered. The prompt's words are the caller's, who has them; here stands its name and a digest, by which
 * two questions can be told apart: SHA-256 of the canonical JSON of what was asked.
 */
export function judgementRecord({ judge, item, context, judgement, ms }: Decision): object {
  const { keyword, snapshot, prompt } = context
  return {
    judge,
    question: {
      sha256: digest({ item, context }),
      video: item,
      keyword,
      interests: snapshot?.interests ?? [],
      prompt: prompt && {
        prompt_id: prompt.prompt_id,
        name: prompt.name,
        version: prompt.version,
        sha256: digest(prompt),
      },
    },
    answer: judgement,
    ms: Math.round(ms),
  }
}

/** JSON lines. */
export function linesText(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

function digest(value: object): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
