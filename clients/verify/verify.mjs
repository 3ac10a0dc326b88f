// Says whether a callback is genuine. Usage: verify.mjs TIMESTAMP SIGNATURE < BODY, or verify.mjs TIMESTAMP SIGNATURE ID < BODY for the
// Standard Webhooks headers. The secret is in PHONE_FARM_WEBHOOK_SECRET (two, separated by a comma, while one is rotated). Ends with 0 or 1.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'

const TOLERANCE_SECONDS = 300

/** X-PhoneFarm-Timestamp and X-PhoneFarm-Signature: hex of `timestamp.body`. */
export function isGenuine(secrets, timestamp, signature, body) {
  return (
    isFresh(timestamp) &&
    secrets.some((secret) => isSame(signature, hmac(secret, [`${timestamp}.`, body]).toString('hex')))
  )
}

/** webhook-id, webhook-timestamp and webhook-signature: base64 of `id.timestamp.body`, one for each secret. */
export function isGenuineStandard(secrets, id, timestamp, signatures, body) {
  const made = secrets.map((secret) => {
    const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
    return `v1,${hmac(key, [`${id}.${timestamp}.`, body]).toString('base64')}`
  })
  return isFresh(timestamp) && signatures.split(' ').some((given) => made.some((one) => isSame(given, one)))
}

function isFresh(timestamp) {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS
}

function hmac(key, pieces) {
  const made = createHmac('sha256', key)
  for (const piece of pieces) made.update(piece)
  return made.digest()
}

/** In constant time: how long it takes does not tell how much of it is right. */
function isSame(given, expected) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

if (process.argv[1] === import.meta.filename) {
  const [timestamp = '', signature = '', id] = process.argv.slice(2)
  const secrets = (process.env.PHONE_FARM_WEBHOOK_SECRET ?? '').split(',').filter((secret) => secret !== '')
  const body = readFileSync(0) // the bytes as they arrived, before anything has parsed them
  const genuine =
    id === undefined
      ? isGenuine(secrets, timestamp, signature, body)
      : isGenuineStandard(secrets, id, timestamp, signature, body)
  process.exitCode = genuine ? 0 : 1
}
