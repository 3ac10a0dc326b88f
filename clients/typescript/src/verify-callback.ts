import type { ProcessUpdated } from './api.ts'

/** Why a callback must not be believed. */
export type CallbackRefusal = 'no_signature' | 'bad_timestamp' | 'too_old' | 'wrong_signature'

/** The callback must not be believed: answer 401 and do nothing. */
export class CallbackError extends Error {
  override name = 'CallbackError'
  readonly code: CallbackRefusal

  constructor(code: CallbackRefusal, message: string) {
    super(message)
    this.code = code
  }
}

export interface VerifyOptions {
  /** Milliseconds since 1970; the platform's clock by default. */
  now?: () => number
  /** How far the timestamp may be from now, both ways; 300 by default. */
  toleranceSeconds?: number
}

/** The headers of the request, by names in lower case, or as fetch has them. */
export type CallbackHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Resolves with the message when it comes from the farm that shares a secret with you, and not from somebody who sends an old one again.
 * Takes either family of headers: `X-PhoneFarm-*` or those of Standard Webhooks. Compares in constant time.
 * @param rawBody exactly as it arrived: a body that was parsed and written again is another text
 * @param secrets one, or both while one is exchanged for another
 * @throws CallbackError
 */
export async function verifyCallback(
  rawBody: string | Uint8Array,
  headers: CallbackHeaders,
  secrets: string | readonly string[],
  { now = () => Date.now(), toleranceSeconds = 300 }: VerifyOptions = {},
): Promise<ProcessUpdated> {
  const body = typeof rawBody === 'string' ? encoder.encode(rawBody) : Uint8Array.from(rawBody)
  const claim = claimOf((name) => valueOf(headers, name))
  if (claim === null) throw new CallbackError('no_signature', 'the callback is not signed')
  if (!/^\d{1,12}$/.test(claim.timestamp))
    throw new CallbackError('bad_timestamp', 'the timestamp is no number of seconds')
  if (Math.abs(now() / 1000 - Number(claim.timestamp)) > toleranceSeconds)
    throw new CallbackError('too_old', 'the timestamp is too far from now')
  const content = joined(encoder.encode(claim.prefix), body)
  for (const secret of [secrets].flat()) {
    for (const signature of claim.signatures) {
      if (await isSigned(claim.keyOf(secret), signature, content)) {
        // What is signed was written by the farm, by the document that the types are made from.
        const message: ProcessUpdated = JSON.parse(new TextDecoder().decode(body))
        return message
      }
    }
  }
  throw new CallbackError('wrong_signature', 'no secret has made this signature')
}

type Bytes = Uint8Array<ArrayBuffer>

/** What the headers say: when, what stands before the body in what was signed, and with what it was signed. */
interface Claim {
  timestamp: string
  prefix: string
  signatures: readonly Bytes[]
  keyOf: (secret: string) => Bytes
}

const encoder = new TextEncoder()

/** Version 1: 32 bytes. */
const SIGNATURE = /^v1,[A-Za-z0-9+/]{43}=$/

function claimOf(header: (name: string) => string | undefined): Claim | null {
  const id = header('webhook-id')
  const timestamp = header('webhook-timestamp')
  const signature = header('webhook-signature')
  if (id !== undefined && timestamp !== undefined && signature !== undefined) {
    const signatures = signature
      .split(' ')
      .flatMap((one) => (SIGNATURE.test(one) ? [fromBase64(one.slice(3))] : []))
    return { timestamp, prefix: `${id}.${timestamp}.`, signatures, keyOf: standardKey }
  }
  const ourTimestamp = header('x-phonefarm-timestamp')
  const ourSignature = header('x-phonefarm-signature')
  if (ourTimestamp === undefined || ourSignature === undefined) return null
  const signatures = [fromHex(ourSignature)]
  return {
    timestamp: ourTimestamp,
    prefix: `${ourTimestamp}.`,
    signatures,
    keyOf: (secret) => encoder.encode(secret),
  }
}

function valueOf(headers: CallbackHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const value = headers[name]
  // A header that came twice says nothing.
  return typeof value === 'string' ? value : undefined
}

/** `whsec_` announces base64; any other text is the key as it stands. */
function standardKey(secret: string): Bytes {
  return secret.startsWith('whsec_') ? fromBase64(secret.slice('whsec_'.length)) : encoder.encode(secret)
}

/** In constant time, as the platform's own cryptography compares. */
async function isSigned(key: Bytes, signature: Bytes, content: Bytes): Promise<boolean> {
  if (key.length === 0) return false
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['verify'])
  return crypto.subtle.verify('HMAC', imported, signature, content)
}

function joined(first: Bytes, second: Bytes): Bytes {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** Nothing for what is no base64: it matches no signature. */
function fromBase64(text: string): Bytes {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

/** Nothing for what is no hexadecimal number of 32 bytes. */
function fromHex(text: string): Bytes {
  if (!/^[0-9a-f]{64}$/.test(text)) return new Uint8Array()
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
