/** JSON whose text is the same for the same content: keys sorted at every depth, no white space. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  // Not by assignment: a caller's "__proto__" must stay a field.
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}
