#!/usr/bin/env node
/** The long runs; scripts/soak builds and starts this. The last line says `N passed, M failed`. */
import { parseArgs } from 'node:util'
import {
  cutPower,
  fuzzRoutes,
  huntBugs,
  killDaemons,
  liveLives,
  makePhonesSick,
  mutilateBytes,
  playFailpoints,
  sufferFaults,
  type Count,
} from './soak-parts.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string' },
    direct: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    bugs: { type: 'boolean', default: false },
    failpoints: { type: 'boolean', default: false },
    strace: { type: 'boolean', default: false },
    power: { type: 'string' },
    simulation: { type: 'string' },
    phones: { type: 'string' },
    raw: { type: 'string' },
    fuzz: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
})

const KILLS = 1000
const CUTS = 25
const LIVES = 100_000
const PHONES = 12
const PHONE_MINUTES = 60
const RAW_REQUESTS = 100_000
const FUZZED_REQUESTS = 100_000

const say = (line: string) => void process.stdout.write(`${line}\n`)
// Another one each time, and printed: what it found can be looked for again.
const seed = whole('seed', values.seed) ?? process.pid
const others = [
  values.bugs,
  values.failpoints,
  values.strace,
  values.power !== undefined,
  values.simulation !== undefined,
  values.phones !== undefined,
  values.raw !== undefined,
  values.fuzz !== undefined,
]
const { all } = values

// Through `exit`, where every part ends what it has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const counts: Count[] = []
if (all || values.kills !== undefined || !others.includes(true)) {
  const kills = whole('kills', values.kills) ?? KILLS
  const minutes = whole('minutes', values.minutes)
  counts.push(
    await killDaemons({ seed, kills, direct: values.direct, ...(minutes !== undefined && { minutes }) }, say),
  )
}
if (all || values.bugs) counts.push(await huntBugs(seed, say))
if (all || values.failpoints) counts.push(await playFailpoints(seed, say))
if (all || values.strace) counts.push(await sufferFaults(say))
if (all || values.power !== undefined)
  counts.push(await cutPower(seed, whole('power', values.power) ?? CUTS, say))
if (all || values.simulation !== undefined)
  counts.push(await liveLives(seed, whole('simulation', values.simulation) ?? LIVES, say))
if (all || values.phones !== undefined) {
  const minutes = whole('minutes', values.minutes) ?? PHONE_MINUTES
  counts.push(await makePhonesSick({ seed, phones: whole('phones', values.phones) ?? PHONES, minutes }, say))
}
if (all || values.raw !== undefined)
  counts.push(await mutilateBytes(seed, whole('raw', values.raw) ?? RAW_REQUESTS, say))
if (all || values.fuzz !== undefined)
  counts.push(await fuzzRoutes(seed, whole('fuzz', values.fuzz) ?? FUZZED_REQUESTS, say))

const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
say(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

/** @throws for what is no whole number above 0 */
function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} must be a whole number above 0, not ${text}`)
  return Number(text)
}
