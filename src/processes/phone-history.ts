import Type from 'typebox'
import type { PastPhoneState } from '../domain/phone-state.ts'
import type { Store } from '../store/store.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'
import { findPhone } from './phone-record.ts'

export interface PhoneHistory {
  /** The states that a phone has been in, newest first. @throws FarmError 'invalid_request', 'phone_not_found' */
  listPhoneStates: (phoneId: string, query: Query) => { states: PastPhoneState[]; next_cursor: string | null }
}

const pageQuery = createPageQuery({ filters: {}, cursor: Type.Object({ phone_state_id: Type.Integer() }) })

export function createPhoneHistory({ store: { read } }: { store: Store }): PhoneHistory {
  return {
    listPhoneStates(phoneId, query) {
      const { limit, after } = pageQuery(query)
      findPhone(read, phoneId)
      const before = after?.phone_state_id ?? Number.MAX_SAFE_INTEGER
      const found = read.phoneStates.ofPhone({ phone_id: phoneId, before, limit: limit + 1 })
      const { rows, next_cursor } = pageOf(found, limit, ({ phone_state_id }) => ({ phone_state_id }))
      const states = rows.map(({ state, reason, next, at }) => ({ state, reason, next, at }))
      return { states, next_cursor }
    },
  }
}
