import type { Logger } from 'pino'
import { FULL_KEY_NAME } from './domain/api-key.ts'
import type { Caller } from './domain/caller.ts'
import type { Clock } from './domain/clock.ts'
import { fullKey } from './http/api-keys.ts'
import { createKeyRing, type KeyRing } from './http/key-ring.ts'
import { makeKey } from './http/key-text.ts'
import { createKeys, type Keys } from './processes/keys.ts'
import type { Store } from './store/store.ts'

export interface DaemonKeysDeps {
  store: Store
  clock: Clock
  /** The full key. */
  apiKey: string
  /** Its budget; none when not given. */
  rate?: Caller['rate']
  log: Logger
}

/** Callers' keys as the daemon has them: those that are stored, and the full one beside them. */
export interface DaemonKeys {
  keys: Keys
  keyRing: KeyRing
}

export function createDaemonKeys({ store, clock, apiKey, rate = null, log }: DaemonKeysDeps): DaemonKeys {
  const keys = createKeys({ store, clock, makeKey, onChange: (keyId) => keyRing.refresh(keyId) })

  async function keyUsed(keyId: string, day: string): Promise<void> {
    try {
      await keys.keyUsed(keyId, day)
    } catch (err) {
      // Not tried again on that day: the key works all the same.
      log.warn({ key_id: keyId, day, err }, 'use of a key was not noted')
    }
  }

  const keyRing = createKeyRing({
    full: [fullKey(FULL_KEY_NAME, apiKey, rate)],
    // `keyUsed` tells of what went wrong itself.
    stored: { ...keys, keyUsed: (keyId, day) => void keyUsed(keyId, day) },
    clock,
  })
  return { keys: logged(keys, log), keyRing }
}

/** Who was let in and who no more is in the log; what was asked for and by whom, the line of the request says. */
function logged(keys: Keys, log: Logger): Keys {
  return {
    ...keys,
    async createKey(caller, body) {
      const made = await keys.createKey(caller, body)
      const { key_id, name, scopes, system, own_only, expires_at } = made
      log.info({ key_id, key_name: name, scopes, system, own_only, expires_at }, 'key made')
      return made
    },
    async rotateKey(caller, keyId, body) {
      const made = await keys.rotateKey(caller, keyId, body)
      log.info({ key_id: made.key_id, key_name: made.name, replaces: keyId }, 'key rotated')
      return made
    },
    async revokeKey(keyId) {
      const revoked = await keys.revokeKey(keyId)
      log.info({ key_id: keyId, key_name: revoked.name }, 'key revoked')
      return revoked
    },
  }
}
