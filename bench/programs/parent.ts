interface Parts {
  /** What is left to close. */
  stop?: () => Promise<void>
  /** Measures for so many seconds. */
  round?: (seconds: number) => Promise<object>
}

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
    Promise.resolve(stop?.()).then(() => process.exit(0), fail)
  })
  process.send?.(message)
}

/** The bench sees the end and says which program it was. */
function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}
