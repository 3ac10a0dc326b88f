import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Type from 'typebox'
import { read, startChild, type Child } from '../child.ts'
import { fillDataDirectory, processIdOf } from '../fill.ts'
import { MILLION, type Grounds } from '../grounds.ts'
import { BENCH_KEY } from '../requests.ts'
import type { Row } from '../row.ts'
import { median } from '../statistics.ts'
import { getLoad } from '../wrk.ts'

const Ready = Type.Object({ url: Type.String() })

const FEW = 5000
/** Different processes that are asked for, spread over all of them. */
const ASKED = 5000

/** Reading one process beside bare Koa, and with a million rows beside a few thousand. */
export const readRow: Row = {
  name: 'read',
  async measure(grounds) {
    const few = grounds.directory('few')
    fillDataDirectory({ dataDir: few, items: FEW, notDueOfTen: 9 })
    const many = grounds.million()
    const bare = await startChild('bare-koa')
    const small = await startChild('daemon', [few])
    const large = await startChild('daemon', [many])
    const askSmall = loadOf(small, grounds, FEW)
    const askLarge = loadOf(large, grounds, MILLION)
    const rounds: { bare: number; small: number; large: number }[] = []
    try {
      for (let round = 0; round <= grounds.rounds; round++) {
        const rates = {
          bare: await askBare(bare, grounds),
          small: await askSmall(),
          large: await askLarge(),
        }
        if (round > 0) rounds.push(rates)
        grounds.say(
          `read ${round}: bare ${rates.bare.toFixed(0)}/s, 5,000 rows ${rates.small.toFixed(0)}/s, 1,000,000 rows ${rates.large.toFixed(0)}/s`,
        )
      }
    } finally {
      await Promise.all([bare.stop(), small.stop(), large.stop()])
    }
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
    const perSecond = (rate: number) => `${Math.round(rate)}/s`
    return [
      {
        what: 'GET /processes/{id}, 64 connections : bare Koa GET',
        ours: perSecond(of(({ small }) => small)),
        base: perSecond(of(({ bare }) => bare)),
        ratio: of(({ small, bare }) => small / bare),
        goal: { atLeast: 0.5 },
      },
      {
        what: 'GET with 1,000,000 rows : with 5,000',
        ours: perSecond(of(({ large }) => large)),
        base: perSecond(of(({ small }) => small)),
        ratio: of(({ large, small }) => large / small),
        goal: { atLeast: 0.9 },
      },
    ]
  },
}

async function askBare(child: Child, { seconds }: Grounds): Promise<number> {
  const { url } = read(Ready, child.ready)
  const path = '/processes/3e6f2e7b-4e3c-4c7c-b8d7-0c53d83f9870'
  return (await getLoad({ url: url + path, connections: 64, seconds, apiKey: BENCH_KEY })).perSecond
}

function loadOf(child: Child, grounds: Grounds, rows: number): () => Promise<number> {
  const { url } = read(Ready, child.ready)
  const pathsFile = path.join(grounds.directory('paths'), 'paths')
  // A stride without a common divisor visits the whole table, far from the order in which it was written.
  const paths = Array.from(
    { length: ASKED },
    (_, index) => `/processes/${processIdOf(((index * 7919) % rows) + 1)}`,
  )
  writeFileSync(pathsFile, paths.join('\n'))
  return async () => {
    const { seconds } = grounds
    return (await getLoad({ url, connections: 64, seconds, apiKey: BENCH_KEY, pathsFile })).perSecond
  }
}
