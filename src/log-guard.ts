import { createLogSampler } from './domain/log-once.ts'
import type { Clock } from './domain/clock.ts'

/** pino's numbers. */
const WARN = 40
const FATAL = 60

/** What a record is about: failures of another one are another kind. */
const SUBJECTS = [
  'phone_id',
  'serial',
  'process_id',
  'account_id',
  'appium_port',
  'change',
  'source',
] as const

/** What a person needs of one kind at once: the same few things in a row are often a story. */
const BURST = 5

/** Calls `write` with the fields that a record is to have beside its own, now, later or never. */
export type LogGuard = (
  record: { level: number; fields: unknown; msg: unknown },
  write: (more: { left_out?: number }) => void,
) => void

/**
 * Keeps a storm of failures from filling the disk: of the warnings and errors with one message about one subject, five are written at once and then
 * the last of each ten seconds, with the number of those left out. What tells of progress (info) and of the end (fatal) is always written.
 */
export function createLogGuard(clock: Clock): { guard: LogGuard; flush: () => void } {
  const sampler = createLogSampler({ clock, burst: BURST })
  return {
    guard({ level, fields, msg }, write) {
      if (level < WARN || level >= FATAL) return write({})
      sampler.tell(`${String(msg)} ${subjectOf(fields)}`, (leftOut) =>
        write(leftOut > 0 ? { left_out: leftOut } : {}),
      )
    },
    flush: sampler.flush,
  }
}

function subjectOf(fields: unknown): string {
  if (typeof fields !== 'object' || fields === null) return ''
  const known = new Map<string, unknown>(Object.entries(fields))
  return JSON.stringify(SUBJECTS.map((name) => known.get(name)))
}
