import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { between, seededRandom } from '../../src/domain/random.ts'
import { playDay, type Played } from './failpoint-life.ts'
import { WORKING_DAY } from './failpoint-work.ts'
import { listFailpoints, type ArmedFailpoint, type FailpointName } from './failpoints.ts'

/** One day that went wrong. */
export interface SweepFailure {
  /** What to give `playDay` to see it again. */
  seed: number
  point: ArmedFailpoint | null
  violations: readonly string[]
}

export interface Sweep {
  /** Days that kept every promise. */
  passed: number
  failures: SweepFailure[]
  /** Points that no life reached and that nobody else is known to reach: nothing is known about them. */
  unreached: FailpointName[]
}

export interface SweepOptions {
  seeds: readonly number[]
  /** Only these points; every one without it. */
  only?: (name: FailpointName) => boolean
  onDay?: (name: FailpointName, day: Played) => void
}

/** What the played day never comes to, and where else it is killed. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  put_key: 'one transaction, of which nothing else depends: test/processes/keys.test.ts',
  rotate_key: 'one transaction, of which nothing else depends: test/processes/keys.test.ts',
  revoke_key: 'one transaction, of which nothing else depends: test/processes/keys.test.ts',
  key_used: 'a day that is lost hurts nobody: test/http/key-ring.test.ts',
  end_broken: 'only a bug in another change leads there: test/scheduler/broken-changes.test.ts',
  park_item: 'only bugs in two other changes lead there: test/scheduler/broken-changes.test.ts',
  record_samples:
    'a gap in a history hurts nobody, each row is one transaction: test/phones/care/care.test.ts',
  remember_setup: 'played phones have no settings: test/phones/care/setups.test.ts',
  setup_restored: 'played phones have no settings: test/phones/care/setups.test.ts',
  keep_model_answer:
    'played days have the embedded judge, and what is lost is asked again: test/daemon-judges.test.ts',
  readmit_phone:
    'no phone of a day is beyond help, and it is one transaction: test/phones/recovery/recovery.test.ts',
  prune: 'no process of a day is old enough, and each slice is one transaction: test/upkeep/pruning.test.ts',
}

/**
 * Kills the played daemon at every failpoint, once per seed, and a second time while it recovers. The first seed dies at the first passing
 * of a point, the others at any.
 */
export async function sweepFailpoints({ seeds, only = () => true, onDay }: SweepOptions): Promise<Sweep> {
  const directory = await mkdtemp(join(memoryDirectory(), 'phonefarm-sweep-'))
  const sweep: Sweep = { passed: 0, failures: [], unreached: [] }
  let days = 0

  async function play(seed: number, point: ArmedFailpoint | null): Promise<Played> {
    const day = await playDay({ day: WORKING_DAY, seed, point, file: join(directory, `day-${++days}.db`) })
    const missed = point !== null && !day.died.includes(point.name) ? [`${point.name} did not kill`] : []
    const violations = [...day.violations, ...missed]
    if (violations.length === 0) sweep.passed += 1
    else sweep.failures.push({ seed, point, violations })
    return day
  }

  try {
    const reachedBySomeone = new Set<FailpointName>()
    for (const [index, seed] of seeds.entries()) {
      const { reached } = await play(seed, null)
      const random = seededRandom(seed)
      for (const { name } of listFailpoints().filter((listed) => only(listed.name))) {
        const most = reached.get(name) ?? 0
        if (most === 0) continue
        reachedBySomeone.add(name)
        const nth = index === 0 ? 1 : between(random, 1, most)
        const day = await play(seed, { name, phoneId: null, nth, action: 'kill' })
        onDay?.(name, day)
      }
    }
    const names = listFailpoints().map(({ name }) => name)
    sweep.unreached = names.filter(
      (name) => only(name) && !reachedBySomeone.has(name) && !((name.split(':')[0] ?? '') in ELSEWHERE),
    )
    return sweep
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Death is only played here, so the files need no disk: what a real disk keeps is proven by kills and power cuts. */
function memoryDirectory(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}
