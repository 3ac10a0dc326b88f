import type { ItemResult } from './domain/action.ts'
import type { EvidenceRecorder } from './domain/evidence.ts'
import type { LocatorJournal } from './driving/locator-journal.ts'
import type { Pack } from './driving/pack.ts'

/**
 * Does the work and tells which elements only later candidates found meanwhile: in the evidence, however the work ends, and in its result.
 * @returns the result, with `drift` when there was any
 */
export async function driftTold(
  {
    journal,
    evidence,
    pack,
  }: { journal: LocatorJournal; evidence: Pick<EvidenceRecorder, 'keep'>; pack: Pack },
  work: () => Promise<ItemResult>,
): Promise<ItemResult> {
  try {
    const result = await work()
    const drift = journal.drift()
    return drift.length === 0 ? result : { ...result, drift }
  } finally {
    const drift = journal.drift()
    if (drift.length > 0) {
      const detail = { moment: 'drift', pack_hash: pack.hash, elements: drift.length }
      await evidence.keep({ kind: 'drift', detail, content: JSON.stringify(drift, null, 2) })
    }
  }
}
