import type { Database } from '../../src/store/database.ts'
import type { Store } from '../../src/store/store.ts'
import type { Model, Sight } from './model.ts'

/** Each finds the rows that break a promise; none may ever find one, whatever was committed last. */
const NEVER: Readonly<Record<string, string>> = {
  "a run's lease without its item in hand": `
    SELECT phone_id AS what FROM leases WHERE released_at IS NULL AND kind = 'run' AND NOT EXISTS (
      SELECT 1 FROM queue_items AS item WHERE item.queue_item_id = leases.queue_item_id
        AND item.attempt = leases.attempt AND item.boot_id = leases.boot_id AND item.status IN ('CLAIMED', 'EXECUTING', 'CANCELLED'))`,
  'an item in hand without its lease': `
    SELECT queue_item_id AS what FROM queue_items AS item WHERE status IN ('CLAIMED', 'EXECUTING') AND NOT EXISTS (
      SELECT 1 FROM leases WHERE released_at IS NULL AND kind = 'run' AND leases.phone_id = item.phone_id
        AND leases.queue_item_id = item.queue_item_id AND leases.attempt = item.attempt AND leases.boot_id = item.boot_id)`,
  'an open attempt that is not the running one': `
    SELECT queue_item_id AS what FROM attempts WHERE ended_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM queue_items AS item WHERE item.queue_item_id = attempts.queue_item_id
        AND item.attempt = attempts.attempt AND item.boot_id = attempts.boot_id AND item.status = 'EXECUTING')`,
  'an item that nothing will ever bring back': `
    SELECT queue_item_id AS what FROM queue_items AS item JOIN processes USING (process_id)
    WHERE item.status IN ('QUEUED', 'RETRYABLE') AND ready = 0 AND not_before IS NULL
      AND NOT (process_type = 'maintenance' AND EXISTS (
        SELECT 1 FROM queue_items AS earlier WHERE earlier.process_id = item.process_id AND earlier.position < item.position
          AND earlier.status IN ('QUEUED', 'RETRYABLE', 'CLAIMED', 'EXECUTING')))`,
  'a process that has ended before its items, or after': `
    SELECT process_id AS what FROM processes WHERE (finished_at IS NULL) <> EXISTS (
      SELECT 1 FROM queue_items AS item WHERE item.process_id = processes.process_id
        AND item.status IN ('QUEUED', 'RETRYABLE', 'CLAIMED', 'EXECUTING'))`,
  'pending work of a cancelled process': `
    SELECT process_id AS what FROM processes JOIN queue_items AS item USING (process_id)
    WHERE cancel IS NOT NULL AND item.status IN ('QUEUED', 'RETRYABLE', 'CLAIMED')`,
  'times out of order': `
    SELECT process_id AS what FROM processes
    WHERE created_at > accepted_at OR accepted_at > queued_at OR queued_at > executing_at OR executing_at > finished_at
      OR retrying_at > finished_at OR cancel_requested_at > finished_at OR queued_at > finished_at`,
  'a timeline that runs backwards': `
    SELECT event_id AS what FROM (SELECT event_id, at, lag(at) OVER (ORDER BY event_id) AS before FROM timeline) WHERE at < before`,
  'a gap among the callbacks': `
    SELECT process_id AS what FROM callbacks JOIN processes USING (process_id) GROUP BY process_id
    HAVING max(sequence) <> count(*) OR last_sequence <> count(*)`,
  'an end that is not the last thing told': `
    SELECT process_id AS what FROM processes WHERE finished_at IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM callbacks WHERE callbacks.process_id = processes.process_id AND sequence = last_sequence
        AND milestone = iif(processes.status = 'DONE', 'completed', iif(processes.status = 'CANCELLED', 'cancelled', 'failed_terminal')))`,
  'an attempt beyond the budgets': `
    SELECT queue_item_id AS what FROM queue_items WHERE work_failures > 3 OR infra_failures > 6
      OR (SELECT count(*) FROM attempts WHERE attempts.queue_item_id = queue_items.queue_item_id
          AND (outcome = 'failed' OR outcome = 'interrupted' AND progressed = 0))
        > work_failures + infra_failures`,
  'a decision that is not counted, or counted and not stored': `
    SELECT queue_item_id AS what FROM queue_items AS item
    WHERE coalesce(progress ->> '$.judging.decided_by.embedded', 0) <> (
      SELECT count(*) FROM decisions WHERE decisions.process_id = item.process_id
        AND decisions.queue_item_id = item.queue_item_id)`,
  'a decision without what its judge was given': `
    SELECT decision_id AS what FROM decisions WHERE NOT EXISTS (
      SELECT 1 FROM judge_contexts AS context
      WHERE context.queue_item_id = decisions.queue_item_id AND context.attempt = decisions.attempt)`,
  'a count that is not the number of rows': `
    WITH counted AS (
      SELECT 'processes' AS kind, status, count(*) AS count FROM processes GROUP BY status
      UNION ALL SELECT 'queue_items', status, count(*) FROM queue_items GROUP BY status
      UNION ALL SELECT 'callbacks', status, count(*) FROM callbacks GROUP BY status)
    SELECT kind || status AS what FROM status_counts LEFT JOIN counted USING (kind, status)
      WHERE coalesce(counted.count, 0) <> status_counts.count
    UNION ALL SELECT kind || status FROM counted LEFT JOIN status_counts USING (kind, status) WHERE status_counts.count IS NULL`,
}

