import { endedOr } from './ended-or.ts'

/**
 * Lets the HTTP request of a session's WebdriverIO command end with a signal. WebdriverIO has no such option: its `transformRequest` hook is
 * called for every request, but is not told of which command. So the commands of a session take turns, and every request belongs to the one
 * whose turn it is. Not an AsyncLocalStorage: on Node 20 every promise of the daemon would pay for it.
 */
export interface RequestAborter {
  /** For the option of this name of the session's `remote()`. */
  transformRequest: (options: RequestInit) => RequestInit
  /**
   * Begins `command` when the one before it has ended. Its requests are cut when the signal aborts, also those that it makes only then; it
   * then rejects with whatever WebdriverIO makes of that.
   * @throws the signal's reason when it aborts before the command's turn, which then never begins
   */
  run: <T>(signal: AbortSignal, command: () => Promise<T>) => Promise<T>
}

/** One for each session. */
export function createRequestAborter(): RequestAborter {
  let current: AbortSignal | null = null
  /** Ends with all the commands so far; never rejects. */
  let before: Promise<unknown> = Promise.resolve()

  async function runInTurn<T>(
    turn: Promise<unknown>,
    signal: AbortSignal,
    command: () => Promise<T>,
  ): Promise<T> {
    await endedOr(signal, turn)
    signal.throwIfAborted()
    current = signal
    try {
      return await command()
    } finally {
      current = null
    }
  }

  return {
    transformRequest(options) {
      if (current === null) return options
      // WebdriverIO's own signal ends what is under way when the session is deleted.
      return { ...options, signal: options.signal ? AbortSignal.any([options.signal, current]) : current }
    },
    run(signal, command) {
      const own = runInTurn(before, signal, command)
      // With the turn before it too: a command that gave up waiting for it must not let the next one in.
      before = Promise.allSettled([before, own])
      return own
    },
  }
}
