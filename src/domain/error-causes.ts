/** An error and what caused it, outermost first; nothing for what is no error. */
export function causesOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let cause = error; cause instanceof Error && !chain.includes(cause); cause = cause.cause)
    chain.push(cause)
  return chain
}

/** The whole chain in one line, because only the first cause says what happened. */
export function wordsOf(error: unknown): string {
  const words = causesOf(error).map(({ message }) => message.replace(/\s+/g, ' ').trim())
  if (words.length === 0) return String(error)
  return words.filter((text, index) => words.indexOf(text) === index).join(': ')
}

/** The codes of an error and of what caused it, as Node and SQLite give them. */
export function codesOf(error: unknown): string[] {
  return causesOf(error).flatMap((cause) =>
    'code' in cause && typeof cause.code === 'string' ? [cause.code] : [],
  )
}
