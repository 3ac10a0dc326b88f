import type { ServerResponse } from 'node:http'
import type { Caller } from '../domain/caller.ts'
import { FarmError } from '../domain/errors.ts'
import type { KeyWatch } from './key-watch.ts'

/** Aborts when nobody may have the answer any more: its caller has left, or his key was taken back (the reason is a FarmError then). */
export function goneSignal(res: ServerResponse, caller: Caller, { onEnd }: KeyWatch): AbortSignal {
  const controller = new AbortController()
  const cancel = onEnd(caller, () =>
    controller.abort(new FarmError('unauthorized', `key ${caller.name} is accepted no longer`)),
  )
  const onClose = () => {
    cancel()
    controller.abort(new Error('the caller has left'))
  }
  if (res.closed) onClose()
  else res.once('close', onClose)
  return controller.signal
}
