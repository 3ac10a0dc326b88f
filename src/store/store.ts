import { accountDaysTable } from './account-days.ts'
import { accountIdentitiesTable } from './account-identities.ts'
import { accountUsageTable } from './account-usage.ts'
import { accountsTable } from './accounts.ts'
import { actionsTable } from './actions.ts'
import { apiKeysTable } from './api-keys.ts'
import { artifactsTable } from './artifacts.ts'
import { attemptsTable } from './attempts.ts'
import { callbacksTable } from './callbacks.ts'
import { capabilityRunsTable } from './capability-runs.ts'
import type { ChangeName } from './changes.ts'
import { claimsTable } from './claims.ts'
import { openDatabase, type Database } from './database.ts'
import { decisionsTable } from './decisions.ts'
import { deliveriesTable } from './deliveries.ts'
import { deliveryListTable } from './delivery-list.ts'
import { deliveryTriesTable } from './delivery-tries.ts'
import { dueTimes } from './due-times.ts'
import { eventsTable } from './events.ts'
import { createGroupCommit } from './group-commit.ts'
import { failingReceiversTable } from './failing-receivers.ts'
import { handOversTable } from './hand-overs.ts'
import { holdsTable } from './holds.ts'
import { incidentsTable } from './incidents.ts'
import { judgeContextsTable } from './judge-contexts.ts'
import { leasesTable } from './leases.ts'
import { modelAnswersTable } from './model-answers.ts'
import { modelUsageTable } from './model-usage.ts'
import { phoneSamplesTable } from './phone-samples.ts'
import { phoneSetupsTable } from './phone-setups.ts'
import { phoneStatesTable } from './phone-states.ts'
import { phoneWork } from './phone-work.ts'
import { phonesTable } from './phones.ts'
import { processesTable } from './processes.ts'
import { queueItemsTable } from './queue-items.ts'
import { recoveriesTable } from './recoveries.ts'
import { retentionTable } from './retention.ts'
import { runtimeSnapshotsTable } from './runtime-snapshots.ts'
import { createStorageGuard, type Storage } from './storage-guard.ts'
import { verificationsTable } from './verifications.ts'
import { copyLog, foldLog } from './write-ahead-log.ts'
import { statusCountsTable } from './status-counts.ts'
import { timelineTable } from './timeline.ts'
import { turnsTable } from './turns.ts'
import { waitingLine } from './waiting-line.ts'

function createTables(db: Database) {
  return {
    processes: processesTable(db),
    actions: actionsTable(db),
    artifacts: artifactsTable(db),
    queueItems: queueItemsTable(db),
    timeline: timelineTable(db),
    events: eventsTable(db),
    callbacks: callbacksTable(db),
    phones: phonesTable(db),
    phoneStates: phoneStatesTable(db),
    phoneSamples: phoneSamplesTable(db),
    phoneSetups: phoneSetupsTable(db),
    phoneWork: phoneWork(db),
    accounts: accountsTable(db),
    apiKeys: apiKeysTable(db),
    handOvers: handOversTable(db),
    runtimeSnapshots: runtimeSnapshotsTable(db),
    claims: claimsTable(db),
    turns: turnsTable(db),
    holds: holdsTable(db),
    waitingLine: waitingLine(db),
    accountUsage: accountUsageTable(db),
    accountDays: accountDaysTable(db),
    accountIdentities: accountIdentitiesTable(db),
    attempts: attemptsTable(db),
    leases: leasesTable(db),
    recoveries: recoveriesTable(db),
    incidents: incidentsTable(db),
    deliveries: deliveriesTable(db),
    deliveryList: deliveryListTable(db),
    deliveryTries: deliveryTriesTable(db),
    failingReceivers: failingReceiversTable(db),
    decisions: decisionsTable(db),
    judgeContexts: judgeContextsTable(db),
    modelAnswers: modelAnswersTable(db),
    modelUsage: modelUsageTable(db),
    dueTimes: dueTimes(db),
    statusCounts: statusCountsTable(db),
    capabilityRuns: capabilityRunsTable(db),
    verifications: verificationsTable(db),
    retention: retentionTable(db),
  }
}

/** Every table's statements; the same object reads outside of transactions and writes inside of them. */
export type Tables = ReturnType<typeof createTables>

/** All state of the daemon, in one SQLite file that this process owns. */
export interface Store {
  /** For reading; a change goes through `write`. */
  read: Tables
  /**
   * Runs the change called `name`, which must be synchronous, in a transaction shared with the changes that wait at the same moment; what it throws undoes
   * and rejects only this one. Resolves when the change is on the disk.
   * @throws FarmError 'unavailable' when the disk is full or the store is closed
   */
  write: <T>(name: ChangeName, change: (tables: Tables) => T) => Promise<T>
  /** Calls `listener` after every commit, once for all changes that share it; it must not throw. @returns how to stop that */
  onCommit: (listener: () => void) => () => void
  /** What the disk lets us do, and who is told when that changes. */
  storage: Storage
  /** Copies what the write-ahead log holds into the database file as far as no reader needs it, so that the log can begin anew. */
  checkpoint: () => void
  /** Commits what waits, then closes the file. May be called twice. */
  close: () => Promise<void>
}

export interface StoreOptions {
  /** The database file, made when it is not there; `:memory:` for tests. */
  file: string
  /** Makes room when the disk has become full. */
  giveWay?: () => void
  /** Called once everything stands in the database file and before it is closed; not when it cannot be trusted any more. */
  onClosing?: () => void
}

/** Opens the store. @throws when the file is newer than this build */
export function openStore({ file, ...options }: StoreOptions): Store {
  return storeOn(openDatabase(file), options)
}

/** A store on a database that is open already: a simulation of thousands of lives uses one again and again. */
export function storeOn(
  db: Database,
  { giveWay, onClosing = () => undefined }: Omit<StoreOptions, 'file'> = {},
): Store {
  const tables = createTables(db)
  const guard = createStorageGuard(giveWay)
  const listeners = new Set<() => void>()
  const commits = createGroupCommit(db, guard, () => {
    for (const listener of listeners) listener()
  })
  return {
    read: tables,
    write(name, change) {
      const refused = guard.refuses(name)
      return refused ? Promise.reject(refused) : commits.write(() => change(tables))
    },
    onCommit(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    storage: guard,
    checkpoint: () => copyLog(db),
    async close() {
      await commits.close()
      // Closing writes: after a failed write it is left to the system, which only drops what is in memory.
      if (!db.open || guard.state() === 'failed') return
      if (foldLog(db)) onClosing()
      db.close()
    },
  }
}
