import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { seededRandom } from '../../src/domain/random.ts'
import { simulate } from '../simulation/in-workers.ts'
import { sendMutilated, zzufMissing } from '../fuzz/raw-bytes.ts'
import { soakPhones } from '../faults/soak-phones.ts'
import { sweepFailpoints } from './failpoint-sweep.ts'
import { huntBug } from './find-bugs.ts'
import { createPowerBench, powerCutsMissing } from './power-cut.ts'
import { runChaos } from './run-chaos.ts'
import { BUG_NAMES } from './seeded-bugs.ts'
import { countWrites, faultsAt, straceMissing, sufferFault, WRITES, type WriteFault } from './strace-sweep.ts'

/** What a part of the soak adds to its last line. */
export interface Count {
  passed: number
  failed: number
}

type Say = (line: string) => void

export interface KillOptions {
  seed: number
  kills: number
  minutes?: number
  direct: boolean
}

/** D1, D6, D9: the external checker. Each kill that was survived has passed, each violation has failed. */
export async function killDaemons(options: KillOptions, say: Say): Promise<Count> {
  const { kills, polls, processes, verdicts, folder } = await runChaos({ ...options, say })
  for (const { check, violations } of verdicts) {
    say(`${violations.length === 0 ? 'ok    ' : 'FAILED'} ${check}`)
    for (const violation of violations) say(`       ${violation}`)
  }
  say(`${kills} kills, ${processes} processes, ${polls} polls`)
  const failed = verdicts.reduce((sum, { violations }) => sum + violations.length, 0)
  if (failed > 0) say(`kept in ${folder}; again with --seed ${options.seed}`)
  return { passed: kills, failed }
}

const ROUND = 15
const MOST_KILLS = 100

/** D11: every seeded bug must be found within 100 kills. */
export async function huntBugs(seed: number, say: Say): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 }
  for (const bug of BUG_NAMES) {
    const { shown, kills } = await huntBug(bug, { seed, round: ROUND, mostKills: MOST_KILLS })
    if (shown === null) count.failed++
    else count.passed++
    say(`${shown === null ? 'FAILED' : 'ok    '} bug ${bug}: ${shown ?? 'not found'} (${kills} kills)`)
  }
  return count
}

/** D3: every failpoint with three seeds, a second kill during recovery. */
export async function playFailpoints(seed: number, say: Say): Promise<Count> {
  const sweep = await sweepFailpoints({ seeds: [seed, seed + 1, seed + 2] })
  for (const failure of sweep.failures) say(`FAILED ${JSON.stringify(failure)}`)
  for (const name of sweep.unreached) say(`FAILED no day reached the failpoint ${name}`)
  say(`failpoints: ${sweep.passed} days`)
  return { passed: sweep.passed, failed: sweep.failures.length + sweep.unreached.length }
}

/** D2, K3: killed, and failed, at every write. */
export async function sufferFaults(say: Say): Promise<Count> {
  const missing = straceMissing()
  if (missing !== null) return skipped(missing, say)
  const counts = await countWrites()
  const faults: WriteFault[] = [
    ...faultsAt(counts, { calls: WRITES, injection: 'kill' }),
    ...faultsAt(counts, { calls: ['fsync', 'fdatasync'], injection: 'EIO' }),
    ...faultsAt(counts, { calls: ['pwrite64'], injection: 'ENOSPC' }),
  ]
  const count: Count = { passed: 0, failed: 0 }
  for (const fault of faults) {
    const outcome = await sufferFault(fault)
    if (outcome.violations.length === 0) count.passed++
    else count.failed++
    if (outcome.violations.length > 0) say(`FAILED ${JSON.stringify(outcome)}`)
  }
  say(`faults of writes: ${faults.length}`)
  return count
}

/** D4: power cuts lose nothing; the same cuts of a writer that does not flush each commit must lose something, or they prove nothing. */
export async function cutPower(seed: number, cuts: number, say: Say): Promise<Count> {
  const missing = powerCutsMissing()
  if (missing !== null) return skipped(missing, say)
  const bench = await createPowerBench()
  const count: Count = { passed: 0, failed: 0 }
  let lostByNormal = 0
  try {
    for (let cut = 0; cut < cuts; cut++) {
      const { lost, damage } = await bench.cut('full', seededRandom(seed + cut))
      if (lost.length + damage.length === 0) count.passed++
      else count.failed++
      if (lost.length + damage.length > 0)
        say(`FAILED power cut ${seed + cut}: ${JSON.stringify({ lost, damage })}`)
      const control = await bench.cut('normal', seededRandom(seed + cut))
      if (control.lost.length > 0) lostByNormal++
    }
  } finally {
    await bench.close()
  }
  say(
    `${lostByNormal > 0 ? 'ok    ' : 'FAILED'} bug synchronous_normal: lost work in ${lostByNormal} of ${cuts} power cuts`,
  )
  return lostByNormal > 0 ? { ...count, passed: count.passed + 1 } : { ...count, failed: count.failed + 1 }
}

/** D12. */
export async function liveLives(first: number, count: number, say: Say): Promise<Count> {
  const { passed, failures } = await simulate({ first, count }, (lived) => {
    if (lived % 10_000 === 0) say(`${lived} lives`)
  })
  for (const { seed, report } of failures) say(`FAILED life ${seed}: ${report}`)
  return { passed, failed: failures.length }
}

function skipped(why: string, say: Say): Count {
  say(`skipped: ${why}`)
  return { passed: 0, failed: 0 }
}

/** Faults of phones at random: every item ends rightly, nothing is left behind, healthy phones do not notice. */
export async function makePhonesSick(
  soak: { seed: number; phones: number; minutes: number },
  say: Say,
): Promise<Count> {
  const { faults, processes, throughput, violations } = await soakPhones({ ...soak, say })
  for (const violation of violations) say(`FAILED ${violation}`)
  say(
    `${faults} faults, ${processes} processes; healthy phones did ${throughput.toFixed(2)} of what they do in calm`,
  )
  return { passed: faults, failed: violations.length }
}

/** H7: requests whose bytes zzuf has mutilated; the daemon must not fall and go on answering. */
export async function mutilateBytes(seed: number, requests: number, say: Say): Promise<Count> {
  const missing = zzufMissing()
  if (missing !== null) return skipped(missing, say)
  const { sent, answered, crashes } = await sendMutilated({ requests, seed }, say)
  for (const crash of crashes) say(`FAILED ${crash}`)
  say(`mutilated bytes: ${sent} requests, ${answered} answered, ${crashes.length} crashes (--seed ${seed})`)
  return { passed: sent, failed: crashes.length }
}

/** H7: requests made from our own description, so many to each route: the tests of scripts/test, with another seed and more of them. */
export async function fuzzRoutes(seed: number, requests: number, say: Say): Promise<Count> {
  const tests = ['reading', 'writing'].map((which) =>
    fileURLToPath(new URL(`../fuzz/${which}-routes.test.js`, import.meta.url)),
  )
  const env = { ...process.env, FUZZ_REQUESTS: String(requests), FUZZ_SEED: String(seed) }
  const child = spawn(process.execPath, ['--enable-source-maps', '--test', ...tests], { env })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()))
  await once(child, 'close')
  const [passed, failed] = [/^ {4}ok /gm, /^ {4}not ok /gm].map((ending) => told.match(ending)?.length ?? 0)
  if (failed !== 0 || passed === 0) say(told)
  say(`fuzz: ${requests} requests to each of ${passed} routes, ${failed} failed (--seed ${seed})`)
  return { passed: passed ?? 0, failed: (failed ?? 0) + (passed === 0 ? 1 : 0) }
}
