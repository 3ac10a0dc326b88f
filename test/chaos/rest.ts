import Database from 'better-sqlite3'
import Type from 'typebox'
import Value from 'typebox/value'
import { Account } from '../../src/http/account-schemas.ts'
import { Process, Timeline } from '../../src/http/answer-schemas.ts'
import type { Ask } from './caller.ts'
import { runMain } from '../e2e/support/main-process.ts'
import { isTerminalTold } from './checks/reading.ts'
import type { DaemonProcess } from './daemon-process.ts'
import type { Ending, History, ProcessTold, TimelineEvent } from './history.ts'
import type { Load } from './load.ts'
import type { ChaosPlace } from './place.ts'

/** Without any progress for so long, what is not over will never be. */
const QUIET_MS = 60_000
const LOOK_MS = 200
/** Appiums of killed daemons end within 5 s of their thaw, which comes within 6 s. */
const LEFTOVER_MS = 20_000

/** Waits until every process is over and told, or nothing has moved for a minute. */
export async function waitForRest(
  history: History,
  load: Load,
  quietMs = QUIET_MS,
): Promise<Pick<Ending, 'stuck' | 'untold'>> {
  let seen = ''
  let movedAtMs = performance.now()
  for (;;) {
    const stuck = load.unfinished()
    const untold = stuck.length > 0 ? [] : untoldProcesses(history)
    if (stuck.length + untold.length === 0) return { stuck, untold }
    const marks = `${history.sightings.length} ${history.callbacks.length} ${stuck.length}`
    if (marks !== seen) movedAtMs = performance.now()
    seen = marks
    if (performance.now() - movedAtMs > quietMs) return { stuck, untold }
    await sleep(LOOK_MS)
  }
}

/** Processes that the API calls over and whose last callback has not come in. */
function untoldProcesses({ sightings, callbacks }: History): string[] {
  const told = new Set(
    callbacks
      .filter((one) => one.answered === 204 && isTerminalTold(one.process_status))
      .map((one) => one.process_id),
  )
  const over = sightings.filter(({ process }) => isTerminalTold(process.status))
  return [...new Set(over.map(({ process }) => process.process_id))].filter((id) => !told.has(id))
}

/** Asks everybody for their side of the story, ends the daemon and looks at what it leaves. */
export async function readEnding(
  place: ChaosPlace,
  history: History,
  daemon: DaemonProcess,
  rest: Pick<Ending, 'stuck' | 'untold'>,
): Promise<Ending> {
  const { ask } = place
  const ids = [
    ...new Set(history.requests.flatMap(({ answers }) => answers.map(({ process_id }) => process_id))),
  ]
  const processes: ProcessTold[] = []
  const timelines: Record<string, TimelineEvent[]> = {}
  for (const id of ids) {
    const found = await ask('GET', `/processes/${id}`)
    if (found?.status !== 200) continue // the checks miss it
    processes.push(Value.Parse(Process, found.json))
    timelines[id] = Value.Parse(Timeline, (await ask('GET', `/processes/${id}/timeline`))?.json).events
  }
  const accounts = await Promise.all(
    place.phones.flatMap((phone) => phone.accounts).map(async (id) => readAccount(ask, id)),
  )
  const maintenance = await Promise.all(place.phones.map(({ phone_id }) => readMaintenance(ask, phone_id)))
  const metrics = await place.askAdmin('GET', '/metrics')
  const exit = await daemon.stop()
  return {
    ...rest,
    processes,
    timelines,
    phones: await place.readPhones(),
    maintenance: maintenance.flat(),
    accounts,
    metrics: metrics?.status === 200 ? String(metrics.json) : null,
    exit,
    leftovers: await leftovers(place),
    database: [...(await checkByCommand(place.databaseFile)), ...complaints(place.databaseFile)],
  }
}

const AccountOf = Type.Pick(Account, ['account_id', 'phone_id', 'username'])

const TextOrNull = Type.Union([Type.String(), Type.Null()])
const Leases = Type.Object({
  leases: Type.Array(Type.Object({ kind: Type.String(), since: Type.String(), released_at: TextOrNull })),
  next_cursor: TextOrNull,
})

async function readMaintenance(ask: Ask, phone_id: string): Promise<Ending['maintenance']> {
  const held: Ending['maintenance'] = []
  for (let after: string | null = ''; after !== null;) {
    const found = await ask('GET', `/phones/${phone_id}/leases?limit=200${after}`)
    const { leases, next_cursor } = Value.Parse(Leases, found?.json)
    for (const { kind, since, released_at } of leases)
      if (kind === 'maintenance') held.push({ phone_id, since, released_at })
    after = next_cursor === null ? null : `&cursor=${next_cursor}`
  }
  return held
}

async function readAccount(ask: Ask, id: string) {
  const found = await ask('GET', `/accounts/${id}`)
  return Value.Parse(AccountOf, Value.Clean(AccountOf, structuredClone(found?.json)))
}

/** What is still there after the Appiums of the killed daemons have had their time to end. */
async function leftovers(place: ChaosPlace): Promise<string[]> {
  const untilMs = performance.now() + LEFTOVER_MS
  for (;;) {
    const left = place.leftovers()
    if (left.length === 0 || performance.now() > untilMs) return left
    await sleep(LOOK_MS)
  }
}

/** What `phonefarm check` says of the file. */
async function checkByCommand(file: string): Promise<string[]> {
  const check = runMain(['check', file])
  const end = await check.exited
  if (end === 0) return []
  return [`phonefarm check ended with ${end}`, ...check.words().split('\n').filter(Boolean)]
}

/** Looks into the file that the ended daemon has left, with eyes of our own. */
function complaints(file: string): string[] {
  const db = new Database(file, { readonly: true })
  const texts = (sql: string) => db.prepare<[], string>(sql).pluck().all()
  try {
    return [
      ...texts(`SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'`),
      ...texts(`SELECT 'foreign key: ' || "table" FROM pragma_foreign_key_check`),
      ...texts(
        `SELECT 'lease still held on ' || phone_id || ': ' || kind FROM leases WHERE released_at IS NULL`,
      ),
      ...texts(`SELECT 'attempt still open: ' || queue_item_id FROM attempts WHERE ended_at IS NULL`),
      ...COUNTED.flatMap((table) =>
        texts(`SELECT 'count of ${table} ' || status || ' is ' || count FROM status_counts
          WHERE kind = '${table}' AND count <> (SELECT count(*) FROM ${table} WHERE ${table}.status = status_counts.status)`),
      ),
    ]
  } finally {
    db.close()
  }
}

const COUNTED = ['processes', 'queue_items', 'callbacks'] as const
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
