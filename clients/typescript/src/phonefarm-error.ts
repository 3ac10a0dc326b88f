/** What Phonefarm finds wrong with a request: where (a JSON pointer) and what was expected. */
export interface Problem {
  path: string
  message: string
}

export interface PhonefarmErrorFields extends ErrorOptions {
  /** Null when no answer came. */
  status: number | null
  code: string
  detail?: string | undefined
  details?: readonly Problem[]
  requestId?: string | null
  retryAfterSeconds?: number | null
}

/** A request that did not bring what was asked for. */
export class PhonefarmError extends Error {
  override name = 'PhonefarmError'
  /** Of the answer; null when none came. */
  readonly status: number | null
  /** As the API reference lists them; `no_answer` when none came, `unexpected_answer` when it was not Phonefarm's. */
  readonly code: string
  /** What stood behind the code's colon. */
  readonly detail: string | undefined
  readonly details: readonly Problem[]
  /** Names the request in the daemon's log. */
  readonly requestId: string | null
  /** When it is worth trying again. */
  readonly retryAfterSeconds: number | null

  constructor(message: string, fields: PhonefarmErrorFields) {
    super(message, 'cause' in fields ? { cause: fields.cause } : {})
    this.status = fields.status
    this.code = fields.code
    this.detail = fields.detail
    this.details = fields.details ?? []
    this.requestId = fields.requestId ?? null
    this.retryAfterSeconds = fields.retryAfterSeconds ?? null
  }
}

/** The error that a refusal stands for. Reads the body. */
export async function refusalOf(response: Response): Promise<PhonefarmError> {
  const body = asRefusal(await response.text())
  const [code = '', ...detail] = (body?.error ?? 'unexpected_answer').split(':')
  return new PhonefarmError(body?.message ?? `the answer has status ${response.status}`, {
    status: response.status,
    code,
    detail: detail.length > 0 ? detail.join(':') : undefined,
    details: body?.details ?? [],
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter(response),
  })
}

function retryAfter({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) : null
}

interface Refusal {
  error: string
  message: string
  details: Problem[]
}

/** Null for what a proxy or somebody else has written. */
function asRefusal(text: string): Refusal | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRefusal(value) ? value : null
  } catch {
    return null // no JSON, so not ours
  }
}

function isRefusal(value: unknown): value is Refusal {
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string, type: string) => typeof Reflect.get(value, name) === type
  return has('error', 'string') && has('message', 'string') && Array.isArray(Reflect.get(value, 'details'))
}
