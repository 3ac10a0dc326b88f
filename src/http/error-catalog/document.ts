import { STATUS } from '../error-response.ts'
import { CATEGORIES } from './categories.ts'
import { CODES, type Explained } from './codes.ts'
import { DETAILS } from './details.ts'

/** One error as the documents tell it. */
export interface ExplainedError extends Explained {
  /** Also where it stands in the page: `/docs/errors#conflict`. */
  code: string
  title: string
  status: number
  /** What may follow the code behind a colon. */
  details: readonly NamedExplanation[]
}

export interface NamedExplanation extends Explained {
  name: string
}

/** Every error that an answer can carry, in the order in which a request is checked. */
export function explainedErrors(): ExplainedError[] {
  const details: Readonly<Record<string, Readonly<Record<string, Explained>>>> = DETAILS
  return Object.entries(CODES).map(([code, explained]) => ({
    code,
    ...explained,
    status: statusOf(code),
    details: named(details[code] ?? {}),
  }))
}

/** Why work ends badly. */
export function explainedCategories(): NamedExplanation[] {
  return named(CATEGORIES)
}

function named(explained: Readonly<Record<string, Explained>>): NamedExplanation[] {
  return Object.entries(explained).map(([name, { cause, cure }]) => ({ name, cause, cure }))
}

function statusOf(code: string): number {
  const statuses: Readonly<Record<string, number>> = STATUS
  return statuses[code] ?? 500
}

const HEAD = `# Errors

What an answer that is no success can carry, why, and what to do. \`npx tsx scripts/write-errors.ts\` writes this page from \`src/http/error-catalog/\`,
whose tables the compiler compares with every refusal in the code; the daemon shows the same at \`/docs/errors\`.

Every refusal is \`{"error": "<code>" or "<code>:<detail>", "message": "<sentence>", "details": [{"path", "message"}]}\`, and its \`X-Request-Id\` names
it in the log. Decide by \`error\`; \`message\` is for people and may be worded better any day. \`details\` has every problem of the check that failed,
each with the JSON pointer of its place.

Who names \`application/problem+json\` in \`Accept\`, at least as gladly as \`application/json\`, is given refusals in that type (RFC 9457), with the members
\`type\` (\`/docs/errors#<code>\`), \`title\`, \`status\`, \`detail\` (the \`message\`), \`instance\` (\`urn:phonefarm:request:<request id>\`) and \`error\`, \`message\`, \`details\` as
ever. Wildcards do not name it.

What is worth repeating: 429 and 503 after \`Retry-After\`, and a request whose answer was lost: the same \`request_id\` is never done twice. 500 once.
Everything else is answered the same again until something is changed.
`

/** docs/errors.md */
export function errorsMarkdown(): string {
  const errors = explainedErrors().map(
    ({ code, title, status, cause, cure, details }) =>
      `### ${code}\n\n${status} · ${title}. ${cause}\n\n**What to do:** ${cure}\n${
        details.length === 0 ? '' : `\n${table('error', details, code)}`
      }`,
  )
  return [
    HEAD,
    '## Codes\n',
    ...errors,
    '## Categories\n',
    'Why a process, an item or an attempt ended badly: `error.category` of its record, beside a `message` for people. No answer of the API has them as its `error`.\n',
    table('category', explainedCategories()),
  ].join('\n')
}

/** @param code stands before the names */
function table(head: string, rows: readonly NamedExplanation[], code = ''): string {
  const lines = rows.map(({ name, cause, cure }) => {
    const shown = code === '' ? name : `${code}:${name}`
    return `| \`${shown}\` | ${cause} | ${cure} |\n`
  })
  return `| ${head} | cause | cure |\n|---|---|---|\n${lines.join('')}`
}
