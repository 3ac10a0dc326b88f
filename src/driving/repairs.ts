import type { Logger } from 'pino'
import type { LocatorJournal } from './locator-journal.ts'
import type { Pack } from './pack.ts'
import { proposeRepairs, type Memory, type Proposal } from './propose-repair.ts'
import type { Sight } from './recognize.ts'
import type { SightRecorder } from './unknown-window.ts'
import { RUN_LIMITS } from './run-limits.ts'
import type { Expected } from './stage.ts'

/** Writes into the evidence how the pack could be mended; does nothing else with it. */
export interface Repairs {
  /** For what was expected on this sight and never came. Never throws. */
  propose: (expected: Expected, sight: Sight) => Promise<void>
}

export interface RepairsDeps {
  pack: Pack
  journal: Pick<LocatorJournal, 'traceOf'>
  /** What earlier runs and recorded screens know of the pack's elements. */
  recall: Recall
  evidence: Pick<SightRecorder, 'keep'>
  log: Pick<Logger, 'warn'>
}

export type Recall = (pack: Pack) => Promise<Memory>

export function createRepairs({ pack, journal, recall, evidence, log }: RepairsDeps): Repairs {
  const told = new Set<string>()

  async function keep(proposal: Proposal): Promise<void> {
    if (told.has(proposal.lost) || told.size >= RUN_LIMITS.proposals) return
    told.add(proposal.lost)
    const { lost, element, screen, node } = proposal
    const detail = { moment: 'proposal', lost, element, screen, score: node.score, pack_hash: pack.hash }
    log.warn(detail, 'the pack could be mended')
    await evidence.keep({ kind: 'proposal', detail, content: JSON.stringify(proposal, null, 2) })
  }

  return {
    async propose({ elements = [], screens = [] }, { screen, is }) {
      // A screen that is recognized has nothing about its marks that could be mended.
      const lostScreens = is.kind === 'unknown' ? screens : []
      try {
        const memory = await recall(pack)
        const traceOf = (element: string) => journal.traceOf(element) ?? memory.traceOf(element)
        const lost = { elements, screens: lostScreens }
        for (const proposal of proposeRepairs(pack, screen, lost, { traceOf })) await keep(proposal)
      } catch (error) {
        // The run is about to fail for another reason, and that one must be told.
        log.warn({ err: error }, 'no repair could be proposed')
      }
    },
  }
}
