import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Lets one WebdriverIO command's HTTP request end with a signal. WebdriverIO has no such option: its `transformRequest` hook is called for
 * every request within the asynchronous context of the command that makes it, so the signal travels in that context.
 */
export interface RequestAborter {
  /** For the option of this name of `remote()`. */
  transformRequest: (options: RequestInit) => RequestInit
  /** Requests made by `command` are cut when the signal aborts; `command` then rejects with whatever WebdriverIO makes of it. */
  run: <T>(signal: AbortSignal, command: () => Promise<T>) => Promise<T>
}

export function createRequestAborter(): RequestAborter {
  const current = new AsyncLocalStorage<AbortSignal>()
  return {
    transformRequest(options) {
      const signal = current.getStore()
      if (signal === undefined) return options
      // WebdriverIO's own signal ends what is under way when the session is deleted.
      return { ...options, signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal }
    },
    run: (signal, command) => current.run(signal, command),
  }
}
