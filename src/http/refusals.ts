import { FarmError } from '../domain/errors.ts'

/** The path is known, the method is not one of its own. */
export class MethodNotAllowed extends FarmError {
  override name = 'MethodNotAllowed'
  readonly allowed: readonly string[]

  constructor(method: string, path: string, allowed: readonly string[]) {
    super('method_not_allowed', `${path} takes ${allowed.join(', ')}, not ${method}`)
    this.allowed = allowed
  }
}

/**
 * The message is not proper HTTP/1.1, so its body was not even looked at: 400 instead of the 422 of `invalid_request`, as RFC 9112 demands
 * for Host (3.2) and for everything that a proxy in front might have read differently. The connection is closed after it.
 */
export class MalformedRequest extends FarmError {
  override name = 'MalformedRequest'
  readonly status: number

  constructor(message: string, status = 400) {
    super('invalid_request', message)
    this.status = status
  }
}

/** Asked too often; waiting for `retryAfterSeconds` helps. */
export class TooManyRequests extends FarmError {
  override name = 'TooManyRequests'
  readonly retryAfterSeconds: number
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>

  constructor(message: string, retryAfterSeconds: number, headers: Readonly<Record<string, string>> = {}) {
    super('rate_limited', message)
    this.retryAfterSeconds = retryAfterSeconds
    this.headers = headers
  }
}
