import { runChaos } from './run-chaos.ts'
import { SEEDED_BUGS, type BugName } from './seeded-bugs.ts'
import { removeRunFolder } from './place.ts'

export interface BugHunt {
  bug: BugName
  /** The first violation that shows it; null when it was not found. */
  shown: string | null
  /** Kills until then, to the end of the round that showed it. */
  kills: number
}

export interface HuntOptions {
  seed: number
  /** Kills a round; after each the history is judged. */
  round: number
  mostKills: number
}

/** The bugs leave processes that never end; a minute for each of them would be long. */
const QUIET_MS = 30_000

/** Runs the daemon with a seeded bug until the checker has found it. */
export async function huntBug(bug: BugName, { seed, round, mostKills }: HuntOptions): Promise<BugHunt> {
  const shownBy: readonly string[] = SEEDED_BUGS[bug].shownBy
  for (let kills = 0; kills < mostKills;) {
    const report = await runChaos({
      seed: seed + kills,
      kills: Math.min(round, mostKills - kills),
      direct: true,
      bug,
      quietMs: QUIET_MS,
      say: () => undefined,
    })
    await removeRunFolder(report.folder)
    kills += report.kills
    const shown = report.verdicts.find(
      ({ check, violations }) => violations.length > 0 && shownBy.includes(check),
    )
    if (shown) return { bug, shown: `${shown.check}: ${shown.violations[0]}`, kills }
  }
  return { bug, shown: null, kills: mostKills }
}
