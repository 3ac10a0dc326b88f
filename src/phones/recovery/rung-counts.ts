import type { Metric } from '../../domain/metrics.ts'
import { RECOVERY_RUNGS } from '../../domain/recovery.ts'
import { RUNG_OUTCOMES, type LadderRung, type RungOutcome } from '../../domain/recovery-plan.ts'

/** What rungs have come to since the daemon was started. */
export interface RungCounts {
  record: (rung: LadderRung, outcome: RungOutcome) => void
  metrics: () => Metric[]
}

export function createRungCounts(): RungCounts {
  const counts = new Map<string, number>()
  return {
    record(rung, outcome) {
      const key = `${rung} ${outcome}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    },
    metrics: () => [
      {
        name: 'phonefarm_recovery_rungs_total',
        help: 'Rungs of the recovery ladder that were tried on phones, by how they ended.',
        type: 'counter',
        samples: RECOVERY_RUNGS.filter((rung) => rung !== 'none' && rung !== 'quarantine').flatMap((rung) =>
          RUNG_OUTCOMES.filter((outcome) => outcome !== 'interrupted').map((outcome) => ({
            labels: { rung, outcome },
            value: counts.get(`${rung} ${outcome}`) ?? 0,
          })),
        ),
      },
    ],
  }
}
