import pino from 'pino'
import type { Action, WarmupProgress } from '../../src/domain/action.ts'
import type { Clock } from '../../src/domain/clock.ts'
import type { Capability } from '../../src/domain/process.ts'
import { announce } from '../../src/processes/announce.ts'
import { openStore, type Store } from '../../src/store/store.ts'

/** A log that says nothing. */
export const silentLog = pino({ level: 'silent' })

/** Ids `<prefix>-1`, `<prefix>-2`, … */
export function countingIds(prefix: string): () => string {
  let count = 0
  return () => `${prefix}-${++count}`
}

/** Two videos of one keyword; `max_minutes` long enough never to matter. */
export const WARMUP: Action = {
  name: 'keyword_warmup',
  inputs: {
    keywords: ['meal prep'],
    videos_per_keyword: 2,
    watch_seconds: { min: 5, max: 20 },
    max_minutes: 30,
  },
}

/** What a warmup stores after its first video. */
export const ONE_VIDEO: WarmupProgress = {
  kind: 'warmup',
  videos_seen: 1,
  videos_watched: 1,
  videos_skipped: 0,
  seconds_watched: 12,
  worked_ms: 15_000,
  keywords: [{ keyword: 'meal prep', seen: 1, watched: 1, skipped: 0 }],
  fingerprints: ['video-1'],
}

export const EDIT: Action = { name: 'edit_profile', params: { username: 'new.name' } }

/** Registers `phone_NN` and on each the account `account_NN`, signed in as `user_NN`. */
export async function registerPhones(store: Store, phoneIds: readonly string[], clock: Clock): Promise<void> {
  await store.write('put_phone', (tables) => {
    for (const phone_id of phoneIds) {
      const number = phone_id.replace('phone_', '')
      tables.phones.put({ phone_id, serial: `vp-${number}`, name: null, app_versions: '{}' }, clock.now())
      const account = { account_id: `account_${number}`, phone_id, app: 'clips', username: `user_${number}` }
      tables.accounts.put({ ...account, status: 'active' }, clock.now())
    }
  })
}

/** An open store with the phones registered. */
export async function openFarm(
  clock: Clock,
  { file = ':memory:', phones = ['phone_01'] }: { file?: string; phones?: readonly string[] } = {},
): Promise<Store> {
  const store = openStore({ file })
  await registerPhones(store, phones, clock)
  return store
}

export interface ItemGiven {
  queue_item_id: string
  phone_id?: string
  /** The account that is registered on the phone when it is left out. */
  account_id?: string
  action?: Action
  /** False waits for an earlier step. */
  ready?: boolean
}

export interface ProcessGiven {
  process_id: string
  process_type?: Capability
  mode?: 'manual' | 'unattended'
  system?: string
  items: readonly ItemGiven[]
  url?: string
}

/** Stores an accepted process with its items and its `accepted` callback. */
export async function addProcess(store: Store, clock: Clock, given: ProcessGiven): Promise<void> {
  const { process_id, process_type = 'keyword_warmup', mode = 'manual' } = given
  const { items, url = 'https://caller.example/updates', system = 'ugc-tracker' } = given
  const priority = mode === 'manual' ? 0 : 1
  const created_at = clock.now().toISOString()
  await store.write('put_phone', (tables) => {
    tables.processes.insert({
      process_id,
      process_type,
      mode,
      system,
      request_id: `request of ${process_id}`,
      request: JSON.stringify({ inputs: {} }),
      target: JSON.stringify({ account_id: null, phone_id: null, account_ids: [], phone_ids: [] }),
      requested_by: JSON.stringify({ system, user: null, metadata: {} }),
      callback: JSON.stringify({ url, metadata: {} }),
      last_sequence: 0,
      owner: null,
      created_at,
    })
    for (const [position, item] of items.entries()) {
      const { queue_item_id, phone_id = 'phone_01', action = WARMUP, ready = true } = item
      const { account_id = phone_id.replace('phone', 'account') } = item
      tables.queueItems.insert({
        queue_item_id,
        process_id,
        position,
        phone_id,
        account_id,
        action_id: tables.actions.add(process_id, JSON.stringify(action)),
        ready: ready ? 1 : 0,
        priority,
        turn: tables.turns.next({ phone_id, priority, system }),
        created_at,
      })
    }
    const row = tables.processes.takeSequence(process_id)
    announce(tables, row, 'accepted', clock.now(), countingIds(`${process_id}-accepted`))
  })
}

/** Lets the event loop turn until the condition holds. @throws after 1000 turns: what was waited for needs a timer or never comes */
export async function eventually(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn++) {
    if (condition()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`never became true: ${condition.toString()}`)
}
