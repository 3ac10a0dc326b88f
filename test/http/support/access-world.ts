import { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import { pino } from 'pino'
import { Pool } from 'undici'
import { v7 } from 'uuid'
import { createDaemonKeys } from '../../../src/daemon-keys.ts'
import { fullCaller, SCOPES, type Scope } from '../../../src/domain/caller.ts'
import { systemClock } from '../../../src/domain/clock.ts'
import { parseIpRange } from '../../../src/domain/ip-address.ts'
import { createProcesses, type Processes } from '../../../src/processes/processes.ts'
import { openStore, type Store } from '../../../src/store/store.ts'
import { ownCaller } from '../../support/callers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createdId, NO_RUNS } from '../../support/store.ts'
import { keywordWarmup } from './requests.ts'
import { KEY, startedHttp, type StartedHttp } from './started-http.ts'

/** A key, or none, and what it is good for. */
export interface Credential {
  name: string
  /** Null: none is sent. */
  key: string | null
  /** Null: it is not accepted. */
  scopes: readonly Scope[] | null
  ownOnly: boolean
  /** A process that is its caller's own; another's where it has none. */
  ownProcess: string
}

/** A farm on which everything that could name a process names one that is another's. */
export interface AccessWorld extends StartedHttp {
  processes: Processes
  credentials: Credential[]
  /** Connections to each door: thousands of requests are asked. */
  pools: Record<'public' | 'admin', Pool>
  /** Nobody's but the other's. */
  othersProcess: string
  /** What nobody else may be told: the other's process and its queue item. */
  secrets: string[]
}

const SILENT = pino({ level: 'silent' })

export async function accessWorld(t: TestContext): Promise<AccessWorld> {
  const store = openStore({ file: ':memory:' })
  t.after(() => store.close())
  const processes = createProcesses({
    store,
    clock: systemClock,
    newId: v7,
    runs: NO_RUNS,
    callbackAllow: [],
    knownApps: () => ['clips'],
    wake: () => undefined,
    packOf: () => ({ package_name: 'app.clips', hash: 'pack-1' }),
  })
  await processes.putPhone('phone_01', { serial: 'vp-01' })
  const account = { phone_id: 'phone_01', app: 'clips', username: 'user_01', status: 'active' }
  await processes.putAccount('account_01', account)
  const others = await createdFor(processes, 'somebody-else')
  await nameEverywhere(store, others)

  const clock = createFakeClock()
  const { keys, keyRing } = createDaemonKeys({ store, clock, apiKey: KEY, rate: null, log: SILENT })
  const made = async (name: string, given: object) =>
    await keys.createKey(fullCaller('main'), { name, scopes: [...SCOPES], rate: null, ...given })
  const accepted = async (name: string, scopes: readonly Scope[], own_only: boolean): Promise<Credential> => {
    const { key, key_id } = await made(name, { scopes: [...scopes], own_only })
    return { name, key, scopes, ownOnly: own_only, ownProcess: await createdFor(processes, key_id) }
  }
  const refused = (name: string, key: string | null): Credential => ({
    name,
    key,
    scopes: null,
    ownOnly: false,
    ownProcess: others,
  })
  const expired = await made('expired', { expires_in_days: 1 })
  await clock.advance(86_400_000)
  const revoked = await made('revoked', {})
  await keys.revokeKey(revoked.key_id)

  const credentials = [
    refused('no key', null),
    refused('a wrong key', `pfk_0123456789ab_${'x'.repeat(43)}`),
    refused('an expired key', expired.key),
    refused('a revoked key', revoked.key),
    { name: 'the full key', key: KEY, scopes: SCOPES, ownOnly: false, ownProcess: others },
  ]
  for (const scope of SCOPES) credentials.push(await accepted(`only-${scope}`, [scope], false))
  for (const scope of SCOPES) credentials.push(await accepted(`own-${scope}`, [scope], true))

  const trusted = parseIpRange('127.0.0.1')
  const started = await startedHttp(t, {
    processes,
    manageKeys: keys,
    keyRing,
    bundle: (processId) => {
      processes.readProcess(processId)
      return { name: 'bundle.tar.gz', stream: Readable.from(['bundle']) }
    },
    // So that each request with a wrong key can come from somewhere else.
    doors: { proxyTrust: { proxies: trusted ? [trusted] : [], header: 'x-forwarded-for' } },
  })
  const pools = { public: new Pool(started.url), admin: new Pool(started.admin) }
  t.after(() => Promise.all([pools.public.close(), pools.admin.close()]))
  const items = store.read.queueItems.ofProcess(others).map(({ queue_item_id }) => queue_item_id)
  return { ...started, processes, credentials, pools, othersProcess: others, secrets: [others, ...items] }
}

async function createdFor(processes: Processes, owner: string): Promise<string> {
  const body = { ...keywordWarmup(), request_id: `of-${owner}` }
  return await createdId(processes.acceptCapabilityRequest(body, ownCaller(owner)))
}

const AT = '2026-03-22T08:30:00.000Z'

/** The process runs on the phone, its account waits for a person because of it, and a verification rests on it. */
async function nameEverywhere(store: Store, process_id: string): Promise<void> {
  await store.write('put_phone', (tables) => {
    const item = tables.claims.next({ phone_id: 'phone_01', boot_id: 'boot-1' })
    if (!item) throw new Error('nothing is ready for phone_01')
    const { queue_item_id, account_id, phone_id } = item
    tables.claims.begin({ ...item, at: AT })
    tables.leases.take({ ...item, at: AT })
    tables.accountIdentities.verified({ account_id, username: 'user_01', verified_at: AT, process_id })
    tables.accountIdentities.mismatched({ account_id, message: 'another account', at: AT, process_id })
    tables.handOvers.open({
      hand_over_id: 'hand-over-1',
      account_id,
      phone_id,
      process_id,
      queue_item_id,
      reason: 'asks for a code',
      needed: 'enter it',
      opened_at: AT,
    })
    tables.verifications.put({
      capability: 'keyword_warmup',
      app: 'clips',
      app_version: '1.0',
      pack_hash: 'pack-1',
      status: 'verified',
      since: AT,
      reason: 'three runs',
      runs: JSON.stringify([{ process_id, queue_item_id, at: AT, outcome: 'completed' }]),
    })
  })
}
