import Type from 'typebox'
import { read, startChild, type Child } from '../child.ts'
import type { Grounds } from '../grounds.ts'
import type { Line, Row } from '../row.ts'
import { median } from '../statistics.ts'

const Receivers = Type.Object({
  fast: Type.Array(Type.String()),
  silent: Type.String(),
  dripping: Type.String(),
})
const Throughput = Type.Object({ bare: Type.Number(), ours: Type.Number() })
const Latency = Type.Object({ p50Ms: Type.Number(), p95Ms: Type.Number(), count: Type.Integer() })

/** Enough that 16 may be under way, two to each. */
const FAST = 8

/** What callbacks cost beside a bare post, and what a dead and a dripping receiver cost the others. */
export const callbacksRow: Row = {
  name: 'callbacks',
  async measure(grounds) {
    const receivers = await startChild('receivers', [String(FAST)])
    try {
      const { fast, silent, dripping } = read(Receivers, receivers.ready)
      return [await throughputLine(grounds, fast), await latencyLine(grounds, fast, [silent, dripping])]
    } finally {
      await receivers.stop()
    }
  },
}

async function throughputLine(grounds: Grounds, fast: readonly string[]): Promise<Line> {
  const child = await startChild('callbacks', [grounds.directory('callbacks'), 'throughput', ...fast])
  const rounds: { bare: number; ours: number }[] = []
  try {
    await child.round(grounds.seconds)
    for (let round = 1; round <= grounds.rounds; round++) {
      const found = read(Throughput, await child.round(grounds.seconds))
      rounds.push(found)
      grounds.say(`callbacks ${round}: bare ${Math.round(found.bare)}/s, ours ${Math.round(found.ours)}/s`)
    }
  } finally {
    await child.stop()
  }
  return {
    what: 'signed and recorded deliveries : bare undici Pool.request, 8 receivers',
    ours: `${Math.round(median(rounds.map(({ ours }) => ours)))}/s`,
    base: `${Math.round(median(rounds.map(({ bare }) => bare)))}/s`,
    ratio: median(rounds.map(({ ours, bare }) => ours / bare)),
    goal: { atLeast: 0.5 },
  }
}

/** Rounds of both in turn, so that what else the machine does hits both. */
async function latencyLine(grounds: Grounds, fast: readonly string[], bad: readonly string[]): Promise<Line> {
  const start = (others: readonly string[]) =>
    startChild('callbacks', [grounds.directory('latency'), 'latency', ...fast, '--', ...others])
  const alone = await start([])
  const beside = await start(bad)
  const rounds: { base: number; ours: number }[] = []
  const p95 = async (child: Child) => read(Latency, await child.round(grounds.seconds)).p95Ms
  try {
    await p95(alone)
    await p95(beside)
    for (let round = 1; round <= grounds.rounds; round++) {
      const found = { base: await p95(alone), ours: await p95(beside) }
      rounds.push(found)
      grounds.say(
        `callbacks ${round}: p95 alone ${found.base.toFixed(1)}, beside ${found.ours.toFixed(1)} ms`,
      )
    }
  } finally {
    await Promise.all([alone.stop(), beside.stop()])
  }
  return {
    what: 'p95 from commit to answer beside a silent and a dripping receiver : without them',
    ours: `${median(rounds.map(({ ours }) => ours)).toFixed(1)} ms`,
    base: `${median(rounds.map(({ base }) => base)).toFixed(1)} ms`,
    ratio: median(rounds.map(({ ours, base }) => ours / base)),
    goal: { atMost: 1.2 },
  }
}
