import { hash, randomBytes } from 'node:crypto'
import type { FreshKey } from '../processes/keys.ts'

/** `pfk_<key_id>_<secret>`: 48 random bits that are no secret, and 256 that are. */
const NAMED_KEY = /^pfk_([0-9a-f]{12})_[\w-]{43}$/

export function makeKey(): FreshKey {
  const key_id = randomBytes(6).toString('hex')
  const key = `pfk_${key_id}_${randomBytes(32).toString('base64url')}`
  return { key_id, key, hash: sha256(key).toString('hex') }
}

/** The id that stands in a named key; empty for every other text. */
export function keyIdIn(text: string): string {
  return NAMED_KEY.exec(text)?.[1] ?? ''
}

/** A slow hash would add nothing to 256 random bits, and would let strangers keep the processor busy. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
