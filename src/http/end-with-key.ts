import { Readable } from 'node:stream'
import type { Middleware } from 'koa'
import type { Caller } from '../domain/caller.ts'
import type { KeyWatch } from './key-watch.ts'

/** Ends the answers that go on for long, streams of events and of pictures, when their caller's key is taken back. */
export function endWithKey({ onEnd }: KeyWatch): Middleware {
  return async (ctx, next) => {
    await next()
    const caller: Caller | undefined = ctx.state.caller
    const { body, res } = ctx
    if (caller === undefined || !(body instanceof Readable)) return
    const cancel = onEnd(caller, () => body.destroy())
    if (res.closed) cancel()
    else res.once('close', cancel)
  }
}
