/** Part of a JSON Schema, as far as the reference shows it. */
type Schema = Readonly<Record<string, unknown>>

const HEADING = '## Every key\n'

/** The page with its last part, the reference, made anew. @param page of docs/driver-packs.md */
export function withReference(page: string, schema: Schema): string {
  const [written = ''] = page.split(HEADING)
  return `${written}${HEADING}\n${driverReference(schema)}`
}

/**
 * Every key of a driver pack as Markdown.
 * @param schema of packs, as `packJsonSchema` gives it
 */
function driverReference(schema: Schema): string {
  const selector = objectOf(objectOf(schema.$defs).PackSelector)
  const sections = merge([...sectionsOf('', schema), ...sectionsOf('find', selector)])
  return sections.map(shown).join('\n')
}

interface Section {
  /** Where it stands in a pack; objects of one shape stand in several places. */
  places: readonly string[]
  text: string
  rows: readonly string[][]
}

function merge(sections: readonly Section[]): Section[] {
  const byContent = new Map<string, Section>()
  for (const { places, text, rows } of sections) {
    const content = JSON.stringify(rows)
    const known = byContent.get(content)
    byContent.set(
      content,
      known ? { ...known, places: [...known.places, ...places] } : { places, text, rows },
    )
  }
  return [...byContent.values()]
}

function shown({ places: [first = '', ...others], text, rows }: Section): string {
  const likewise = others.length === 0 ? '' : `Likewise: ${others.join(', ')}.`
  const paragraphs = [`### ${first}`, text, likewise, tableOf(rows)]
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`
}

/** The table of one object, then those of the objects in it. */
function sectionsOf(path: string, schema: Schema): Section[] {
  const properties = Object.entries(objectOf(schema.properties)).filter(([key]) => key !== 'why')
  const required = new Set(listOf(schema.required))
  const rows = properties.map(([key, value]) => {
    const property = objectOf(value)
    return [`\`${key}\``, typeOf(property), required.has(key) ? 'yes' : '', wordsOf(property)]
  })
  const own = { places: [path === '' ? 'The pack' : `\`${path}\``], text: wordsOf(schema), rows }
  return [
    own,
    ...properties.flatMap(([key, value]) => inner(path === '' ? key : `${path}.${key}`, objectOf(value))),
  ]
}

/** Sections of what stands in a property; selectors have one for all of them. */
function inner(path: string, schema: Schema): Section[] {
  if (schema.$ref !== undefined) return []
  if (schema.properties !== undefined) return sectionsOf(path, schema)
  if (schema.items !== undefined) return inner(`${path}[]`, objectOf(schema.items))
  const [byName] = Object.values(objectOf(schema.patternProperties))
  if (byName !== undefined) return inner(`${path}.<name>`, objectOf(byName))
  return listOf(schema.anyOf).flatMap((form, index) => inner(`${path}, form ${index + 1}`, objectOf(form)))
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return 'selector'
  if (schema.const !== undefined) return `\`${said(schema.const)}\``
  const choices = listOf(schema.enum)
  if (choices.length > 0) return choices.map((choice) => `\`${said(choice)}\``).join(', ')
  if (schema.anyOf !== undefined) return 'one of several forms'
  if (schema.patternProperties !== undefined) return 'object by name'
  if (schema.items !== undefined) return `list of ${typeOf(objectOf(schema.items))}`
  return `${said(schema.type)}${rangeOf(schema)}`
}

function rangeOf({ minimum, maximum, maxLength }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return ` ${said(minimum)} to ${said(maximum)}`
  if (minimum !== undefined) return ` from ${said(minimum)}`
  return maxLength === undefined ? '' : `, at most ${said(maxLength)}`
}

/** A word or a number of the schema. */
function said(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function wordsOf({ description }: Schema): string {
  return typeof description === 'string' ? description : ''
}

function tableOf(rows: readonly string[][]): string {
  if (rows.length === 0) return ''
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
  return `| key | type | required | |\n| --- | --- | --- | --- |\n${lines.join('\n')}`
}

function objectOf(value: unknown): Schema {
  if (value === null || typeof value !== 'object') return {}
  return Object.fromEntries(Object.entries(value))
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
