import Type from 'typebox'
import type { Caller } from './domain/caller.ts'

/** How often the full key may ask; part of the table in environment.ts. */
export const RATE_SETTING = {
  /** Requests a second, and how many may come at once; 0: no limit. Room for a busy caller, a stop for one that runs wild. */
  PHONEFARM_RATE: Type.String({ default: '200/1000' }),
}

/** Nobody can mean more, and sums of it stay exact. */
const MOST = 1_000_000

/** The budget that the setting gives; `wrong` says what it must be. */
export function readRate({ PHONEFARM_RATE }: { PHONEFARM_RATE: string }): {
  rate: Caller['rate']
  problems: { name: 'PHONEFARM_RATE'; message: string }[]
} {
  if (PHONEFARM_RATE === '0') return { rate: null, problems: [] }
  const [, perSecond = '', atOnce = ''] = /^(\d{1,7})\/(\d{1,7})$/.exec(PHONEFARM_RATE) ?? []
  const rate = { per_second: Number(perSecond), burst: Number(atOnce) }
  const isRight = Object.values(rate).every((number) => number >= 1 && number <= MOST)
  if (isRight) return { rate, problems: [] }
  const message = `must be two whole numbers up to ${MOST}, requests a second and at once, such as 200/1000, or 0 for no limit`
  return { rate: null, problems: [{ name: 'PHONEFARM_RATE', message }] }
}
