import Type from 'typebox'
import { read, startChild } from '../child.ts'
import type { Row } from '../row.ts'

const Ready = Type.Object({ heapPerPhone: Type.Number() })
const Round = Type.Object({ share: Type.Number(), rss: Type.Number() })

/** Shorter, a single timer more or less would change the figure. */
const IDLE_SECONDS = 20

/** What a phone costs that has nothing to do, and a thousand of them. */
export const idleRow: Row = {
  name: 'idle',
  async measure(grounds) {
    const program = await startChild('idle-farm', [grounds.directory('idle')], ['--expose-gc'])
    try {
      const { heapPerPhone } = read(Ready, program.ready)
      const { share, rss } = read(Round, await program.round(IDLE_SECONDS))
      const [kib, percent, mib] = [heapPerPhone / 1024, share * 100, rss / 2 ** 20]
      return [
        line('heap of an idle phone, in KiB', `${kib.toFixed(2)} KiB`, kib, 4),
        line('processor of 1,000 idle phones, in %', `${percent.toFixed(2)} %`, percent, 0.3),
        line('the daemon with 1,000 idle phones, in MiB', `${mib.toFixed(0)} MiB`, mib, 150),
      ]
    } finally {
      await program.stop()
    }
  },
}

const line = (what: string, ours: string, value: number, limit: number) => ({
  what,
  ours,
  base: '',
  ratio: value,
  goal: { atMost: limit },
})
