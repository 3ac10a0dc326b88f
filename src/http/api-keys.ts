import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { fullCaller, type Caller } from '../domain/caller.ts'

/** A key as the daemon holds it: never the key itself. */
export interface ApiKey {
  caller: Caller
  /** SHA-256 of the key; a slow hash would add nothing to 256 random bits. */
  hash: Buffer
}

/** A key that may do everything, such as the one in the environment. */
export function fullKey(name: string, key: string): ApiKey {
  return { caller: fullCaller(name), hash: sha256(key) }
}

/**
 * The key of a request, or null. Takes the same time whatever is wrong: hashes are compared, and always all of them. The scheme's name
 * may be in any case (source: RFC 9110, 11.1).
 */
export function findKey(keys: readonly ApiKey[], authorization: string | undefined): ApiKey | null {
  const presented = sha256(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '')
  let found: ApiKey | null = null
  for (const key of keys) if (timingSafeEqual(key.hash, presented)) found = key
  return found
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

export interface EnsureApiKeyDeps {
  dataDir: string
  /** The key of the environment; null when there is none. */
  environmentKey: string | null
  log: Logger
}

/**
 * The key that callers have to present: the environment's, else the one in `<data>/api-key`, which is made at first start with mode 0600.
 * The log says where it is, never what it is. A made key is `pfk_` and 43 characters.
 * @throws when the file is there but holds no key
 */
export async function ensureApiKey({ dataDir, environmentKey, log }: EnsureApiKeyDeps): Promise<string> {
  if (environmentKey !== null) return environmentKey
  const file = path.resolve(dataDir, 'api-key')
  const stored = await readStored(file)
  if (stored !== null) {
    log.info({ file }, 'api key read from file')
    return stored
  }
  const key = `pfk_${randomBytes(32).toString('base64url')}`
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  // Written beside and then renamed: a crash between leaves no half key behind.
  await writeFile(`${file}.new`, `${key}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
  log.warn({ file }, 'api key made: read it from this file')
  return key
}

async function readStored(file: string): Promise<string | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  await chmod(file, 0o600) // it may have been copied with wider rights
  const key = text.trim()
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error(`${file} holds no key: delete it and a new one is made`)
  return key
}
