/**
 * Waits for device work that goes on by itself, no longer than the signal allows. Only for whoever still waits for that work's end in
 * another place before the phone counts as free.
 * @throws the signal's reason when it aborts first
 */
export function endedOr<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    const forget = () => signal.removeEventListener('abort', onAbort)
    work.then(resolve, reject)
    work.then(forget, forget)
  })
}
