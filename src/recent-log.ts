/** The last lines of the daemon's own log, in memory, for bundles; secrets are out of them already. */
export interface RecentLog {
  add: (line: string) => void
  /** Lines that name the process, oldest first. */
  linesOf: (processId: string) => string[]
}

/** Some hours of a farm at work, at 300 characters a line. */
const KEPT_CHARACTERS = 4 * 1024 * 1024

export function createRecentLog(keptCharacters = KEPT_CHARACTERS): RecentLog {
  const lines: string[] = []
  let first = 0
  let characters = 0

  return {
    add(line) {
      lines.push(line)
      characters += line.length
      for (; characters > keptCharacters && first < lines.length; first++) {
        characters -= lines[first]?.length ?? 0
        lines[first] = ''
      }
      // Not with every line: to move the rest costs as much as there is.
      if (first > lines.length / 2) {
        lines.splice(0, first)
        first = 0
      }
    },
    linesOf: (processId) => lines.filter((line) => line.includes(`"process_id":"${processId}"`)),
  }
}