/** Must hold once everything has come to rest. */
const AT_REST: Readonly<Record<string, string>> = {
  'a process that never ends': 'SELECT process_id AS what FROM processes WHERE finished_at IS NULL',
  'a message that is never sent': "SELECT delivery_id AS what FROM callbacks WHERE status = 'pending'",
  'a phone that is never let go': 'SELECT phone_id AS what FROM leases WHERE released_at IS NULL',
}

const SIGHTS = `
  SELECT process_id, status, count(item_status) AS items,
    group_concat(told, char(10)) || coalesce(error, '') || coalesce(finished_at, '') || last_sequence AS told
  FROM processes LEFT JOIN (
    SELECT process_id, status AS item_status,
      status || attempt || coalesce(result, '') || coalesce(error, '') || coalesce(progress, '') || coalesce(finished_at, '') AS told
    FROM queue_items ORDER BY position) USING (process_id)
  GROUP BY process_id ORDER BY process_id`

// Among the items of one system and account on one phone the oldest is claimed first, and manual work before unattended.
const JUMPED_QUEUE = `
  SELECT later.queue_item_id AS what
  FROM queue_items AS later JOIN processes AS its_process USING (process_id)
  JOIN queue_items AS earlier ON earlier.phone_id = later.phone_id AND earlier.ready = 1
  JOIN processes AS other ON other.process_id = earlier.process_id
  WHERE later.queue_item_id = ? AND (earlier.priority < later.priority OR (
    later.attempt = 1 AND earlier.attempt = 0 AND earlier.priority = later.priority AND other.system = its_process.system
    AND earlier.account_id = later.account_id
    AND (earlier.process_id, earlier.position) < (later.process_id, later.position)))`

export interface Invariants {
  /** @returns every promise that is broken now */
  check: (model: Model) => string[]
  checkAtRest: () => string[]
  /** Wraps a store so that every claim is held against the order in which it must happen. */
  watchClaims: (store: Store, now: () => Date, violation: (text: string) => void) => Store
}

export function createInvariants(db: Database): Invariants {
  const prepare = (checks: Readonly<Record<string, string>>) =>
    Object.entries(checks).map(([name, sql]) => ({
      name,
      find: db.prepare<[], { what: string | number }>(sql),
    }))
  const never = prepare(NEVER)
  const atRest = prepare(AT_REST)
  const sights = db.prepare<[], Sight>(SIGHTS)
  const claimed = db
    .prepare<[], string>("SELECT queue_item_id FROM queue_items WHERE status = 'CLAIMED'")
    .pluck()
  const jumped = db.prepare<[string], { what: string }>(JUMPED_QUEUE)
  const settingsOf = db
    .prepare<[string], string>(
      'SELECT settings FROM accounts JOIN queue_items USING (account_id) WHERE queue_item_id = ?',
    )
    .pluck()
  const waits = db.prepare<[string]>(
    'SELECT 1 FROM hand_overs JOIN queue_items USING (account_id) WHERE closed_at IS NULL AND queue_items.queue_item_id = ?',
  )
  const broken = (checks: typeof never) =>
    checks.flatMap(({ name, find }) => find.all().map(({ what }) => `${name}: ${what}`))

  return {
    check: (model) => [...broken(never), ...model.sees(sights.all())],
    checkAtRest: () => broken(atRest),
    watchClaims: (store, now, violation) => ({
      ...store,
      write: (name, change) =>
        store.write(name, (tables) => {
          if (name !== 'claim') return change(tables)
          const before = new Set(claimed.all())
          const answer = change(tables)
          for (const id of claimed.all().filter((item) => !before.has(item))) {
            if (jumped.get(id)) violation(`${id} was claimed before one that comes first`)
            if (waits.get(id)) violation(`${id} was claimed while its account waits for a person`)
            if (isQuiet(settingsOf.get(id) ?? '{}', now())) violation(`${id} was claimed in quiet hours`)
          }
          return answer
        }),
    }),
  }
}

/** By the letters of the clock: every account of the simulation lives in UTC. */
function isQuiet(settings: string, now: Date): boolean {
  const { quiet_hours = [] }: { quiet_hours?: { from: string; to: string }[] } = JSON.parse(settings)
  const time = now.toISOString().slice(11, 16)
  return quiet_hours.some(({ from, to }) =>
    from < to ? from <= time && time < to : from <= time || time < to,
  )
}

/** Why a session must not reach its phone now: `<boot>/<queue item>/<attempt>` is not the attempt that holds the item. */
export function objectionTo({ read }: Store, session: string): string | null {
  const [bootId = '', queueItemId = '', attempt = ''] = session.split('/')
  const item = read.queueItems.find(queueItemId)
  if (!item) return 'its item is not there'
  const { status, attempt: current, boot_id } = item
  if (status === 'EXECUTING' && current === Number(attempt) && boot_id === bootId) return null
  return `its item is ${status}, attempt ${current} of ${boot_id ?? 'nobody'}`
}
