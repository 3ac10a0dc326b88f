import type { Middleware } from 'koa'

/**
 * What a refused caller may still send on its connection; small rests are read away, so that the connection can be used again. With the head
 * and the read that goes beyond it, which Node makes of at most 64 KiB, it is 8 MiB at most.
 */
const REST_LIMIT = 8 * 1024 * 1024 - 128 * 1024

/**
 * Of a body that was refused unread, only so much is read away. Closing at once would be cheaper, but takes the answer from a caller that is
 * still sending (the kernel resets a connection with unread bytes).
 */
export const limitUnreadBody: Middleware = async ({ req, res }, next) => {
  await next()
  if (req.complete) return
  if (isWaitingToSend(req.headers.expect) && !res.headersSent) res.setHeader('Connection', 'close')
  let length = 0
  req.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > REST_LIMIT) req.destroy()
  })
  req.resume()
}

/** Such a caller may well not send its body after a refusal, and then nobody knows where its next request begins. */
function isWaitingToSend(expect: string | undefined): boolean {
  return expect?.toLowerCase() === '100-continue'
}
