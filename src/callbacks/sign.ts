import { createHmac } from 'node:crypto'

/** What a signature is made over. */
export interface SignedMessage {
  delivery_id: string
  /** Moment of this try, not of the milestone: receivers refuse old timestamps. */
  at: Date
  /** The exact text that is sent. */
  body: string
}

const STANDARD_PREFIX = 'whsec_'

/**
 * The headers that prove where a callback comes from (source: contract, "Callbacks" and question 11): ours with the newest secret, and those
 * of Standard Webhooks 1.0.0 with every live secret, so that a receiver can change over while both are valid.
 * @param secrets newest first; none means that nothing is signed
 */
export function signatureHeaders(secrets: readonly string[], message: SignedMessage): Record<string, string> {
  const [newest] = secrets
  if (newest === undefined) return {}
  const timestamp = String(Math.floor(message.at.getTime() / 1000))
  const standardContent = `${message.delivery_id}.${timestamp}.${message.body}`
  return {
    'X-PhoneFarm-Timestamp': timestamp,
    'X-PhoneFarm-Signature': hmac(newest, `${timestamp}.${message.body}`).toString('hex'),
    'webhook-id': message.delivery_id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map((secret) => `v1,${hmac(standardKey(secret), standardContent).toString('base64')}`)
      .join(' '),
  }
}

/** `whsec_` announces base64; any other text is the key as it stands. */
function standardKey(secret: string): Buffer {
  if (!secret.startsWith(STANDARD_PREFIX)) return Buffer.from(secret, 'utf8')
  return Buffer.from(secret.slice(STANDARD_PREFIX.length), 'base64')
}

function hmac(key: string | Buffer, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest()
}
