import pino from 'pino'

/** A line of the log, its level by name. */
export type RecordedLine = Record<string, unknown> & { level: string; msg: string }

/** A log that keeps its lines. */
export function recordingLog() {
  const lines: RecordedLine[] = []
  const log = pino(
    { level: 'debug', formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => void lines.push(JSON.parse(line)) },
  )
  return { log, lines }
}
