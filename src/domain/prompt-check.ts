import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { referenceFault } from './contract-references.ts'
import { FarmError, type Problem } from './errors.ts'
import type { PromptObject } from './judge.ts'
import { linearPattern, patternFault } from './linear-pattern.ts'
import { sampleOf } from './schema-sample.ts'
import type { KeywordWarmupInputs } from './warmup-inputs.ts'

/** @param at JSON pointer of the prompt. @throws FarmError 'invalid_output_contract' */
export type PromptCheck = (prompt: PromptObject, at: string) => void

// Unknown keywords and formats are for others to read; a contract may be looser than our own schemas.
const OPTIONS: Options = {
  strict: false,
  validateFormats: false,
  logger: false,
  // Not only to know them all: without this ajv nests one property's check in the other's, and a few hundred overflow its stack.
  allErrors: true,
  // Written into every place that refers to it, one long part of a few kilobytes would become a hundred megabytes of code.
  inlineRefs: false,
  code: { optimize: false, regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
}

/** The meta-schemas cost tens of milliseconds and have been looked at before. */
const COMPILE_OPTIONS: Options = { ...OPTIONS, meta: false, validateSchema: false }

/** A contract is part of a prompt, whose texts have the same limit (source: contract, question 19). */
const CONTRACT_MAX = 65_536

/** Contracts looked at last; callers send the same few over and over, and compiling one costs milliseconds. */
const REMEMBERED = 100

/** Written in place of a decision to see whether a contract says anything about it. */
const NO_DECISION = ['phonefarm: no decision']

/** Members of `anyOf` and `oneOf` that samples are made for. */
const ALTERNATIVES = [0, 1, 2, 3]

/** Runs synchronous work and throws when that takes too long. */
export type Bound = <T>(work: () => T) => T

/**
 * Makes the check of judge prompts: the contract must be a JSON Schema with instances that decide `watch` and `skip`.
 * @param within ends the look at a contract that takes too long: nothing in ajv counts, and `uniqueItems` alone can take minutes. Whoever checks
 * strangers' prompts has to give it.
 */
export function createPromptCheck(within: Bound = (work) => work()): PromptCheck {
  const remembered = new Map<string, Problem | null>()
  const compile = createCompiler()

  /** @returns what is wrong with a contract and where in it, null when it is fine */
  function look(contract: Contract): Problem | null {
    const text = JSON.stringify(contract)
    const known = remembered.get(text)
    if (known !== undefined) return known
    if (text.length > CONTRACT_MAX)
      return { path: '', message: `must have at most ${CONTRACT_MAX} characters` }
    let verdict: Problem | null
    try {
      verdict = within(() => {
        return referenceFault(contract) ?? patternFault(contract, '') ?? faultOf(contract, compile)
      })
    } catch {
      // Its time or the stack was used up. Not remembered: the host may have been busy.
      return { path: '', message: 'is too much to check' }
    }
    const [oldest] = remembered.keys()
    if (remembered.size >= REMEMBERED && oldest !== undefined) remembered.delete(oldest)
    remembered.set(text, verdict)
    return verdict
  }

  return ({ output_contract }, at) => {
    const fault = look(output_contract)
    if (fault === null) return
    const { message } = fault
    const path = `${at}/output_contract${fault.path}`
    throw new FarmError('invalid_output_contract', `${path} ${message}`, { problems: [{ path, message }] })
  }
}

type Contract = PromptObject['output_contract']
type Compile = (contract: Contract) => ValidateFunction

const DIALECTS = { 'draft-06': Ajv, 'draft-07': Ajv, '2019-09': Ajv2019, '2020-12': Ajv2020 } as const

/** What of an instance does not fit a contract, in ajv's words. */
export type ContractFault = Pick<ErrorObject, 'instancePath' | 'message' | 'params'>

/** What an answer makes endless in a contract: a reference that comes back to itself. */
const ENDLESS: ContractFault = { instancePath: '', message: 'has no end by this schema', params: {} }

/**
 * Compiles contracts that have passed the check. What an answer makes endless in one (a reference that comes back to itself) does not fit it.
 * @throws Error when the contract is no JSON Schema
 */
export function createContractCompiler(): (contract: Contract) => (instance: unknown) => boolean {
  const faultsBy = createFaultFinder()
  return (contract) => {
    const faultsOf = faultsBy(contract)
    return (instance) => faultsOf(instance).length === 0
  }
}

/** The same, telling what does not fit; nothing when all does. @throws Error when the contract is no JSON Schema */
export function createFaultFinder(): (contract: Contract) => (instance: unknown) => readonly ContractFault[] {
  const compile = createCompiler()
  return (contract) => {
    const accepts = compile(contract)
    return (instance) => {
      try {
        return accepts(instance) ? [] : (accepts.errors ?? [ENDLESS])
      } catch {
        return [ENDLESS] // the stack was used up; nothing else is thrown by a compiled schema
      }
    }
  }
}

/** Compiles with the dialect that the contract names, 2020-12 unless it says otherwise. */
function createCompiler(): Compile {
  const metaSchemas = new Map<string, Ajv | Ajv2019 | Ajv2020>()
  return ({ $schema = 'https://json-schema.org/draft/2020-12/schema', ...contract }) => {
    const dialect = dialectOf($schema)
    const meta = metaSchemas.get(dialect) ?? new DIALECTS[dialect](OPTIONS)
    metaSchemas.set(dialect, meta)
    if (meta.validateSchema(contract) !== true) throw new Error(meta.errorsText())
    // One of its own for every contract: ajv remembers each $id that it meets, so that strangers could get in each other's way.
    return new DIALECTS[dialect](COMPILE_OPTIONS).compile(contract)
  }
}

/** People write the address of a dialect with http or https, with a # at its end or without. */
function dialectOf($schema: unknown): keyof typeof DIALECTS {
  const names = ['draft-06', 'draft-07', '2019-09', '2020-12'] as const
  const [, name] = /^https?:\/\/json-schema\.org\/(?:draft\/)?([^/]+)\/schema#?$/.exec(String($schema)) ?? []
  const dialect = names.find((known) => known === name)
  if (dialect) return dialect
  throw new Error(`its $schema ${String($schema)} is none of ${names.join(', ')}`)
}

function faultOf(contract: Contract, compile: Compile): Problem | null {
  const message = whyUnusable(contract, compile)
  return message === null ? null : { path: '', message }
}

function whyUnusable(contract: Contract, compile: Compile): string | null {
  // An asynchronous schema would answer with a promise that nobody awaits (source: ajv.js.org/guide/async-validation.html).
  if ('$async' in contract) return 'must not be asynchronous'
  try {
    const accepts = compile(contract)
    const samples = [{}, ...ALTERNATIVES.map((alternative) => sampleOf(contract, alternative))]
    const provenTo = (decision: unknown) => samples.some((sample) => accepts({ ...sample, decision }))
    const isProven = ['watch', 'skip'].every(provenTo)
    // Samples cannot meet every demand on other fields (patterns, conditions): then it counts what is said about the decision itself.
    const decided = isProven
      ? provenTo
      : (decision: unknown) => samples.some((sample) => !forbids(accepts, { ...sample, decision }))
    const missing = ['watch', 'skip'].filter((decision) => !decided(decision))
    if (missing.length > 0)
      return `must allow "decision" to be ${missing.map((word) => `"${word}"`).join(' and ')}`
    return decided(NO_DECISION) ? 'must describe an object with "decision"' : null
  } catch (error) {
    // Whatever a stranger's schema does to the compiler (unknown references, endless recursion, bad patterns), it is not usable.
    return `must be a JSON Schema: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Keywords whose failing at the root tells of other fields than the decision. */
const OF_OTHER_FIELDS = [
  'required',
  'minProperties',
  'if',
  'anyOf',
  'oneOf',
  'dependentRequired',
  'dependencies',
]

/** True when the contract refuses an answer for its decision, or for being an object at all. */
function forbids(accepts: ValidateFunction, answer: object): boolean {
  accepts(answer)
  return (accepts.errors ?? []).some(isOfDecision)
}

function isOfDecision({ instancePath, keyword }: ErrorObject): boolean {
  if (instancePath === '') return !OF_OTHER_FIELDS.includes(keyword)
  return /^\/decision(\/|$)/.test(instancePath)
}

/** @throws FarmError 'needs_comment_plan' unless the plan's keys are exactly the keywords */
export function checkCommentPlan({ keywords, comment_plan }: KeywordWarmupInputs): void {
  if (!comment_plan) return
  const keys = Object.keys(comment_plan)
  if (keys.length === keywords.length && keywords.every((keyword) => keys.includes(keyword))) return
  const message = 'must have exactly the keywords as its keys'
  throw new FarmError('needs_comment_plan', `/inputs/comment_plan ${message}`, {
    detail: 'comment_plan_keys_must_match_keywords',
    problems: [{ path: '/inputs/comment_plan', message }],
  })
}
