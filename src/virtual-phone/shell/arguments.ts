/** The word after `name`; undefined when it is missing. */
export function optionValue(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}

/** Words that do not begin with a dash; `withValue` names the options whose next word is theirs. */
export function operands(args: readonly string[], withValue: readonly string[] = []): string[] {
  const found: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    if (withValue.includes(word)) at += 1
    else if (!word.startsWith('-')) found.push(word)
  }
  return found
}

/** Whether a single-letter option is given, alone or in a bundle: `-la` has `l` and `a`. */
export function hasFlag(args: readonly string[], letter: string): boolean {
  return args.some((word) => /^-[A-Za-z0-9]+$/.test(word) && word.includes(letter))
}

/** Seven hex digits that stand for an object's address in dumps; the same name gives the same digits. */
export function objectId(name: string): string {
  let hash = 0x811c9dc5
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0').slice(0, 7)
}
