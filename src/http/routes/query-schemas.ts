import Type from 'typebox'
import { Capability } from '../../domain/process.ts'

/** Given several times, a filter means any of the values (source: contract, question 14). */
export const anyOf = (schema: Type.TSchema) => Type.Union([schema, Type.Array(schema)])

/** The two parameters of every list. */
export const PAGE_QUERY = {
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.String({ description: '`next_cursor` of the page before' }),
}

export const ACCOUNT_FILTERS = {
  on_hold: anyOf(Type.Enum(['true', 'false'], { description: 'Whether it waits for a person' })),
  ...PAGE_QUERY,
}

export const PROCESS_FILTERS = {
  status: anyOf(Type.Enum(['queued', 'executing', 'retrying', 'completed', 'failed_terminal', 'cancelled'])),
  process_type: anyOf(Capability),
  account_id: anyOf(Type.String()),
  phone_id: anyOf(Type.String()),
  system: anyOf(Type.String()),
  ...PAGE_QUERY,
}
