import { RunError } from '../domain/errors.ts'
import type { PromptObject, Verdict } from '../domain/judge.ts'
import { createContractCompiler } from '../domain/prompt-check.ts'

/** Proves that a judgement fits the contract of the caller's prompt. @throws RunError 'reasoner' */
export type ContractCheck = (prompt: PromptObject, verdict: Verdict) => void

/** Makes a check that compiles each contract once, for as long as its prompt is in use. */
export function createContractCheck(): ContractCheck {
  const compile = createContractCompiler()
  const compiled = new WeakMap<PromptObject, (instance: unknown) => unknown>()

  function validatorOf(prompt: PromptObject): (instance: unknown) => unknown {
    const known = compiled.get(prompt)
    if (known) return known
    const validator = tryToCompile(prompt)
    compiled.set(prompt, validator)
    return validator
  }

  function tryToCompile(prompt: PromptObject): (instance: unknown) => unknown {
    try {
      return compile(prompt.output_contract)
    } catch (error) {
      throw new RunError(
        'reasoner',
        `the output_contract of ${nameOf(prompt)} is no JSON Schema: ${String(error)}`,
        {
          cause: error,
        },
      )
    }
  }

  return (prompt, { decision, confidence, reason }) => {
    const accepts = validatorOf(prompt)
    const whole = { decision, confidence, reason }
    if (accepts(whole) === true) return
    // `reason` and `confidence` are understood, not demanded: a contract may know neither.
    const parts = [{ decision, reason }, { decision, confidence }, { decision }]
    if (parts.some((part) => accepts(part) === true)) return
    throw new RunError(
      'reasoner',
      `the judge's answer does not fit the output_contract of ${nameOf(prompt)}: ${JSON.stringify(whole)}`,
    )
  }
}

function nameOf({ prompt_id, version }: PromptObject): string {
  return `prompt ${prompt_id} version ${version}`
}
