import { NO_COST, type Judge, type JudgeContext } from '../domain/judge.ts'
import { evidenceOf, readCaption } from './evidence.ts'
import type { Language } from './languages.ts'
import { createLexicon } from './lexicon/lexicon.ts'
import { createContractCheck } from './output-contract.ts'
import { score } from './score.ts'
import { termsOf, type Terms } from './terms.ts'
import { createMemory, type Reader } from './tokens.ts'

/** What a context means for videos of one language. */
interface Prepared {
  terms: Terms
  reader: Reader
}

/**
 * A judge without network or model: compares the words of a video with those of keyword, interests and task prompt. The same video in the
 * same context is always judged the same.
 */
export function createEmbeddedJudge(): Judge {
  const lexicon = createLexicon()
  const checkContract = createContractCheck()
  /** A run judges all its videos in one context. */
  const known = new WeakMap<JudgeContext, Map<Language | undefined, Prepared>>()

  function preparedFor(context: JudgeContext, language: Language | undefined): Prepared {
    const byLanguage = known.get(context) ?? new Map<Language | undefined, Prepared>()
    const prepared = byLanguage.get(language) ?? prepare(context, language)
    byLanguage.set(language, prepared)
    known.set(context, byLanguage)
    return prepared
  }

  function prepare(context: JudgeContext, language: Language | undefined): Prepared {
    const terms = termsOf(context, language, lexicon)
    return { terms, reader: { ...terms, lexicon, memory: createMemory() } }
  }

  return {
    kind: 'embedded',
    async judge(item, context, signal) {
      signal.throwIfAborted()
      const caption = readCaption(item)
      const { terms, reader } = preparedFor(context, caption.language)
      const verdict = score(terms, evidenceOf(item, caption, reader), lexicon)
      if (context.prompt) checkContract(context.prompt, verdict)
      return Promise.resolve({ ...verdict, judge: 'embedded', fallback: null, cost: NO_COST })
    },
  }
}
