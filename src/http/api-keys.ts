import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { fullCaller, type Caller } from '../domain/caller.ts'
import { sha256 } from './key-text.ts'

/** A key as the daemon holds it: never the key itself. */
export interface ApiKey {
  caller: Caller
  /** SHA-256 of the key. */
  hash: Buffer
}

/** A key that may do everything, such as the one in the environment. */
export function fullKey(name: string, key: string, rate: Caller['rate'] = null): ApiKey {
  return { caller: fullCaller(name, rate), hash: sha256(key) }
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
