import { CODES } from './error-catalog/codes.ts'
import type { ErrorAnswer } from './error-response.ts'

const PROBLEM = 'application/problem+json'

/** Who asked, as far as the form of a refusal depends on it. */
export interface Asker {
  /** The `Accept` header, all of them joined; undefined when there is none or nobody could read it. */
  accept: string | undefined
  requestId: string
}

/** A refusal as it is written: as `application/problem+json` (RFC 9457) when the caller's `Accept` prefers that, else as plain JSON. */
export function writtenRefusal(
  { status, code, body }: ErrorAnswer,
  { accept, requestId }: Asker,
): { contentType: string; text: string } {
  if (!prefersProblem(accept ?? ''))
    return { contentType: 'application/json; charset=utf-8', text: JSON.stringify(body) }
  const problem = {
    // Where the code is explained, at the same place as the API itself.
    type: `/docs/errors#${code}`,
    title: CODES[code].title,
    status,
    detail: body.message,
    instance: `urn:phonefarm:request:${requestId}`,
    ...body,
  }
  return { contentType: PROBLEM, text: JSON.stringify(problem) }
}

/** More than any client sends; what is behind them is not looked at. */
const MOST_RANGES = 64

/**
 * Whether the header names the type itself, with at least the weight that plain JSON has in it: naming it can only mean refusals, as nothing
 * else is answered in it. Takes every text for a header; a range that is none is passed over.
 */
function prefersProblem(accept: string): boolean {
  const ranges = accept.split(',', MOST_RANGES).map(rangeOf)
  const weightOf = (type: string) => {
    const weights = ranges.filter((range) => range.type === type).map(({ weight }) => weight)
    return weights.length === 0 ? undefined : Math.max(...weights)
  }
  // The closest one counts (source: RFC 9110, 12.5.1).
  const json = weightOf('application/json') ?? weightOf('application/*') ?? weightOf('*/*') ?? 0
  const problem = weightOf(PROBLEM) ?? 0
  return problem > 0 && problem >= json
}

/** As RFC 9110 writes a weight (12.4.2). */
const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

function rangeOf(text: string): { type: string; weight: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length) ?? '1'
  return { type, weight: WEIGHT.test(weight) ? Number(weight) : 0 }
}
