import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Timeline } from '../../src/http/answer-schemas.ts'
import { until } from '../e2e/support/until.ts'
import type { FaultCase } from './fault-cases.ts'
import type { FaultFarm } from './fault-farm.ts'

/** Longer than the slowest way back that any fault is given. */
const LONGEST_MS = 180_000
/** So many videos after a fault show that a phone works again and goes on doing so. */
const VIDEOS = 2
/** How long a fault that nobody is to notice stands before it is ended. */
const STANDING_MS = 5_000
/** How long a phone that cannot work is left so before the person comes. */
const LEFT_ALONE_MS = 3_000

const States = Type.Object({
  states: Type.Array(Type.Object({ state: Type.String(), reason: Type.Unknown(), at: Type.String() })),
})
const Recoveries = Type.Object({
  recoveries: Type.Array(
    Type.Object({
      symptom: Type.String(),
      rung: Type.String(),
      began_at: Type.String(),
      outcome: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
})

/** What one fault came to. Times are seconds. */
export const Measured = Type.Object({
  fault: Type.String(),
  stands_for: Type.String(),
  phone: Type.Enum(['working', 'idle']),
  /** What the daemon did, in order. */
  did: Type.Array(Type.String()),
  detected_s: Type.Union([Type.Number(), Type.Null()]),
  /** Who ended it: nobody, or what the person or hardware did. */
  ended: Type.String(),
  /** From the end of the fault until the phone watched videos again. */
  works_again_s: Type.Union([Type.Number(), Type.Null()]),
  /** What happened on the phones that it did not befall. */
  others: Type.String(),
  /** What was promised and not held. */
  problems: Type.Array(Type.String()),
})
export type Measured = Static<typeof Measured>

interface Sign {
  at: string
  what: string
}

/** Makes the fault happen on a working farm, ends it as the case says, and tells what the daemon made of it. */
export async function measureFault(farm: FaultFarm, fault: FaultCase): Promise<Measured> {
  const victims = fault.victims ?? [1]
  const [victim = 1] = victims
  const bystanders = farm.numbers.filter((number) => !victims.includes(number))
  await prepare(farm, fault, victims, bystanders)

  const before = new Date().toISOString()
  const startedMs = performance.now()
  await Promise.all(victims.map((number) => farm.fault(number, fault.fault)))
  if (fault.phone === 'idle') await farm.keepBusy(victim)
  const detectedMs = await noticed(farm, fault, victim, before, startedMs)
  const endedAtMs = await end(farm, fault, victims, before)
  const works = await worksAgain(farm, fault, victims, endedAtMs)
  const signs = await signsOf(farm, victim, before)
  const others = await troubleOf(farm, bystanders, before)
  const measured: Measured = {
    fault: fault.name,
    stands_for: fault.stands_for,
    phone: fault.phone,
    did: signs.map(({ what }) => what),
    detected_s: detectedMs === null ? null : seconds(detectedMs),
    ended: fault.ended.by === 'itself' ? 'nobody' : fault.ended.what,
    works_again_s: works === null ? null : seconds(works),
    others: others.length === 0 ? 'none' : others.join('; '),
    problems: [],
  }
  measured.problems = problemsOf(fault, measured, signs)
  return measured
}

async function prepare(
  farm: FaultFarm,
  { phone }: FaultCase,
  victims: readonly number[],
  bystanders: readonly number[],
): Promise<void> {
  for (const number of bystanders) await farm.keepBusy(number)
  for (const number of victims) {
    if (phone === 'working') await farm.keepBusy(number)
    else await farm.letRest(number)
  }
  const busy = phone === 'working' ? [...victims, ...bystanders] : bystanders
  await Promise.all(busy.map((number) => farm.watches(number, VIDEOS, new Date().toISOString(), LONGEST_MS)))
}

/** How long until the daemon shows that it knows, null when it never has to. */
async function noticed(
  farm: FaultFarm,
  { expected }: FaultCase,
  victim: number,
  before: string,
  startedMs: number,
): Promise<number | null> {
  if (expected.noticed_s === null) {
    await new Promise((resolve) => setTimeout(resolve, STANDING_MS))
    return null
  }
  const first = await until(
    `a sign of the fault on phone ${victim}`,
    async () => (await signsOf(farm, victim, before))[0],
    LONGEST_MS,
  ).catch(() => null) // told as a problem
  if (first === null) return null
  return Math.max(0, Date.parse(first.at) - Date.parse(before)) || performance.now() - startedMs
}

/** @returns when the fault was over, on the monotonic clock; for a fault that ends by itself: when it began to be the daemon's turn */
async function end(
  farm: FaultFarm,
  { ended, expected }: FaultCase,
  victims: readonly number[],
  before: string,
): Promise<number> {
  const fromMs = performance.now()
  if (ended.by === 'itself') return fromMs
  const [victim = 1] = victims
  const wanted = expected.states ?? []
  await until(
    `phone ${victim} to be ${wanted.join(', ')}`,
    async () => {
      const seen = (await statesOf(farm, victim, before)).map(({ state }) => state)
      return wanted.every((state) => seen.includes(state))
    },
    LONGEST_MS,
  ).catch(() => undefined) // told as a problem
  await new Promise((resolve) => setTimeout(resolve, LEFT_ALONE_MS))
  const { fault, call } = ended
  if (fault !== undefined) await Promise.all(victims.map((number) => farm.fault(number, fault)))
  if (call !== undefined) {
    const [path, body] = call
    for (const number of victims) await farm.post(path.replace('{account}', farm.accountOf(number)), body)
  }
  return performance.now()
}

/** How long until every victim has watched videos again, null when one never did. */
async function worksAgain(
  farm: FaultFarm,
  { expected }: FaultCase,
  victims: readonly number[],
  endedAtMs: number,
): Promise<number | null> {
  if (expected.works_again_s === null) return null
  const from = new Date().toISOString()
  for (const number of victims) await farm.keepBusy(number)
  try {
    await Promise.all(victims.map((number) => farm.watches(number, 1, from, LONGEST_MS)))
    return performance.now() - endedAtMs
  } catch {
    return null // told as a problem
  }
}

async function statesOf(
  farm: FaultFarm,
  number: number,
  since: string,
): Promise<Static<typeof States>['states']> {
  const { states } = Value.Parse(States, await farm.get(`/phones/${farm.phoneOf(number)}/states`))
  return states.filter(({ at }) => at >= since).toReversed()
}

/** Everything that the daemon noticed or did about a phone since then, in order. */
async function signsOf(farm: FaultFarm, number: number, since: string): Promise<Sign[]> {
  const states = (await statesOf(farm, number, since)).map(({ at, state }) => ({ at, what: state }))
  const path = `/phones/${farm.phoneOf(number)}/recoveries`
  const { recoveries } = Value.Parse(Recoveries, await farm.get(path))
  const rungs = recoveries
    .filter(({ began_at }) => began_at >= since)
    .map(({ began_at: at, rung, outcome }) => ({ at, what: `${rung} (${outcome ?? 'under way'})` }))
  return (
    [...states, ...rungs, ...(await runEnds(farm, number, since))]
      // What the ladder does tells more than that it is at work.
      .filter(({ what }) => what !== 'ready' && what !== 'recovering')
      .toSorted((a, b) => a.at.localeCompare(b.at))
  )
}

/** Ends of attempts that were no good. */
async function runEnds(farm: FaultFarm, number: number, since: string): Promise<Sign[]> {
  const BAD = ['item_retrying', 'item_put_back', 'item_failed', 'run_stopped']
  const ends: Sign[] = []
  for (const processId of farm.processesOf(number)) {
    const { events } = Value.Parse(Timeline, await farm.get(`/processes/${processId}/timeline`))
    for (const { at, event, detail } of events) {
      if (at >= since && BAD.includes(event)) ends.push({ at, what: `${event}: ${detail ?? ''}` })
    }
  }
  return ends
}

async function troubleOf(farm: FaultFarm, numbers: readonly number[], since: string): Promise<string[]> {
  const all = await Promise.all(
    numbers.map(async (number) =>
      (await signsOf(farm, number, since)).map(({ what }) => `${farm.phoneOf(number)}: ${what}`),
    ),
  )
  return all.flat()
}

function problemsOf({ expected }: FaultCase, told: Measured, signs: readonly Sign[]): string[] {
  const problems: string[] = []
  const { noticed_s, works_again_s, states = [] } = expected
  if (noticed_s !== null && (told.detected_s === null || told.detected_s > noticed_s))
    problems.push(`noticed after ${told.detected_s ?? 'never'} s instead of ${noticed_s} s`)
  for (const state of states)
    if (!signs.some(({ what }) => what === state)) problems.push(`was never ${state}`)
  if (works_again_s !== null && (told.works_again_s === null || told.works_again_s > works_again_s))
    problems.push(`worked again after ${told.works_again_s ?? 'never'} s instead of ${works_again_s} s`)
  if (told.others !== 'none') problems.push('other phones noticed it')
  return problems
}

const seconds = (ms: number) => Math.round(ms / 100) / 10
