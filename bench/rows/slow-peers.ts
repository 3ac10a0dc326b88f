import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Type from 'typebox'
import { read, startChild } from '../child.ts'
import { fillDataDirectory, processIdOf } from '../fill.ts'
import { BENCH_KEY } from '../requests.ts'
import type { Row } from '../row.ts'
import { median } from '../statistics.ts'
import { getLoad } from '../wrk.ts'

const Ready = Type.Object({ url: Type.String() })

/** Fewer than the public door has connections: what more of them do is a matter of whom it lets in, not of time. */
const SLOW = 500
const PROCESSES = 1000
/** A caller with a key and a few connections. */
const CONNECTIONS = 8

/** What peers that drip cost a caller with a key. */
export const slowPeersRow: Row = {
  name: 'slow-peers',
  async measure(grounds) {
    const dataDir = grounds.directory('slow-peers')
    fillDataDirectory({ dataDir, items: PROCESSES, notDueOfTen: 10 })
    const pathsFile = path.join(grounds.directory('paths'), 'paths')
    const paths = Array.from({ length: PROCESSES }, (_, index) => `/processes/${processIdOf(index + 1)}`)
    writeFileSync(pathsFile, paths.join('\n'))
    const daemon = await startChild('daemon', [dataDir])
    const { url } = read(Ready, daemon.ready)
    const { seconds } = grounds
    const p99Ms = async () =>
      (await getLoad({ url, connections: CONNECTIONS, seconds, apiKey: BENCH_KEY, pathsFile })).p99Ms
    const rounds: { alone: number; beside: number }[] = []
    try {
      for (let round = 0; round <= grounds.rounds; round++) {
        // The daemon is closing the slow ones of the round before: not what either side is to be measured with.
        await p99Ms()
        const alone = await p99Ms()
        const beside = await besideSlow(url, p99Ms)
        // The first round warms the compilers up.
        if (round > 0) rounds.push({ alone, beside })
        grounds.say(`slow-peers ${round}: p99 alone ${alone.toFixed(2)}, beside ${beside.toFixed(2)} ms`)
      }
    } finally {
      await daemon.stop()
    }
    return [
      {
        what: `p99 of GET /processes/{id}, ${CONNECTIONS} connections, beside ${SLOW} dripping ones : without them`,
        ours: `${median(rounds.map(({ beside }) => beside)).toFixed(2)} ms`,
        base: `${median(rounds.map(({ alone }) => alone)).toFixed(2)} ms`,
        ratio: median(rounds.map(({ beside, alone }) => beside / alone)),
        goal: { atMost: 2 },
      },
    ]
  },
}

async function besideSlow(url: string, measure: () => Promise<number>): Promise<number> {
  const slow = await startChild('slow-peers', [url, String(SLOW)])
  try {
    return await measure()
  } finally {
    await slow.stop()
  }
}
