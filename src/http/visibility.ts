import type { Caller } from '../domain/caller.ts'
import { FarmError } from '../domain/errors.ts'
import type { Ownership } from '../processes/ownership.ts'
import type { Answer, Route } from './route.ts'

/** Obeys what a route says of whose processes its answer tells (`Route.about`): the one place that keeps a key to its own. */
export interface Visibility {
  /**
   * Looks at the path alone, so that another's process is refused before anything else of the request is read.
   * @throws FarmError 'forbidden', 'process_not_found'
   */
  check: (route: Route, caller: Caller, params: Readonly<Record<string, string>>) => void
  /** What of the answer is for the caller. */
  shown: (route: Route, caller: Caller, answer: Answer) => Answer
}

export function createVisibility({ checkProcess, withoutOthers }: Ownership): Visibility {
  return {
    check({ about }, caller, { process_id = '' }) {
      if (!caller.own_only) return
      if (about === 'everyone')
        throw new FarmError('forbidden', `key ${caller.name} is for its own processes only`)
      if (about === 'process') checkProcess(process_id, caller)
    },
    shown({ about }, caller, answer) {
      if (!caller.own_only || about !== 'farm' || !('json' in answer)) return answer
      return { ...answer, json: withoutOthers(answer.json, caller) }
    },
  }
}
