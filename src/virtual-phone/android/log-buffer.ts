import type { Clock } from '../../domain/clock.ts'
import type { LogBuffer } from './phone.ts'

/** A real buffer holds 256 KiB or more; this is enough for what anybody reads here. */
const KEPT_LINES = 1000

/** logcat, lines in `threadtime` format. */
export function createLogBuffer(clock: Clock): LogBuffer {
  let lines: string[] = []
  const followers = new Set<(line: string) => void>()

  return {
    write: (tag, message) => {
      const at = clock.now().toISOString().slice(5, 23).replace('T', ' ')
      const line = `${at}  1000  1042 I ${tag}: ${message}`
      lines.push(line)
      if (lines.length > KEPT_LINES) lines = lines.slice(-KEPT_LINES / 2)
      for (const follow of followers) follow(line)
    },
    recent: () => lines,
    clear: () => void (lines = []),
    follow: (onLine) => {
      followers.add(onLine)
      return () => void followers.delete(onLine)
    },
  }
}
