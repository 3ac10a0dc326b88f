import type { Verdict } from '../domain/judge.ts'
import type { Evidence } from './evidence.ts'
import type { Source, Term, Terms } from './terms.ts'

/** How much a fully fitting term of each source says for a video. */
const WEIGHT = { keyword: 0.8, prompt: 0.8, interest: 0.7 } as const satisfies Record<Source, number>

/** Least score of the best term for a video that is worth watching: two thirds of an interest of three words. */
const WATCH_FROM = 0.3

/** Part of a term to skip that must be there: all of it, or two thirds of a long one. */
const SKIP_FROM = { short: 0.99, long: 0.66, longFrom: 3 } as const

/** With nothing asked for there is nothing to tell videos apart by. */
const NO_WISH: Verdict = {
  decision: 'watch',
  confidence: 0.5,
  relevance: 0.5,
  reason: 'nothing particular is wanted, and nothing speaks against it',
}

interface Fit {
  term: Term
  /** 0..1, what the term says for the video. */
  score: number
}

/** Weighs what a video says against what is wanted. */
export function score(terms: Terms, evidence: Evidence): Verdict {
  const unwanted = terms.skip.find((term) => coverage(term, evidence) >= skipFrom(term))
  if (unwanted) {
    return {
      decision: 'skip',
      confidence: 0.9,
      relevance: 0,
      reason: `is to be skipped: ${quote([unwanted])}`,
    }
  }
  if (terms.watch.length === 0) return NO_WISH
  const fits = terms.watch.map((term) => fitOf(term, evidence)).filter((fit) => fit.score > 0)
  const deciding = terms.strict ? fits.filter(({ term }) => term.source === 'prompt') : fits
  const best = Math.max(0, ...deciding.map((fit) => fit.score))
  if (best < WATCH_FROM) {
    return {
      decision: 'skip',
      confidence: hundredths(0.9 - best),
      relevance: hundredths(best),
      reason: missing(terms),
    }
  }
  const relevance = 1 - fits.reduce((rest, fit) => rest * (1 - fit.score), 1)
  const strong = fits.filter((fit) => fit.score >= WATCH_FROM).toSorted((a, b) => b.score - a.score)
  return {
    decision: 'watch',
    confidence: hundredths(0.5 + relevance / 2),
    relevance: hundredths(relevance),
    reason: `fits ${quote(strong.map(({ term }) => term))}`,
  }
}

/** Half of a term is less than half of its meaning: "healthy" alone is no "healthy recipes". */
function fitOf(term: Term, evidence: Evidence): Fit {
  return { term, score: WEIGHT[term.source] * coverage(term, evidence) ** 2 }
}

/** 0..1, how much of the term's words the video has. */
function coverage({ words }: Term, evidence: Evidence): number {
  const found = words.reduce((sum, { forms, weight }) => sum + weight * strongest(forms, evidence), 0)
  return found / words.reduce((sum, { weight }) => sum + weight, 0)
}

function strongest(forms: ReadonlySet<string>, evidence: Evidence): number {
  let most = 0
  for (const form of forms) most = Math.max(most, evidence.get(form) ?? 0)
  return most
}

function skipFrom({ words }: Term): number {
  return words.length >= SKIP_FROM.longFrom ? SKIP_FROM.long : SKIP_FROM.short
}

/** Terms that a reason names; more would hide the first ones. */
const NAMED = 3

function quote(terms: readonly Term[]): string {
  return terms
    .slice(0, NAMED)
    .map(({ source, label }) => `${source} "${Array.from(label).slice(0, 60).join('')}"`)
    .join(', ')
}

function missing({ watch, strict }: Terms): string {
  const wanted = strict ? watch.filter(({ source }) => source === 'prompt') : watch
  return `fits nothing that is wanted: ${quote(wanted)}`
}

function hundredths(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100) / 100
}
