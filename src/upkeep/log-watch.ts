import type { Logger } from 'pino'
import type { Cancel, Clock } from '../domain/clock.ts'
import { logBytesOf } from '../store/write-ahead-log.ts'

export interface LogWatch {
  start: () => void
  /** As last seen. */
  bytes: () => number
  stop: () => void
}

const EVERY_MS = 5000

/** The log is folded back at 32 MiB; twice that means that a reader from outside does not let go of it. */
const ALARM_BYTES = 64 * 1024 * 1024

/** Sounds the alarm, once, when the write-ahead log goes on growing, and says when it is short again. */
export function createLogWatch({
  source,
  clock,
  log,
  bytesOf = logBytesOf,
}: {
  source: string
  clock: Clock
  log: Logger
  bytesOf?: (source: string) => number
}): LogWatch {
  let bytes = 0
  let alarmed = false
  let cancel: Cancel = () => undefined

  function look(): void {
    bytes = bytesOf(source)
    if (bytes > ALARM_BYTES && !alarmed)
      log.warn({ wal_bytes: bytes }, 'write-ahead log grows: something reads the database without an end')
    if (bytes <= ALARM_BYTES && alarmed) log.info({ wal_bytes: bytes }, 'write-ahead log is short again')
    alarmed = bytes > ALARM_BYTES
    cancel = clock.after(EVERY_MS, look)
  }

  return { start: look, bytes: () => bytes, stop: () => cancel() }
}
