import { causesOf, codesOf, wordsOf } from '../domain/error-causes.ts'

/** Why a try came to nothing, in two sets of words. */
export interface TryFailure {
  /** For callers. Of what keeps a connection from being made they learn nothing: it would tell them what stands in our network. */
  told: string
  /** For the operator's log: addresses, names and codes. */
  detail: string
}

/**
 * The same for a name that nobody knows, an address that is not allowed and a port that refuses (source: SSRF rule S7). It is also what is
 * said of anything that nobody has foreseen.
 */
export const NOT_REACHABLE = 'receiver cannot be reached'

const CLOSED = 'receiver closed the connection before it had answered'
const UNTRUSTED = 'certificate of the receiver is not trusted'
const NOT_HTTP = 'receiver does not answer in HTTP'

/** What is said of a connection that was made: only addresses that callbacks may reach come so far. */
const TOLD: Readonly<Record<string, string>> = {
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  UND_ERR_SOCKET: CLOSED,
  NO_FINAL_ANSWER: 'receiver goes on with answers of 1xx',
  UND_ERR_HEADERS_OVERFLOW: 'headers of the answer are too long',
  HPE_HEADER_OVERFLOW: 'headers of the answer are too long',
  CERT_HAS_EXPIRED: 'certificate of the receiver has expired',
  CERT_NOT_YET_VALID: 'certificate of the receiver is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate of the receiver is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_SSL_WRONG_VERSION_NUMBER: 'receiver does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'receiver does not speak TLS',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'TLS of the receiver is older than 1.2',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'TLS of the receiver is older than 1.2',
}

/** What error codes, or names of errors without one, begin with, where there are many of a kind. */
const TOLD_OF_KIND: readonly (readonly [prefix: string, told: string])[] = [
  ['HPE_', NOT_HTTP],
  ['UND_ERR_RES', NOT_HTTP],
  ['HTTPParserError', NOT_HTTP],
  ['ERR_SSL_', 'TLS with the receiver fails'],
  ['ERR_TLS_', 'TLS with the receiver fails'],
  ['CERT_', UNTRUSTED],
]

/** @param error what a post has thrown, but for the reasons of signals */
export function tryFailure(error: unknown): TryFailure {
  const codes = codesOf(error)
  const names = causesOf(error).map(({ name }) => name)
  const told = [...codes, ...names].map(toldOf).find((words) => words !== undefined)
  const code = codes.length === 0 ? '' : ` (${codes.join(', ')})`
  return { told: told ?? NOT_REACHABLE, detail: `${wordsOf(error)}${code}` }
}

function toldOf(code: string): string | undefined {
  return TOLD[code] ?? TOLD_OF_KIND.find(([prefix]) => code.startsWith(prefix))?.[1]
}
