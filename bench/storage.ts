import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import pino from 'pino'
import { systemClock } from '../src/domain/clock.ts'
import { databaseFileOf, openKeptDatabase } from '../src/store/kept-database.ts'
import { openDatabase } from '../src/store/database.ts'
import { createReserveFile } from '../src/store/reserve-file.ts'
import type { Store } from '../src/store/store.ts'
import { logBytesOf } from '../src/store/write-ahead-log.ts'
import { doChore } from '../src/upkeep/chores.ts'
import { createPruning } from '../src/upkeep/pruning.ts'
import { fillDataDirectory } from './fill.ts'

// What keeping the database in order costs those who wait: node dist/bench/storage.js [processes]
// Beside a writer that commits one small change after the other: event-loop delay and commit times while nothing else happens, during a
// backup, during a check, and while every process is pruned.

const items = Number(process.argv[2] ?? 100_000)
const MIB = 1024 * 1024

/** The writer at work while `chore` runs. */
async function measure(
  store: Store,
  source: string,
  what: string,
  chore: () => Promise<unknown>,
): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const ended = new AbortController()
  const commits: number[] = []
  let logBytes = 0
  const phone = { phone_id: 'phone_bench', name: null, app_versions: '{}' }
  const writing = (async () => {
    for (let number = 0; !ended.signal.aborted; number++) {
      const start = performance.now()
      await store.write('put_phone', (tables) =>
        tables.phones.put({ ...phone, serial: `bench-${number}` }, systemClock.now()),
      )
      commits.push(performance.now() - start)
      logBytes = Math.max(logBytes, logBytesOf(source))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  delay.enable()
  const start = performance.now()
  await chore()
  const ms = performance.now() - start
  delay.disable()
  ended.abort()
  await writing
  const sorted = commits.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
  const loop = [50, 99, 100].map((p) => (delay.percentile(p) / 1e6).toFixed(1)).join(' / ')
  console.log(
    `${what}: ${(ms / 1000).toFixed(1)} s; loop delay p50/p99/max ${loop} ms; commit p50/p99/max ${at(0.5)} / ${at(0.99)} / ${at(0.9999)} ms; ` +
      `log at most ${(logBytes / MIB).toFixed(1)} MiB`,
  )
}

/** Everything has ended long ago and was delivered. */
function finishAll(file: string): void {
  const db = openDatabase(file)
  db.pragma('synchronous = OFF')
  db.exec(`
    UPDATE queue_items SET status = 'DONE', ready = 0, not_before = NULL, finished_at = '2020-01-01T00:10:00.000Z';
    UPDATE processes SET status = 'DONE', created_at = '2020-01-01T00:00:00.000Z', finished_at = '2020-01-01T00:10:00.000Z'`)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'phonefarm-storage-bench-'))
try {
  fillDataDirectory({ dataDir, items, notDueOfTen: 9 })
  const source = databaseFileOf(dataDir)
  finishAll(source)
  const reserve = createReserveFile(dataDir)
  const { store } = await openKeptDatabase({ dataDir, reserve, now: systemClock.now() })
  console.log(`${items} processes, ${(statSync(source).size / MIB).toFixed(0)} MiB`)
  const signal = AbortSignal.timeout(3_600_000)
  const backup = { chore: 'backup' as const, source, directory: path.join(dataDir, 'backups'), keep: 1 }
  const pruning = createPruning({ store, keepDays: 90, clock: systemClock, log: pino({ level: 'silent' }) })
  await measure(store, source, 'nothing', () => new Promise((resolve) => setTimeout(resolve, 3000)))
  await measure(store, source, 'backup', () =>
    doChore({ ...backup, now: systemClock.now().toISOString() }, signal),
  )
  await measure(store, source, 'check', () => doChore({ chore: 'check', source }, signal))
  await measure(store, source, 'prune', () => pruning.pruneOnce(signal))
  await store.close()
} finally {
  rmSync(dataDir, { recursive: true })
}
