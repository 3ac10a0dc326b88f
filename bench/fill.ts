import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '../src/domain/clock.ts'
import { planItems, targetView } from '../src/domain/plan.ts'
import { canonicalJson } from '../src/domain/canonical-json.ts'
import { parseAllowList } from '../src/domain/callback-url.ts'
import { parseCapabilityRequest } from '../src/domain/capability-request.ts'
import { createPromptCheck } from '../src/domain/prompt-check.ts'
import { openDatabase, type Database } from '../src/store/database.ts'
import { PHONES, requestOf } from './requests.ts'

export interface Backlog {
  dataDir: string
  /** Processes of one queue item each, spread evenly over the phones. */
  items: number
  /** How many of ten items are not due yet. */
  notDueOfTen: number
}

const AT = '2026-03-22T08:30:00.000Z'
/** Later than any run of the bench, and no later than anything may wait: a start takes such a time for a wrong clock's and corrects it. */
const NOT_DUE = new Date(systemClock.now().getTime() + 12 * 3_600_000).toISOString()

/** The id of the process with this number, from 1; ordered like the real ones. */
export const processIdOf = (number: number) =>
  `01960000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`

const PROCESSES = `
  WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @items)
  INSERT INTO processes (process_id, process_type, system, request_id, status, mode, request, target, requested_by, callback,
                         last_sequence, created_at, accepted_at, queued_at)
  SELECT printf('01960000-0000-7000-8000-%012x', n), 'keyword_warmup', 'ugc-tracker', 'fill-' || n, 'PLANNED', 'manual',
         replace(@request, '%ACCOUNT%', printf('%04d', n % @phones + 1)),
         replace(@target, '%ACCOUNT%', printf('%04d', n % @phones + 1)), @requested_by, @callback, 1, @at, @at, @at
  FROM numbers`

const ACTIONS = 'INSERT INTO actions (process_id, action) SELECT process_id, @action FROM processes'

const ITEMS = `
  WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @items)
  INSERT INTO queue_items (queue_item_id, process_id, position, phone_id, account_id, action_id, status, ready, not_before,
                           priority, created_at)
  SELECT printf('01960000-0000-7000-9000-%012x', n), printf('01960000-0000-7000-8000-%012x', n), 0,
         'phone_' || printf('%04d', n % @phones + 1), 'account_' || printf('%04d', n % @phones + 1), n, 'QUEUED',
         (n + n / @phones) % 10 >= @notDueOfTen, iif((n + n / @phones) % 10 >= @notDueOfTen, NULL, @notDue), 0, @at
  FROM numbers`

const TIMELINE = `
  INSERT INTO timeline (process_id, at, event, detail)
  SELECT process_id, @at, event, detail FROM processes,
    (SELECT 'accepted' AS event, NULL AS detail UNION ALL SELECT 'planned', 'queue items: 1')`

const CALLBACKS = `
  INSERT INTO callbacks (delivery_id, process_id, sequence, milestone, url, body, status, tries, emitted_at, delivered_at)
  SELECT replace(process_id, '-7000-8000-', '-7000-a000-'), process_id, 1, 'accepted', 'https://ugc-tracker.example.com/phonefarm/process-updates',
         @request, 'delivered', 1, @at, @at
  FROM processes`

/** Makes a data directory whose farm has 1,000 phones, none of which is connected, and this backlog. By bulk SQL through our own schema. */
export function fillDataDirectory({ dataDir, items, notDueOfTen }: Backlog): void {
  mkdirSync(dataDir, { recursive: true })
  const db = openDatabase(path.join(dataDir, 'phonefarm.db'))
  // Nothing here needs to survive a power cut, and counting by trigger a million times would take minutes.
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -262144')
  const triggers = withoutTriggers(db)
  db.transaction(() => {
    addPhones(db)
    addWork(db, items, notDueOfTen)
    for (const { sql } of triggers) db.exec(sql)
    for (const kind of ['processes', 'queue_items', 'callbacks'])
      db.exec(`INSERT INTO status_counts SELECT '${kind}', status, count(*) FROM ${kind} GROUP BY status`)
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

function withoutTriggers(db: Database): { name: string; sql: string }[] {
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all()
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
  return triggers
}

/** With a model: a phone that was never seen would be let through to its run. */
function addPhones(db: Database): void {
  const phone = db.prepare(
    'INSERT INTO phones (phone_id, serial, state, model, since, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const account = db.prepare(
    `INSERT INTO accounts (account_id, phone_id, app, username, status, created_at, updated_at) VALUES (?, ?, 'clips', ?, 'active', ?, ?)`,
  )
  for (let number = 1; number <= PHONES; number++) {
    const nnnn = String(number).padStart(4, '0')
    phone.run(`phone_${nnnn}`, `bench-${nnnn}`, 'offline', 'bench', AT, AT)
    account.run(`account_${nnnn}`, `phone_${nnnn}`, `clips_user${nnnn}`, AT, AT)
  }
}

function addWork(db: Database, items: number, notDueOfTen: number): void {
  const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }
  const pair = { account_id: 'account_%ACCOUNT%', phone_id: 'phone_%ACCOUNT%' }
  const request = parseCapabilityRequest(requestOf(pair.account_id, pair.phone_id, 'fill'), rules)
  const [item] = planItems(request, [pair])
  db.prepare(PROCESSES).run({
    items,
    phones: PHONES,
    request: canonicalJson(request),
    target: JSON.stringify(targetView(request.target, [pair])),
    requested_by: JSON.stringify(request.requested_by),
    callback: JSON.stringify(request.callback),
    at: AT,
  })
  db.prepare(ACTIONS).run({ action: JSON.stringify(item?.action) })
  db.prepare(ITEMS).run({ items, phones: PHONES, notDueOfTen, notDue: NOT_DUE, at: AT })
  db.prepare(TIMELINE).run({ at: AT })
  db.prepare(CALLBACKS).run({ request: canonicalJson(request), at: AT })
}
