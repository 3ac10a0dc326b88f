import { readdirSync } from 'node:fs'
import { createChance, type Chance } from '../chaos/chance.ts'
import type { ProcessTold } from '../e2e/support/client.ts'
import { descendants } from '../e2e/support/descendants.ts'
import type { PhoneStory } from '../e2e/support/phone-story.ts'
import { until } from '../e2e/support/until.ts'
import { FAULT_CASES, type FaultCase } from './fault-cases.ts'
import { startFaultFarm, type FaultFarm } from './fault-farm.ts'
import { healthyMs, wasHealthy, type Sickness } from './sick-times.ts'

export interface PhoneSoak {
  phones: number
  minutes: number
  seed: number
  say: (line: string) => void
}

export interface PhoneSoakEnd {
  faults: number
  processes: number
  /** Videos a minute of healthy phones while others were sick, against those of the same farm before the first fault. */
  throughput: number
  violations: string[]
}

/** Of the time, spent without faults to have something to compare with. */
const CALM_SHARE = 0.2
const LEAST_CALM_MS = 60_000
/** On average a phone is given a fault every so often. */
const BETWEEN_FAULTS_MS = 120_000
const LONGEST_FAULT_MS = 60_000
/** Everything that is under way when the faults are over is done within this. */
const REST_MS = 300_000
const LEAST_THROUGHPUT = 0.95
/** Sockets and files that come and go. */
const DESCRIPTORS_SLACK = 30

/** Faults at random on working phones; then everything must be over, rightly, and nothing left behind. */
export async function soakPhones({ phones, minutes, seed, say }: PhoneSoak): Promise<PhoneSoakEnd> {
  const farm = await startFaultFarm(phones)
  try {
    for (const number of farm.numbers) await farm.keepBusy(number)
    const started = new Date().toISOString()
    await Promise.all(farm.numbers.map((number) => farm.watches(number, 1, started, REST_MS)))
    const wholeMs = minutes * 60_000
    const calm = { fromMs: Date.now(), toMs: Date.now() + Math.max(LEAST_CALM_MS, wholeMs * CALM_SHARE) }
    await sleepUntil(calm.toMs)
    const before = resourcesOf(farm)
    const storm = { fromMs: calm.toMs, toMs: calm.fromMs + Math.max(wholeMs, 2 * LEAST_CALM_MS) }
    const sicknesses = await storms(farm, storm.toMs, createChance(seed), say)
    for (const number of farm.numbers) farm.rest(number)
    await farm.heal(farm.numbers)
    const processes = await allOver(farm)
    const stories = await Promise.all(farm.numbers.map((number) => farm.place.phones.read(number)))
    const rate = rateOf(stories, sicknesses, storm) / rateOf(stories, [], calm)
    const violations = [
      ...wrongEnds(farm, processes, sicknesses),
      ...stories.flatMap(leakedSessions),
      ...leakedForwards(farm),
      ...grown(before, resourcesOf(farm)),
      ...(rate < LEAST_THROUGHPUT ? [`healthy phones did ${rate.toFixed(2)} of what they do in calm`] : []),
    ]
    return { faults: sicknesses.length, processes: processes.length, throughput: rate, violations }
  } finally {
    await farm.stop()
  }
}

/** Lets faults befall the phones until then. @returns what they had; all of it is over */
async function storms(
  farm: FaultFarm,
  untilMs: number,
  chance: Chance,
  say: PhoneSoak['say'],
): Promise<Sickness[]> {
  const sicknesses: Sickness[] = []
  const outbreaks: Promise<void>[] = []
  const kinds = FAULT_CASES.filter(({ victims }) => victims === undefined)
  while (Date.now() < untilMs) {
    await sleepUntil(Date.now() + chance.next() * ((2 * BETWEEN_FAULTS_MS) / farm.numbers.length))
    const well = farm.numbers.filter((phone) => wasHealthy(sicknesses, phone, Date.now()))
    if (well.length === 0) continue
    const [phone, kind] = [chance.pick(well), chance.pick(kinds)]
    const lastsMs = chance.next() * LONGEST_FAULT_MS
    const sickness: Sickness = { phone, fault: kind.name, fromMs: Date.now(), toMs: null }
    sicknesses.push(sickness)
    say(`${farm.phoneOf(phone)}: ${kind.name} for ${Math.round(lastsMs / 1000)} s`)
    outbreaks.push(outbreak(farm, kind, sickness, lastsMs))
  }
  await Promise.all(outbreaks)
  return sicknesses
}

