import path from 'node:path'
import Sqlite from 'better-sqlite3'
import Type from 'typebox'
import { read, startChild } from '../child.ts'
import { fillDataDirectory } from '../fill.ts'
import { BENCH_KEY } from '../requests.ts'
import type { Row } from '../row.ts'
import { median } from '../statistics.ts'
import { postLoad } from '../wrk.ts'

const Ready = Type.Object({ url: Type.String() })

/** Enough for a steady middle, few enough that a slow disk does not stretch the run. */
const COMMITS = 500

/** What one caller alone waits for an accept, beside the two things that nobody can do without: a commit on the disk and an HTTP answer. */
export const loneAcceptRow: Row = {
  name: 'lone-accept',
  async measure(grounds) {
    const dataDir = grounds.directory('lone')
    fillDataDirectory({ dataDir, items: 1000, notDueOfTen: 0 })
    const bare = await startChild('bare-koa')
    const daemon = await startChild('daemon', [dataDir])
    const lone = async (child: typeof bare) => {
      const url = `${read(Ready, child.ready).url}/capability-requests/enqueue`
      return await postLoad({ url, connections: 1, seconds: grounds.seconds, apiKey: BENCH_KEY })
    }
    const rounds: { commitMs: number; bareMs: number; oursMs: number }[] = []
    try {
      for (let round = 0; round <= grounds.rounds; round++) {
        const commitMs = rawCommitMs(path.join(grounds.directory('raw'), 'raw.db'))
        const { p50Ms: bareMs } = await lone(bare)
        const { p50Ms: oursMs } = await lone(daemon)
        if (round > 0) rounds.push({ commitMs, bareMs, oursMs })
        grounds.say(
          `lone-accept ${round}: commit ${commitMs.toFixed(2)}, bare ${bareMs.toFixed(2)}, ours ${oursMs.toFixed(2)} ms`,
        )
      }
    } finally {
      await Promise.all([bare.stop(), daemon.stop()])
    }
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
    return [
      {
        what: 'lone accept p50 : raw FULL commit + bare Koa',
        ours: `${of(({ oursMs }) => oursMs).toFixed(2)} ms`,
        base: `${of(({ commitMs }) => commitMs).toFixed(2)} + ${of(({ bareMs }) => bareMs).toFixed(2)} ms`,
        ratio: of(({ commitMs, bareMs, oursMs }) => oursMs / (commitMs + bareMs)),
        goal: { atMost: 2.1 },
      },
    ]
  },
}

/** The middle of what SQLite takes to put one small row onto the disk. */
function rawCommitMs(file: string): number {
  const db = new Sqlite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)')
  const insert = db.prepare('INSERT INTO rows (body) VALUES (?)')
  const times = Array.from({ length: COMMITS }, () => {
    const started = performance.now()
    insert.run('x'.repeat(300))
    return performance.now() - started
  })
  db.close()
  return median(times)
}
