import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Settings } from 'typebox/system'
import { DriverPack } from '../domain/driver-pack.ts'
import type { Problem } from '../domain/errors.ts'
import { inDocumentOrder, pointerStep } from '../domain/json-pointer.ts'

// TypeBox stops at 8 by default; whoever writes a pack is told everything that is wrong with it.
Settings.Set({ maxErrors: 1000 })

const schema = Compile(DriverPack)

/** Whether the document has the shape of a pack. */
export function hasPackShape(document: unknown): document is DriverPack {
  return schema.Check(document)
}

/** What keeps the document from having it, in its order. */
export function shapeProblems(document: unknown): Problem[] {
  const errors = schema.Errors(document)
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf')
  const plain = errors.filter(
    (error) => !unions.includes(error) && !unions.some((union) => isOf(union, error)),
  )
  return inDocumentOrder(document, [
    ...plain.flatMap(problemsOf),
    ...unions.flatMap((union) =>
      formProblems(
        errors.filter((error) => isOf(union, error)),
        union,
      ),
    ),
  ])
}

/** Whether the error is one of the union's forms for the same value. */
function isOf(
  union: TLocalizedValidationError,
  { schemaPath, instancePath }: TLocalizedValidationError,
): boolean {
  const isInside = instancePath === union.instancePath || instancePath.startsWith(`${union.instancePath}/`)
  return isInside && schemaPath.startsWith(`${union.schemaPath}/anyOf/`)
}

/** Of a value that has none of the forms: what is wrong by the form that was most likely meant. */
function formProblems(
  errors: readonly TLocalizedValidationError[],
  { schemaPath }: TLocalizedValidationError,
): Problem[] {
  const forms = new Map<string, TLocalizedValidationError[]>()
  for (const error of errors) {
    const [form = ''] = error.schemaPath.slice(`${schemaPath}/anyOf/`.length).split('/')
    forms.set(form, [...(forms.get(form) ?? []), error])
  }
  const marks = new Set(
    errors.filter(({ keyword }) => keyword === 'const').map(({ instancePath }) => instancePath),
  )
  const all = [...forms.values()]
  /** A form whose `kind` the value has. */
  const meant = all.filter((form) =>
    [...marks].some((mark) => !form.some(({ instancePath }) => instancePath === mark)),
  )
  const [nearest = []] = (meant.length > 0 ? meant : all)
    .map((form) => form.flatMap(problemsOf))
    .toSorted((a, b) => a.length - b.length)
  return nearest.map((problem) => {
    const values = marks.has(problem.path) ? allowedAt(problem.path, errors) : []
    return values.length > 1
      ? { path: problem.path, message: `must be one of ${values.join(', ')}` }
      : problem
  })
}

function allowedAt(path: string, errors: readonly TLocalizedValidationError[]): string[] {
  const values = errors.flatMap((error) =>
    error.keyword === 'const' && error.instancePath === path ? [String(error.params.allowedValue)] : [],
  )
  return [...new Set(values)]
}

function problemsOf(error: TLocalizedValidationError): Problem[] {
  const { instancePath: path } = error
  // The keywords that packs use; TypeBox words the others well enough.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (error.keyword) {
    case 'additionalProperties': // each extra field is named by an error of its own
      return []
    case 'boolean':
      return [{ path, message: 'is not a field of driver packs' }]
    case 'required':
      return error.params.requiredProperties.map((name) => ({
        path: path + pointerStep(name),
        message: 'is missing',
      }))
    case 'const':
      return [{ path, message: `must be ${String(error.params.allowedValue)}` }]
    case 'enum':
      return [{ path, message: `must be one of ${error.params.allowedValues.map(String).join(', ')}` }]
    case 'minProperties':
    case 'minItems':
    case 'minLength':
      return [{ path, message: 'is empty' }]
    default:
      return [{ path, message: error.message }]
  }
}
