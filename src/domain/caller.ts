import { FarmError } from './errors.ts'

/** What a key may be good for: create and cancel work, read, operate phones, change the registry and keys. */
export const SCOPES = ['submit', 'read', 'operate', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** Who asks: what the key of a request stands for. */
export interface Caller {
  /** The key's name; names the caller in the log. */
  name: string
  /** Null: the full key of the environment or of `<data>/api-key`. */
  key_id: string | null
  scopes: readonly Scope[]
  /** Whose a process is that this caller creates; keys that were made from each other by rotation share it. Null: the full key's. */
  owner: string | null
  /** The only `requested_by.system` that it may name; null: any. */
  system: string | null
  /** Sees and cancels its owner's processes only: everybody else's are not there for it. */
  own_only: boolean
  /** Requests a second, and how many may come at once; null: as many as it likes. */
  rate: { per_second: number; burst: number } | null
}

/** The operator himself: everything of everybody. */
export function fullCaller(name: string, rate: Caller['rate'] = null): Caller {
  return { name, key_id: null, scopes: SCOPES, owner: null, system: null, own_only: false, rate }
}

/** Whoever works on the farm itself and comes through no door. */
export const OPERATOR = fullCaller('operator')

/** @throws FarmError 'forbidden' when the caller's key speaks for another system only */
export function checkSystem({ name, system }: Caller, requestedBy: { system: string }): void {
  if (system === null || system === requestedBy.system) return
  throw new FarmError('forbidden', `key ${name} speaks for system ${system} only`, {
    problems: [{ path: '/requested_by/system', message: `must be ${system} with this key` }],
  })
}
