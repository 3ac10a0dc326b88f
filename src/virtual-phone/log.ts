type Write = (fields: object, message: string) => void

/** Where a virtual phone tells what happened to it; pino's logger fits. */
export interface Log {
  debug: Write
  info: Write
  warn: Write
  error: Write
}

/** For those who do not listen. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
