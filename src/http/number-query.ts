import Type, { type TInteger } from 'typebox'
import { invalid } from '../domain/check.ts'
import type { Problem } from '../domain/errors.ts'
import { pointerStep } from '../domain/json-pointer.ts'

/** A whole number in a query, both ends included. */
export interface NumberRule {
  minimum: number
  maximum: number
}

type Given = Readonly<Record<string, readonly string[]>>

/**
 * Reads the whole numbers of a query; a parameter that was not given is left out.
 * @throws FarmError 'invalid_request' for an unknown parameter, one that is given twice, and what is no such number
 */
export function readNumbers<Name extends string>(
  query: Given,
  rules: Readonly<Record<Name, NumberRule>>,
): Partial<Record<Name, number>> {
  const isName = (name: string): name is Name => Object.hasOwn(rules, name)
  const problems: Problem[] = []
  const numbers: Partial<Record<Name, number>> = {}
  for (const [name, values] of Object.entries(query)) {
    const problem = (message: string) => problems.push({ path: pointerStep(name), message })
    if (!isName(name)) {
      problem('is not a known query parameter')
      continue
    }
    const { minimum, maximum } = rules[name]
    const [text = '', ...more] = values
    const fits = /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum
    if (more.length > 0) problem('must be given once')
    else if (fits) numbers[name] = Number(text)
    else problem(`must be an integer from ${minimum} to ${maximum}`)
  }
  if (problems.length > 0) throw invalid(problems)
  return numbers
}

/** As `/openapi.json` tells it. */
export function numberSchema(rule: NumberRule, description: string): TInteger {
  return Type.Integer({ ...rule, description })
}