/** One fault from its beginning to the moment when the phone is at work again. */
async function outbreak(
  farm: FaultFarm,
  kind: FaultCase,
  sickness: Sickness,
  lastsMs: number,
): Promise<void> {
  const { phone } = sickness
  await farm.fault(phone, kind.fault)
  await sleepUntil(Date.now() + lastsMs)
  const over = new Date().toISOString()
  // A hot battery, say, is cold at once, instead of cooling for a quarter of an hour.
  if (kind.ended.by !== 'itself' && kind.ended.fault !== undefined) await farm.fault(phone, kind.ended.fault)
  await farm.heal([phone])
  await farm.watches(phone, 1, over, REST_MS).catch(() => undefined) // its processes tell
  sickness.toMs = Date.now()
}

async function allOver(farm: FaultFarm): Promise<ProcessTold[]> {
  const ids = farm.numbers.flatMap((number) => farm.processesOf(number))
  const { client } = farm.place
  return until(
    'every process to be over',
    async () => {
      for (const number of farm.numbers) await farm.heal([number])
      const all = await Promise.all(ids.map((id) => client.read(id)))
      return all.every(({ timestamps }) => timestamps.finished_at !== null) ? all : undefined
    },
    REST_MS,
  )
}

/** What did not end well without a fault of its phone. */
function wrongEnds(
  farm: FaultFarm,
  processes: readonly ProcessTold[],
  sicknesses: readonly Sickness[],
): string[] {
  return processes.flatMap(({ process_id, status, error, timestamps }) => {
    if (status === 'completed') return []
    const number = farm.numbers.find((one) => farm.processesOf(one).includes(process_id)) ?? 0
    const ran = {
      fromMs: Date.parse(timestamps.executing_at ?? ''),
      toMs: Date.parse(timestamps.finished_at ?? ''),
    }
    const excused = sicknesses.some(
      ({ phone, fromMs, toMs }) => phone === number && fromMs <= ran.toMs && (toMs ?? ran.toMs) >= ran.fromMs,
    )
    return excused ? [] : [`${process_id} on ${farm.phoneOf(number)} is ${status}: ${JSON.stringify(error)}`]
  })
}

function leakedSessions({ serial, sessions }: PhoneStory): string[] {
  const open = sessions.filter(({ closed_at }) => closed_at === null)
  return open.map(({ session_id }) => `session ${session_id} is still open on ${serial}`)
}

function leakedForwards({ numbers, place }: FaultFarm): string[] {
  const lines = place.adb('forward', '--list').split('\n').filter(Boolean)
  return lines.length <= numbers.length ? [] : [`${lines.length} forwards for ${numbers.length} phones`]
}

interface Resources {
  children: number
  descriptors: number
  temporary: string[]
}

function resourcesOf({ place }: FaultFarm): Resources {
  const { pid } = place.daemon()
  return {
    children: descendants(pid, /./).length,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    temporary: readdirSync(place.env['PHONEFARM_DATA_DIR'] ?? '', {
      recursive: true,
      encoding: 'utf8',
    }).filter((name) => /\.(tmp|part)$/.test(name)),
  }
}

function grown(before: Resources, after: Resources): string[] {
  const grew: string[] = []
  if (after.children > before.children) grew.push(`${after.children - before.children} more child processes`)
  if (after.descriptors > before.descriptors + DESCRIPTORS_SLACK)
    grew.push(`${after.descriptors - before.descriptors} more open files`)
  return [...grew, ...after.temporary.map((name) => `left behind: ${name}`)]
}

/** Videos a minute of phones while they were healthy. */
function rateOf(
  stories: readonly PhoneStory[],
  sicknesses: readonly Sickness[],
  window: { fromMs: number; toMs: number },
): number {
  let videos = 0
  let minutes = 0
  for (const [index, { watched }] of stories.entries()) {
    const phone = index + 1
    minutes += healthyMs(sicknesses, phone, window) / 60_000
    videos += watched
      .map(({ started_at }) => Date.parse(started_at))
      .filter((atMs) => atMs >= window.fromMs && atMs < window.toMs)
      .filter((atMs) => wasHealthy(sicknesses, phone, atMs)).length
  }
  return videos / minutes
}

const sleepUntil = (atMs: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())))
