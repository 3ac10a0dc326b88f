import { NO_COST, type Judge, type JudgeContext } from '../domain/judge.ts'
import { evidenceOf, readCaption } from './evidence.ts'
import type { Language } from './languages.ts'
import { createLexicon } from './lexicon/lexicon.ts'
import { createContractCheck } from './output-contract.ts'
import { score } from './score.ts'
import { parseTaskPrompt, type Wishes } from './task-prompt.ts'
import { termsOf, type Terms } from './terms.ts'
import { createMemory, type Reader } from './tokens.ts'

/** What a context means for videos of one language. */
interface Prepared {
  terms: Terms
  reader: Reader
}

/** What a context means: what its prompt wishes, and what that comes to for videos of each language. */
interface Known {
  wishes: Wishes | null
  byLanguage: Map<Language | undefined, Prepared>
}

/**
 * A judge without network or model: compares the words of a video with those of keyword, interests and task prompt. The same video in the
 * same context is always judged the same.
 */
export function createEmbeddedJudge(): Judge {
  const lexicon = createLexicon()
  const checkContract = createContractCheck()
  /** A run judges all its videos in one context. */
  const known = new WeakMap<JudgeContext, Known>()

  function preparedFor(context: JudgeContext, language: Language | undefined): Prepared {
    const { wishes, byLanguage } = known.get(context) ?? meet(context)
    const prepared = byLanguage.get(language)
    if (prepared) return prepared
    const terms = termsOf(context, wishes, language, lexicon)
    const made = { terms, reader: { ...terms, lexicon, memory: createMemory() } }
    byLanguage.set(language, made)
    return made
  }

  function meet(context: JudgeContext): Known {
    const { prompt } = context
    const met = { wishes: prompt && parseTaskPrompt(prompt.task_prompt), byLanguage: new Map() }
    known.set(context, met)
    return met
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
