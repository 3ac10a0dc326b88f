import { NO_COST, type Judge, type JudgeContext } from '../domain/judge.ts'
import { evidenceOf, readCaption } from './evidence.ts'
import type { Language } from './languages.ts'
import { createContractCheck } from './output-contract.ts'
import { score } from './score.ts'
import { termsOf, type Terms } from './terms.ts'

/**
 * A judge without network or model: compares the words of a video with those of keyword, interests and task prompt. The same video in the
 * same context is always judged the same.
 */
export function createEmbeddedJudge(): Judge {
  const checkContract = createContractCheck()
  /** A run judges all its videos in one context. */
  const known = new WeakMap<JudgeContext, Map<Language | undefined, Terms>>()

  function termsFor(context: JudgeContext, language: Language | undefined): Terms {
    const byLanguage = known.get(context) ?? new Map<Language | undefined, Terms>()
    const terms = byLanguage.get(language) ?? termsOf(context, language)
    byLanguage.set(language, terms)
    known.set(context, byLanguage)
    return terms
  }

  return {
    kind: 'embedded',
    async judge(item, context, signal) {
      signal.throwIfAborted()
      const caption = readCaption(item)
      const terms = termsFor(context, caption.language)
      const verdict = score(terms, evidenceOf(item, caption, terms.isKnown))
      if (context.prompt) checkContract(context.prompt, verdict)
      return Promise.resolve({ ...verdict, judge: 'embedded', fallback: null, cost: NO_COST })
    },
  }
}
