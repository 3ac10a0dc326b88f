import type { Judge } from '../../../src/domain/judge.ts'
import type { LabelledCaption } from './labelled-captions.ts'

/** How often a judge is right; "positive" is a video that is worth watching. */
export interface Quality {
  captions: number
  /** 0..1, of what it watches, how much a person would. 1 when it watches nothing. */
  precision: number
  /** 0..1, of what a person would watch, how much it does. 1 when there is nothing. */
  recall: number
}

/** A caption, and what the judge made of it. */
export interface Judged {
  labelled: LabelledCaption
  decision: 'watch' | 'skip'
  reason: string
}

/** Lets the judge decide about all captions. */
export async function judgeAll(judge: Judge, captions: readonly LabelledCaption[]): Promise<Judged[]> {
  const { signal } = new AbortController()
  const judged: Judged[] = []
  for (const labelled of captions) {
    const { decision, reason } = await judge.judge(labelled.item, labelled.context, signal)
    judged.push({ labelled, decision, reason })
  }
  return judged
}

export function qualityOf(judged: readonly Judged[]): Quality {
  const right = judged.filter(({ labelled, decision }) => decision === 'watch' && labelled.label === 'watch')
  const watched = judged.filter(({ decision }) => decision === 'watch').length
  const wanted = judged.filter(({ labelled }) => labelled.label === 'watch').length
  return {
    captions: judged.length,
    precision: watched === 0 ? 1 : right.length / watched,
    recall: wanted === 0 ? 1 : right.length / wanted,
  }
}
