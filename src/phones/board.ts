import type { Logger } from 'pino'
import {
  standingOf,
  type ConditionSource,
  type PhoneCondition,
  type PhoneStanding,
} from '../domain/phone-state.ts'

export interface BoardDeps {
  /** Stores what a phone is fit for, with its history; resolves with false for a phone that is not registered. */
  record: (phoneId: string, standing: PhoneStanding) => Promise<boolean>
  /** Called when a phone has become able to take work. */
  onReady: (phoneId: string) => void
  log: Pick<Logger, 'info' | 'warn'>
}

/**
 * What keeps each phone from working, in one place: every part that knows of something pins it up under its own source, and the worst of
 * them is the phone's state. In memory; who pins something that must outlive the daemon pins it again at start.
 */
export interface Board {
  /** Pins a condition, or takes the source's down with null. The change is stored by itself. */
  set: (phoneId: string, source: ConditionSource, condition: PhoneCondition | null) => void
  /** Stores anew what stands, for a phone that the registry shows otherwise: an earlier life of the daemon may have left another state there. */
  confirm: (phoneId: string) => void
  /** What is pinned for a phone, by source. */
  of: (phoneId: string) => ReadonlyMap<ConditionSource, PhoneCondition>
  /** What keeps a phone from taking work: the worst of its conditions, null when there is none. `except` looks away from one source. */
  blocking: (phoneId: string, except?: ConditionSource) => PhoneCondition | null
  /** For a phone that is registered no more, or with another device behind it. */
  forget: (phoneId: string) => void
  /** Calls back after every change of a phone's conditions; returns how to stop that. */
  onChange: (listener: (phoneId: string) => void) => () => void
  /** Resolves when everything so far is stored. */
  stored: () => Promise<void>
}

export function createBoard({ record, onReady, log }: BoardDeps): Board {
  const pinned = new Map<string, Map<ConditionSource, PhoneCondition>>()
  /** One recording at a time per phone, the newest state last. */
  const recordings = new Map<string, Promise<void>>()
  const listeners = new Set<(phoneId: string) => void>()

  const conditionsOf = (phoneId: string) => pinned.get(phoneId) ?? new Map<ConditionSource, PhoneCondition>()

  function blocking(phoneId: string, except?: ConditionSource): PhoneCondition | null {
    const others = [...conditionsOf(phoneId)].filter(([source]) => source !== except)
    const worst = standingOf(
      others.map(([, condition]) => condition),
      false,
    )
    return others.find(([, { state }]) => state === worst.state)?.[1] ?? null
  }

  function set(phoneId: string, source: ConditionSource, condition: PhoneCondition | null): void {
    const conditions = pinned.get(phoneId) ?? new Map<ConditionSource, PhoneCondition>()
    if (isSame(conditions.get(source) ?? null, condition)) return
    if (condition === null) conditions.delete(source)
    else conditions.set(source, condition)
    pinned.set(phoneId, conditions)
    log.info({ phone_id: phoneId, source, condition }, 'phone condition changed')
    store(phoneId)
    for (const listener of listeners) listener(phoneId)
    if (conditions.size === 0) onReady(phoneId)
  }

  function store(phoneId: string): void {
    const recorded = (recordings.get(phoneId) ?? Promise.resolve()).then(() => recordNow(phoneId))
    recordings.set(phoneId, recorded)
  }

  /** Never rejects: what cannot be stored now is stored with the next change. */
  async function recordNow(phoneId: string): Promise<void> {
    try {
      await record(phoneId, standingOf(conditionsOf(phoneId).values(), false))
    } catch (error) {
      log.warn({ phone_id: phoneId, err: error }, 'phone state not recorded')
    }
  }

  return {
    set,
    confirm: store,
    of: conditionsOf,
    blocking,
    forget: (phoneId) => void pinned.delete(phoneId),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stored: async () => void (await Promise.all(recordings.values())),
  }
}

function isSame(a: PhoneCondition | null, b: PhoneCondition | null): boolean {
  return a?.state === b?.state && a?.reason === b?.reason && a?.next === b?.next
}
