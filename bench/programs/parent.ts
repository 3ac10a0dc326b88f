interface Parts {
  /** What is left to close. */
  stop?: () => Promise<void>
  /** Measures for so many seconds. */
  round?: (seconds: number) => Promise<object>
}

const STOP_MS = 20_000

/** Tells the bench that this program is ready, answers its questions and ends with it. */
export function reportReady(message: object, { stop, round }: Parts = {}): void {
  process.on('message', (asked: { seconds?: number }) => {
    if (asked.seconds === undefined || round === undefined) {
      const { user, system } = process.cpuUsage()
      process.send?.({ cpuUs: user + system, rss: process.memoryUsage.rss() })
    } else {
      round(asked.seconds).then((found) => process.send?.(found), fail)
    }
  })
  process.on('disconnect', () => {
    // Nobody is left to notice a stop that hangs.
    setTimeout(() => process.exit(1), STOP_MS).unref()
    Promise.resolve(stop?.()).then(() => process.exit(0), fail)
  })
  process.send?.(message)
}

/** The bench sees the end and says which program it was. */
function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}
