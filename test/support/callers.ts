import { SCOPES, type Caller } from '../../src/domain/caller.ts'

/** A named key's caller that may do everything and sees everything; `owner` is what its processes are stored with. */
export function keyCaller(given: Partial<Caller> = {}): Caller {
  return {
    name: 'ugc',
    key_id: 'key01',
    scopes: SCOPES,
    owner: 'key01',
    system: null,
    own_only: false,
    rate: null,
    ...given,
  }
}

/** One that is for its own processes only. */
export const ownCaller = (owner: string): Caller =>
  keyCaller({ name: owner, key_id: owner, owner, own_only: true })
