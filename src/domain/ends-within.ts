import type { Clock } from './clock.ts'

/**
 * Waits for `work` to end, well or badly, but no longer than `ms`; late work goes on by itself. Only for telling what happened: nobody may
 * take a phone for free because of its answer.
 * @returns whether the work ended in time
 */
export async function endsWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const decided = new AbortController()
  const inTime = work.then(
    () => true,
    () => true,
  )
  const tooLate = clock.sleep(ms, decided.signal).then(
    () => false,
    () => true, // the sleep was ended by `decided`
  )
  const answer = await Promise.race([inTime, tooLate])
  decided.abort()
  return answer
}
