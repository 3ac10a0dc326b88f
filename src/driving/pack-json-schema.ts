import { DriverPack } from '../domain/driver-pack.ts'

/** The schema of packs as a plain JSON Schema document (draft 2020-12), for editors and for people who write packs. */
export function packJsonSchema(): Record<string, unknown> {
  const definitions: Record<string, unknown> = {}
  const body = hoist(JSON.parse(JSON.stringify(DriverPack)), definitions)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Phonefarm driver pack',
    ...(isObject(body) ? body : {}),
    $defs: definitions,
  }
}

/** TypeBox repeats a recursive type's definitions at every use; here they move to the root, where each is needed once. */
function hoist(schema: unknown, definitions: Record<string, unknown>): unknown {
  if (Array.isArray(schema)) return schema.map((part) => hoist(part, definitions))
  if (!isObject(schema)) return schema
  const { $defs, $id: _name, ...rest } = schema
  for (const [name, definition] of Object.entries(isObject($defs) ? $defs : {})) {
    definitions[name] ??= hoist(definition, definitions)
  }
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref' ? `#/$defs/${String(value)}` : hoist(value, definitions),
    ]),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
