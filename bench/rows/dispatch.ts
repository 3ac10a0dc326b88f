import Type from 'typebox'
import { read, startChild } from '../child.ts'
import { fillDataDirectory } from '../fill.ts'
import type { Row } from '../row.ts'
import { quantile } from '../statistics.ts'

const Round = Type.Object({ delaysMs: Type.Array(Type.Number()) })

/** From the moment an item may run to its lane's start, on a farm of idle phones with work that is not due. */
export const dispatchRow: Row = {
  name: 'dispatch',
  async measure(grounds) {
    const dataDir = grounds.directory('dispatch')
    fillDataDirectory({ dataDir, items: 10_000, notDueOfTen: 10 })
    const program = await startChild('dispatch', [dataDir])
    const delays: number[] = []
    try {
      await program.round(grounds.seconds)
      for (let round = 1; round <= grounds.rounds; round++)
        delays.push(...read(Round, await program.round(grounds.seconds)).delaysMs)
    } finally {
      await program.stop()
    }
    const p99 = quantile(delays, 0.99)
    return [
      {
        what: 'item becomes runnable → its lane starts it, p99 in ms, 1,000 phones',
        ours: `p50 ${quantile(delays, 0.5).toFixed(1)}, p99 ${p99.toFixed(1)} ms (${delays.length} items)`,
        base: '',
        ratio: p99,
        goal: { atMost: 20 },
      },
    ]
  },
}
