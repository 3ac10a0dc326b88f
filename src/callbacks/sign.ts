import { createHmac, createSecretKey, type Hmac, type KeyObject } from 'node:crypto'

/** What a signature is made over. */
export interface SignedMessage {
  delivery_id: string
  /** Moment of this try, not of the milestone: receivers refuse old timestamps. */
  at: Date
  /** The exact text that is sent. */
  body: string
}

const STANDARD_PREFIX = 'whsec_'

/** The headers that prove where a message comes from. */
export type Sign = (message: SignedMessage) => Record<string, string>

/**
 * Signs callbacks (source: contract, "Callbacks" and question 11): our headers with the newest secret, and those of Standard Webhooks 1.0.0
 * with every live secret, so that a receiver can change over while both are valid.
 * @param secrets newest first; none means that nothing is signed
 */
export function createSigner(secrets: readonly string[]): Sign {
  const [newest] = secrets
  if (newest === undefined) return () => ({})
  const ourKey = createSecretKey(newest, 'utf8')
  const standardKeys = secrets.map(standardKey)
  return ({ delivery_id, at, body }) => {
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const standardPrefix = `${delivery_id}.${timestamp}.`
    return {
      'X-PhoneFarm-Timestamp': timestamp,
      'X-PhoneFarm-Signature': hmac(ourKey, `${timestamp}.`, body).digest('hex'),
      'webhook-id': delivery_id,
      'webhook-timestamp': timestamp,
      'webhook-signature': standardKeys
        .map((key) => `v1,${hmac(key, standardPrefix, body).digest('base64')}`)
        .join(' '),
    }
  }
}

/** `whsec_` announces base64; any other text is the key as it stands. */
function standardKey(secret: string): KeyObject {
  if (!secret.startsWith(STANDARD_PREFIX)) return createSecretKey(secret, 'utf8')
  return createSecretKey(secret.slice(STANDARD_PREFIX.length), 'base64')
}

function hmac(key: KeyObject, prefix: string, body: string): Hmac {
  return createHmac('sha256', key).update(prefix).update(body)
}
