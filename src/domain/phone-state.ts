/** What a phone is fit for, in the order in which one hides the others: the first that holds is the phone's state. */
export const PHONE_STATES = [
  'paused',
  'quarantined',
  'recovering',
  'unauthorized',
  'offline',
  'booting',
  'locked',
  'too_hot',
  'low_battery',
  'low_storage',
  'busy',
  'ready',
] as const
export type PhoneState = (typeof PHONE_STATES)[number]

/** Something that keeps a phone from taking new work. */
export interface PhoneCondition {
  state: Exclude<PhoneState, 'busy' | 'ready'>
  /** A sentence for people. */
  reason: string
  /** What will happen next, by itself or by whom: a sentence for people. */
  next: string
}

/** Who knows of conditions; each may have one standing per phone. */
export const CONDITION_SOURCES = [
  /** A person's pause. */
  'person',
  /** adb's word, and whether the phone answers at all. */
  'connection',
  /** The ladder: at work, or given up. */
  'recovery',
  /** Keyguard. */
  'lock',
  /** Heat and charge. */
  'care',
  /** Room on the phone. */
  'storage',
] as const
export type ConditionSource = (typeof CONDITION_SOURCES)[number]

/** A phone's state as it is told to people. */
export interface PhoneStanding {
  state: PhoneState
  /** Null for `busy` and `ready`. */
  reason: string | null
  next: string | null
}

/** A state in a phone's history; it lasted until the next one began. */
export interface PastPhoneState {
  /** A `PhoneState`, never `busy`: who held the phone is told by its leases. */
  state: string
  reason: string | null
  next: string | null
  /** When it began. */
  at: string
}

/** What a phone is, from all that is known to keep it from working and from whether something holds it. */
export function standingOf(conditions: Iterable<PhoneCondition>, held: boolean): PhoneStanding {
  const rank = ({ state }: PhoneCondition) => PHONE_STATES.indexOf(state)
  const worst = [...conditions].toSorted((a, b) => rank(a) - rank(b))[0]
  return worst ?? { state: held ? 'busy' : 'ready', reason: null, next: null }
}
