import { pino } from 'pino'
import { loadConfig } from '../../config.ts'
import { systemClock } from '../../domain/clock.ts'
import type { OpenJudge } from '../../domain/judge.ts'
import { systemRandom } from '../../domain/random.ts'
import { createEmbeddedJudge } from '../../judging/embedded-judge.ts'
import { createJudges } from '../../judging/judges.ts'
import { createPassingMemory } from '../../judging/model/model-memory.ts'
import { BadUsage } from '../bad-usage.ts'

export type JudgeKind = 'embedded' | 'model'

/** A judge beside the daemon: it knows nothing of what the daemon's has spent or remembers. */
export interface ChosenJudge {
  openJudge: OpenJudge
  /** To be awaited when nothing is asked any more. */
  stop: () => Promise<void>
}

/** @throws BadUsage when the model is wanted and none is set */
export function chooseJudge(kind: JudgeKind): ChosenJudge {
  const embedded = createEmbeddedJudge()
  if (kind === 'embedded') return { openJudge: () => embedded, stop: () => Promise.resolve() }
  const settings = loadConfig(process.env).config.judge
  if (settings === null) throw new BadUsage('there is no model: PHONEFARM_JUDGE_URL is not set')
  const judges = createJudges({
    embedded,
    settings,
    memory: createPassingMemory(),
    clock: systemClock,
    random: systemRandom,
    // What goes wrong stands in each decision as the reason of its fallback.
    log: pino({ level: 'silent' }),
  })
  return { openJudge: judges.openJudge, stop: judges.stop }
}
