const LOOK_MS = 50

/**
 * Looks again and again until `look` gives something other than undefined and false.
 * @param what is waited for, as the error says it
 * @throws Error after `ms`, with what `state` tells then
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  ms: number,
  state: () => unknown = () => '',
): Promise<Exclude<T, undefined | false>> {
  const deadlineMs = performance.now() + ms
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>
    if (performance.now() > deadlineMs) {
      throw new Error(`waited ${ms / 1000} s in vain for ${what} ${JSON.stringify(state())}`)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
