import { Duplex } from 'node:stream'
import { COMMAND, type Message } from './message.ts'

export interface AdbStreamDeps {
  localId: number
  remoteId: number
  /** The largest payload that the host takes. */
  maxPayload: number
  send: (message: Message) => void
  /** The stream is over for the transport; its id is free. */
  onClosed: () => void
}

/** One stream of a transport: a Duplex for the service behind it, and what the transport tells it. */
export interface AdbStream {
  readonly duplex: Duplex
  readonly remoteId: number
  /** Aborts when the host closed the stream or went away: nobody reads any more. */
  readonly hangup: AbortSignal
  onWrite: (payload: Buffer) => void
  onOkay: () => void
  onClose: () => void
}

const NOTHING = Buffer.alloc(0)

/** Classic flow control of adb: every WRTE waits for the other side's OKAY, so a slow reader stops the writer. */
export function createAdbStream({ localId, remoteId, maxPayload, send, onClosed }: AdbStreamDeps): AdbStream {
  const hangup = new AbortController()
  let okayOwed = false
  let continueWriting: (() => void) | undefined
  let closed = false

  function tell(command: number, payload: Buffer = NOTHING): void {
    send({ command, arg0: localId, arg1: remoteId, payload })
  }

  function writeParts(bytes: Buffer, done: () => void): void {
    let offset = 0
    const next = () => {
      continueWriting = undefined
      // As with a pipe whose reader has gone: the rest is lost, and the writer learns it from `hangup`.
      if (closed || offset >= bytes.length) return done()
      const part = bytes.subarray(offset, offset + maxPayload)
      offset += part.length
      continueWriting = next
      tell(COMMAND.WRTE, part)
    }
    next()
  }

  /** adb knows no half-closed streams: a CLSE ends both directions. */
  function close(tellHost: boolean): void {
    if (closed) return
    closed = true
    if (tellHost) tell(COMMAND.CLSE)
    onClosed()
    if (!duplex.readableEnded && !duplex.destroyed) duplex.push(null)
    hangup.abort(new Error('the host closed the adb stream'))
    continueWriting?.()
  }

  const duplex = new Duplex({
    read: () => {
      if (!okayOwed) return
      okayOwed = false
      if (!closed) tell(COMMAND.OKAY)
    },
    write: (chunk: Buffer, _encoding, done) => writeParts(chunk, done),
    // All that waits goes out as one WRTE: two of them would cost the host a delayed acknowledgement of 40 ms.
    writev: (chunks, done) => writeParts(Buffer.concat(chunks.map(({ chunk }) => Buffer.from(chunk))), done),
    final: (done) => {
      close(true)
      done()
      // A service that never reads its input would otherwise hold the stream for ever.
      setImmediate(() => duplex.destroy())
    },
    destroy: (error, done) => {
      close(true)
      done(error)
    },
  })
  duplex.on('error', () => undefined) // a peer that vanishes is normal here; services see `hangup`

  return {
    duplex,
    remoteId,
    hangup: hangup.signal,
    onWrite: (payload) => {
      if (closed) return
      if (duplex.push(payload)) tell(COMMAND.OKAY)
      else okayOwed = true
    },
    onOkay: () => continueWriting?.(),
    onClose: () => close(false),
  }
}
