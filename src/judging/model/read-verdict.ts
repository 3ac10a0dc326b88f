import type { PromptObject, Verdict } from '../../domain/judge.ts'
import { createFaultFinder, type ContractFault } from '../../domain/prompt-check.ts'
import { createWithinTime } from '../within-time.ts'
import { answerObject, UnusableAnswer, type JsonObject } from './answer-object.ts'
import { ModelAway } from './model-away.ts'

type Contract = PromptObject['output_contract']
type FaultsOf = (answer: JsonObject) => readonly ContractFault[]

/**
 * The verdict in what a model wrote, proven to satisfy the contract; nothing else of the answer is kept.
 * @throws UnusableAnswer that says what is wrong with it
 * @throws ModelAway 'prompt' when no answer could satisfy the contract, or it takes too long to find out
 */
export type ReadVerdict = (text: string, contract: Contract) => Verdict

/** Enough for any contract that means well, which takes microseconds, on a host that is busy. */
const CHECK_MS = 250

const REASON_MAX = 1_000

/** Of what ajv says about an answer. */
const WORDS_MAX = 500

/** How sure a model is that does not say so. */
const UNSAID_CONFIDENCE = 0.5

/** Makes a reader that compiles each contract once, for as long as it is in use. */
export function createReadVerdict(): ReadVerdict {
  const compile = createFaultFinder()
  const withinTime = createWithinTime(CHECK_MS)
  const compiled = new WeakMap<Contract, FaultsOf>()

  function faultsBy(contract: Contract): FaultsOf {
    const known = compiled.get(contract)
    if (known) return known
    const faultsOf = compile(contract)
    compiled.set(contract, faultsOf)
    return faultsOf
  }

  function faults(contract: Contract, answer: JsonObject): readonly ContractFault[] {
    try {
      const faultsOf = faultsBy(contract)
      return withinTime(() => faultsOf(answer))
    } catch (error) {
      throw new ModelAway('prompt', 'its output_contract cannot be checked', { cause: error })
    }
  }

  return (text, contract) => {
    const answer = answerObject(text)
    const wrong = faults(contract, answer)
    const accepted = wrong.length === 0 ? answer : withoutExtras(answer, wrong)
    const rest = accepted === answer ? wrong : faults(contract, accepted)
    if (rest.length > 0) throw new UnusableAnswer(`the answer does not fit the JSON Schema: ${wordsOf(rest)}`)
    return verdictOf(accepted)
  }
}

/** What a model adds to a contract that is closed does no harm, and is dropped. */
function withoutExtras(answer: JsonObject, wrong: readonly ContractFault[]): JsonObject {
  const extras = wrong.flatMap(({ instancePath, params }) => {
    const name: unknown = params.additionalProperty ?? params.unevaluatedProperty
    return instancePath === '' && typeof name === 'string' ? [name] : []
  })
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !extras.includes(name)))
}

/** @throws UnusableAnswer when it decides neither: contracts may allow more words than we act on */
function verdictOf({ decision, confidence, relevance, reason }: JsonObject): Verdict {
  if (decision !== 'watch' && decision !== 'skip')
    throw new UnusableAnswer('"decision" of the answer is neither "watch" nor "skip"')
  const sure = portion(confidence) ?? UNSAID_CONFIDENCE
  return {
    decision,
    confidence: sure,
    relevance: portion(relevance) ?? (decision === 'watch' ? sure : 0),
    reason: typeof reason === 'string' ? readable(reason) : 'the model gave no reason',
  }
}

/** Models that are sure say 1.2 as well. */
function portion(value: unknown): number | null {
  return typeof value === 'number' ? Math.min(1, Math.max(0, value)) : null
}

/** One line without control characters or halves of characters. */
function readable(text: string): string {
  return text
    .slice(0, REASON_MAX)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim()
}

function wordsOf(wrong: readonly ContractFault[]): string {
  const words = wrong.map(({ instancePath, message = 'is wrong' }) => `${instancePath || 'it'} ${message}`)
  return readable(words.join('; ').slice(0, WORDS_MAX))
}
