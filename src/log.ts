import { type DestinationStream, type LogFn, type Logger, pino } from 'pino'
import type { Clock } from './domain/clock.ts'
import { spellingsOf } from './domain/scrub.ts'
import { createLogGuard } from './log-guard.ts'
import { safeLine } from './log-line.ts'

export interface LogDeps {
  /** pino's level names. */
  level: string
  /** Texts that never leave: API keys, webhook secrets. Read for every line, so one that is added later is hidden too. */
  secrets: ReadonlySet<string>
  clock: Clock
  /** Given every line as it goes out. */
  onLine?: (line: string) => void
  /** Where lines go; stdout when not given. */
  stream?: DestinationStream
}

/** The daemon's log: one JSON record a line, times in ISO-8601 UTC, levels by name, nothing secret in any of it (log-line.ts). */
export function createLog({ level, secrets, clock, onLine, stream }: LogDeps): Logger {
  const known = new Map<string, string[]>()
  /** Worked out once for each secret, not for each line. */
  function spellings(secret: string): string[] {
    const found = known.get(secret) ?? spellingsOf(secret)
    known.set(secret, found)
    return found
  }
  function written(line: string): string {
    const safe = safeLine(line, [...secrets].flatMap(spellings))
    onLine?.(safe)
    return safe
  }
  const { guard, flush } = createLogGuard(clock)
  function guarded(this: Logger, args: Parameters<LogFn>, method: LogFn, level: number): void {
    const [fields, msg] = typeof args[0] === 'string' ? [{}, args[0]] : args
    guard({ level, fields, msg }, ({ left_out }) => {
      if (left_out === undefined) method.apply(this, args)
      else method.call(this, { ...membersOf(fields), left_out }, msg)
    })
  }
  // Once a process, which has one log on its standard output: what is held back then is written after all.
  if (!stream) process.once('exit', flush)
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${clock.now().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    // The whole line, not chosen fields: pino's redaction is bound to paths, and secrets turn up in messages, URLs and error causes.
    hooks: { streamWrite: written, logMethod: guarded },
  }
  return pino(options, stream ?? standardOutput())
}

/** Lines that cannot be written are kept up to this many characters, and later ones dropped. */
const KEPT_LENGTH = 1024 * 1024

/** A reader of the log that went away (EPIPE) or a full disk under it must not end the daemon: work goes on, unseen. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: KEPT_LENGTH })
  output.on('error', () => undefined) // there is nowhere left to tell it
  return output
}

/** As pino takes what is logged: an error is a member of the record. */
function membersOf(fields: unknown): object {
  if (fields instanceof Error) return { err: fields }
  return typeof fields === 'object' && fields !== null ? fields : {}
}
