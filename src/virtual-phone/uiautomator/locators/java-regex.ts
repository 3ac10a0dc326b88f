import { unknownError } from '../wd-errors.ts'

/**
 * A Java pattern that must match the whole text. The dot does not cross newlines (source: research/fidelity.md 3).
 * @throws WdError 'unknown error' with Java's PatternSyntaxException when it does not compile
 */
export function wholeMatch(javaPattern: string): RegExp {
  const { flags, rest } = leadingFlags(javaPattern)
  try {
    return new RegExp(`^(?:${translated(rest)})$`, `u${flags}`)
  } catch {
    // Java lets escapes of ordinary characters pass that the `u` flag forbids; what fails without it too is refused.
    return withoutUnicode(rest, flags, javaPattern)
  }
}

function withoutUnicode(rest: string, flags: string, javaPattern: string): RegExp {
  try {
    return new RegExp(`^(?:${translated(rest)})$`, flags)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw unknownError(`java.util.regex.PatternSyntaxException: ${reason} near index 0\n${javaPattern}`)
  }
}

/** `(?i)`, `(?s)`, `(?m)` and their combinations at the start become flags. */
function leadingFlags(pattern: string): { flags: string; rest: string } {
  const [whole, letters] = /^\(\?([imsu]+)\)/.exec(pattern) ?? ['', '']
  const flags = [...new Set(letters)].filter((letter) => letter !== 'u').join('')
  return { flags, rest: pattern.slice(whole.length) }
}

function translated(pattern: string): string {
  return pattern
    .replaceAll(/\\Q([\s\S]*?)(?:\\E|$)/g, (_whole, literal: string) => escapedLiteral(literal))
    .replaceAll(/([*+?}])\+/g, '$1')
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(/\\[zZ]/g, '$')
    .replaceAll(String.raw`\h`, String.raw`[ \t]`)
}

function escapedLiteral(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
