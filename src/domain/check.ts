import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Settings } from 'typebox/system'
import { FarmError, type Problem } from './errors.ts'
import { createFillDefaults } from './fill-defaults.ts'
import { inDocumentOrder, pointerStep } from './json-pointer.ts'

/** Fills defaults in and returns the checked value. @throws FarmError 'invalid_request' with every problem, in document order */
export type Check<T> = (value: unknown) => T

// TypeBox stops at 8 by default, but callers are told every problem; the limit keeps the answer to a hostile megabyte small.
Settings.Set({ maxErrors: 1000 })

/** Makes a check out of a schema. @param at JSON pointer of the value in the caller's document */
export function createCheck<S extends TSchema>(schema: S, at = ''): Check<Static<S>> {
  const validator = Compile(schema)
  const fillDefaults = createFillDefaults(schema)
  return (value) => {
    const filled = fillDefaults(value)
    if (validator.Check(filled)) return filled
    const problems = problemsIn(validator.Errors(filled))
    throw invalid(inDocumentOrder(value, problems).map(({ path, message }) => ({ path: at + path, message })))
  }
}

/** The refusal of a document that does not fit its schema. */
export function invalid(problems: readonly Problem[]): FarmError {
  const [first, ...others] = problems
  const where = first?.path === '' ? 'the document' : first?.path
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return new FarmError(
    'invalid_request',
    `${where ?? 'the document'} ${first?.message ?? 'is invalid'}${more}`,
    {
      problems,
    },
  )
}

function problemsIn(errors: readonly TLocalizedValidationError[]): Problem[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf')
  const outside = errors.filter(
    ({ schemaPath }) => !unions.some((union) => isBranch(schemaPath, union.schemaPath)),
  )
  return outside.flatMap((error) =>
    error.keyword === 'anyOf' ? unionProblems(error, errors) : problemsOf(error),
  )
}

function isBranch(schemaPath: string, unionPath: string): boolean {
  return schemaPath.startsWith(`${unionPath}/anyOf/`)
}

/** A union's problem: what is wrong with a value of the right type, otherwise the types that would do. */
function unionProblems(
  union: TLocalizedValidationError,
  errors: readonly TLocalizedValidationError[],
): Problem[] {
  const at = errors.filter(
    ({ schemaPath, instancePath }) =>
      isBranch(schemaPath, union.schemaPath) && instancePath.startsWith(union.instancePath),
  )
  const wrongTypes = at.filter(
    ({ keyword, instancePath }) => keyword === 'type' && instancePath === union.instancePath,
  )
  const fitting = at.filter(
    ({ schemaPath }) => !wrongTypes.some((wrong) => schemaPath.startsWith(wrong.schemaPath)),
  )
  if (fitting.length > 0) return fitting.flatMap(problemsOf)
  const types = wrongTypes.flatMap((error) => (error.keyword === 'type' ? error.params.type : []))
  return [{ path: union.instancePath, message: `must be ${types.join(' or ')}` }]
}

function problemsOf(error: TLocalizedValidationError): Problem[] {
  const { instancePath: path } = error
  const one = (message: string) => [{ path, message }]
  const each = (names: readonly string[], message: string) =>
    names.map((name) => ({ path: path + pointerStep(name), message }))
  // The keywords that our schemas use; TypeBox words the others well enough.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (error.keyword) {
    case 'required':
      return each(error.params.requiredProperties, 'is required')
    // Each extra field has an error of its own; this one is the last of all and falls to the limit where there are many.
    case 'additionalProperties':
      return []
    case 'boolean':
      return one('is not a known field')
    case 'const':
      return one(`must be ${JSON.stringify(error.params.allowedValue)}`)
    case 'enum':
      return one(
        `must be one of ${error.params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`,
      )
    case 'minLength':
      return one(
        error.params.limit === 1
          ? 'must not be empty'
          : `must have at least ${error.params.limit} characters`,
      )
    case 'maxLength':
      return one(`must have at most ${error.params.limit} characters`)
    case 'minItems':
      return one(`must have at least ${count(error.params.limit, 'item')}`)
    case 'maxItems':
      return one(`must have at most ${count(error.params.limit, 'item')}`)
    case 'uniqueItems':
      return one('must not repeat an item')
    case 'minimum':
      return one(`must be at least ${error.params.limit}`)
    case 'maximum':
      return one(`must be at most ${error.params.limit}`)
    case 'pattern':
      return one(`must match ${String(error.params.pattern)}`)
    default:
      return one(error.message)
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
