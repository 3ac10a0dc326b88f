import { existsSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { read, startChild, type Child } from '../child.ts'
import { fillDataDirectory } from '../fill.ts'
import type { Row } from '../row.ts'
import { median } from '../statistics.ts'

const Round = Type.Object({ runs: Type.Integer(), ms: Type.Number(), cpuUs: Type.Number() })
type Round = Static<typeof Round>

const PEER = new URL('bench/peers/node_modules/bullmq/package.json', import.meta.resolve('#package.json'))

/** Farms of 1,000 items that are worked off one after the other: each has only 100 that are due. */
const SMALL_FARMS = 12

const WHAT = 'claim + complete/s, 1,000 phones, 1,000,000 items : BullMQ, appendfsync always'

/** Claims and completions of all phones beside the best durable peer, and beside a small backlog. */
export const claimsRow: Row = {
  name: 'claims',
  async measure(grounds) {
    const peer = existsSync(PEER) ? await startChild('bullmq-lanes', [grounds.directory('redis')]) : null
    const large = await startChild('claim-loop', [grounds.million()])
    const rounds: { ours: Round; peer: Round | null }[] = []
    try {
      for (let round = 0; round <= grounds.rounds; round++) {
        const found = {
          ours: await measure(large, grounds.seconds),
          peer: peer && (await measure(peer, grounds.seconds)),
        }
        if (round > 0) rounds.push(found)
        grounds.say(
          `claims ${round}: ours ${rateOf(found.ours).toFixed(0)}/s, ${costOf(found.ours).toFixed(0)} µs each; BullMQ ${found.peer === null ? 'missing' : `${rateOf(found.peer).toFixed(0)}/s`}`,
        )
      }
    } finally {
      await Promise.all([large.stop(), peer?.stop()])
    }
    const small = await smallCosts((name) => grounds.directory(name))
    const ours = median(rounds.map(({ ours }) => rateOf(ours)))
    const peers = rounds.flatMap(({ peer }) => (peer === null ? [] : [rateOf(peer)]))
    const costUs = { small: median(small), large: median(rounds.map(({ ours }) => costOf(ours))) }
    return [
      {
        what: WHAT,
        ours: `${ours.toFixed(0)}/s`,
        base: peers.length === 0 ? '' : `${median(peers).toFixed(0)}/s`,
        ratio: peers.length === 0 ? null : ours / median(peers),
        note: 'peer missing: run bench/install-peers',
        goal: { atLeast: 5 },
      },
      {
        what: 'processor time of claim + complete : with 1,000 items, 90 % not due',
        ours: `${costUs.large.toFixed(0)} µs`,
        base: `${costUs.small.toFixed(0)} µs`,
        ratio: costUs.large / costUs.small,
        goal: { atMost: 1.3 },
      },
    ]
  },
}

/** The first farms warm the program up. */
async function smallCosts(directory: (name: string) => string): Promise<number[]> {
  const farms = Array.from({ length: SMALL_FARMS }, () => directory('small'))
  for (const dataDir of farms) fillDataDirectory({ dataDir, items: 1000, notDueOfTen: 9 })
  const program = await startChild('claim-small', farms)
  const { costsUs } = read(Type.Object({ costsUs: Type.Array(Type.Number()) }), program.ready)
  await program.stop()
  return costsUs.slice(Math.floor(SMALL_FARMS / 2))
}

async function measure(child: Child, seconds: number): Promise<Round> {
  return read(Round, await child.round(seconds))
}

const rateOf = ({ runs, ms }: Round) => (runs / ms) * 1000
const costOf = ({ runs, cpuUs }: Round) => cpuUs / runs
