#!/usr/bin/env node
/** The long run of the external checker; scripts/soak starts it. */
import { parseArgs } from 'node:util'
import { runChaos, type ChaosReport } from './run-chaos.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    direct: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    bug: { type: 'string' },
  },
})

const say = (line: string) => void process.stdout.write(`${line}\n`)
const report = await runChaos({
  seed: Number(values.seed ?? Math.trunc(performance.timeOrigin % 1_000_000)),
  kills: Number(values.kills),
  direct: values.direct,
  bug: values.bug ?? null,
  ...(values.minutes !== undefined && { minutes: Number(values.minutes) }),
  say,
})
tell(report)

function tell({ kills, polls, processes, found, folder }: ChaosReport): void {
  for (const { check, violation } of found) say(`${check}: ${violation}`)
  say(`${kills} kills, ${processes} processes, ${polls} polls`)
  if (found.length > 0) say(`kept in ${folder}`)
}
