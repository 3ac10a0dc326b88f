import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import { pino } from 'pino'
import { v7 } from 'uuid'
import { createDaemonKeys } from '../../../src/daemon-keys.ts'
import { systemClock } from '../../../src/domain/clock.ts'
import type { RunControl } from '../../../src/domain/run-control.ts'
import { createEvidenceFiles, type EvidenceFiles } from '../../../src/evidence/evidence-files.ts'
import { createProcesses, type Processes } from '../../../src/processes/processes.ts'
import { openStore, type Store } from '../../../src/store/store.ts'
import { type AnswerCheck, answerCheck } from './answer-check.ts'
import { KEY, startedHttp, type StartedHttp, type StartOptions } from './started-http.ts'

export interface StartedApi extends StartedHttp {
  processes: Processes
  store: Store
  /** Files of evidence, in `evidence/` of the folder. */
  evidence: EvidenceFiles
  /** Where its database stands; removed with the test. */
  folder: string
  /** Rows by table: what a request left behind. */
  rowCounts: () => Record<string, number>
}

const noRuns: RunControl = { stopSoft: () => false, terminate: async () => 'not_running' }

/**
 * The real server over the real use cases and a store of its own, with two phones: account_01 (user_01) and account_01_alt (inactive) live on
 * phone_01, account_02 on phone_02; phone_03 is empty.
 * @param folder holds a database already: what another server left there
 */
export async function startedApi(
  t: TestContext,
  folder: string = mkdtempSync(path.join(tmpdir(), 'phonefarm-')),
  options: Pick<StartOptions, 'logLevel'> = {},
): Promise<StartedApi> {
  const file = path.join(folder, 'phonefarm.db')
  const store = openStore({ file })
  const reader = new Sqlite(file, { readonly: true })
  const evidence = createEvidenceFiles(path.join(folder, 'evidence'))
  evidence.prepare()
  const processes = createProcesses({
    store,
    clock: systemClock,
    newId: v7,
    runs: noRuns,
    callbackAllow: [],
    knownApps: () => ['clips'],
    wake: () => undefined,
    readEvidence: evidence.read,
  })
  for (const number of ['01', '02', '03'])
    await processes.putPhone(`phone_${number}`, { serial: `vp-${number}` })
  const account = { app: 'clips', status: 'active' }
  await processes.putAccount('account_01', { ...account, phone_id: 'phone_01', username: 'user_01' })
  await processes.putAccount('account_02', { ...account, phone_id: 'phone_02', username: 'user_02' })
  await processes.putAccount('account_01_alt', {
    ...account,
    phone_id: 'phone_01',
    username: 'alt_01',
    status: 'inactive',
  })
  const log = pino({ level: 'silent' })
  const { keys, keyRing } = createDaemonKeys({ store, clock: systemClock, apiKey: KEY, rate: null, log })
  const started = await startedHttp(t, { ...options, processes, manageKeys: keys, keyRing })
  const check = await answerCheck(started)
  t.after(async () => {
    await started.http.stop()
    await store.close()
    reader.close()
    rmSync(folder, { recursive: true })
  })
  return {
    ...started,
    ask: checkedAsk(started, check),
    processes,
    store,
    evidence,
    folder,
    rowCounts: () => rowCounts(reader),
  }
}

/** What kill -9 leaves: a copy of the files as they are while the server still runs. */
export function afterKill({ folder }: StartedApi): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'phonefarm-'))
  cpSync(folder, copy, { recursive: true })
  return copy
}

/** Every answer that a test gets is held against `/openapi.json`. */
function checkedAsk({ ask }: StartedHttp, check: AnswerCheck): StartedHttp['ask'] {
  return async (path, asked) => {
    const told = await ask(path, asked)
    check(asked?.method ?? 'GET', path, told)
    return told
  }
}

function rowCounts(reader: Sqlite.Database): Record<string, number> {
  const tables = reader
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all()
  const count = (table: string) =>
    reader.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  return Object.fromEntries(tables.map((table) => [table, count(table)]))
}
