import Type from 'typebox'
import { read, startChild, type Child } from '../child.ts'
import { fillDataDirectory } from '../fill.ts'
import type { Grounds } from '../grounds.ts'
import { BENCH_KEY } from '../requests.ts'
import type { Row } from '../row.ts'
import { median } from '../statistics.ts'
import { postLoad, type Load } from '../wrk.ts'

const Ready = Type.Object({ url: Type.String() })

/** Durable accepts of 64 connections beside bare Koa and beside our own gates with nothing behind them. */
export const acceptRow: Row = {
  name: 'accept',
  async measure(grounds) {
    const dataDir = grounds.directory('accept')
    fillDataDirectory({ dataDir, items: 1000, notDueOfTen: 0 })
    const bare = await startChild('bare-koa')
    const gates = await startChild('gates')
    const daemon = await startChild('daemon', [dataDir])
    const rounds: { bare: Load; gates: Load; daemon: Load }[] = []
    try {
      for (let round = 0; round <= grounds.rounds; round++) {
        const loads = {
          bare: await load(bare, grounds),
          gates: await load(gates, grounds),
          daemon: await load(daemon, grounds),
        }
        // The first round warms the compilers up.
        if (round > 0) rounds.push(loads)
        grounds.say(`accept ${round}: ${Object.entries(loads).map(shown).join(', ')}`)
      }
    } finally {
      await Promise.all([bare.stop(), gates.stop(), daemon.stop()])
    }
    return linesOf(rounds)
  },
}

async function load(child: Child, { seconds }: Grounds): Promise<Load> {
  const { url } = read(Ready, child.ready)
  return await postLoad({
    url: `${url}/capability-requests/enqueue`,
    connections: 64,
    seconds,
    apiKey: BENCH_KEY,
  })
}

function linesOf(rounds: readonly { bare: Load; gates: Load; daemon: Load }[]) {
  const of = (pick: (round: { bare: Load; gates: Load; daemon: Load }) => number) => median(rounds.map(pick))
  const perSecond = (rate: number) => `${Math.round(rate)}/s`
  const ours = perSecond(of(({ daemon }) => daemon.perSecond))
  return [
    {
      what: 'durable accepts/s, 64 connections : bare Koa POST',
      ours,
      base: perSecond(of(({ bare }) => bare.perSecond)),
      ratio: of(({ daemon, bare }) => daemon.perSecond / bare.perSecond),
      goal: { atLeast: 0.45 },
    },
    {
      what: 'durable accepts/s : our app with all gates, no database',
      ours,
      base: perSecond(of(({ gates }) => gates.perSecond)),
      ratio: of(({ daemon, gates }) => daemon.perSecond / gates.perSecond),
      goal: { atLeast: 0.7 },
    },
    {
      what: 'accept p99 : bare Koa POST p99',
      ours: `${of(({ daemon }) => daemon.p99Ms).toFixed(1)} ms`,
      base: `${of(({ bare }) => bare.p99Ms).toFixed(1)} ms`,
      ratio: of(({ daemon, bare }) => daemon.p99Ms / bare.p99Ms),
      goal: { atMost: 1 },
    },
  ]
}

function shown([name, { perSecond, p50Ms, p99Ms }]: [string, Load]): string {
  return `${name} ${Math.round(perSecond)}/s p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(1)} ms`
}
