import { startDeadline, unlessAborted } from './deadline.ts'

/** One message of a stream of server-sent events; `data` is empty when it only brought an id or a pause. */
export interface Message {
  event: string
  data: string
  id: string | undefined
  retryMs: number | undefined
}

/** No message of the farm is nearly as long; a stream that does not end its lines must not fill the memory. */
const LONGEST = 1_000_000

/**
 * The messages of a `text/event-stream`, until it ends.
 * @param silentMs so long it may say nothing, comments included
 * @throws when it breaks off or is silent for too long; the signal's reason when it aborts
 */
export async function* readMessages(
  response: Response,
  silentMs: number,
  signal: AbortSignal,
): AsyncGenerator<Message, void, undefined> {
  if (response.body === null) return
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let lines: string[] = []
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read(), silentMs, signal)
      if (done) return
      const [tail = '', ...ended] = (rest + decoder.decode(value, { stream: true }))
        .split(/\r?\n/)
        .toReversed()
      if (tail.length > LONGEST) throw new Error('a line of the stream has no end')
      rest = tail
      for (const line of ended.toReversed()) {
        if (line !== '') lines.push(line)
        else {
          const message = messageOf(lines)
          lines = []
          if (message !== null) yield message
        }
      }
    }
  } finally {
    // Lets go of the connection; what it still had to say is not wanted, so neither is what goes wrong with that.
    reader.cancel().catch(() => undefined)
  }
}

/** Null for one of comments alone. */
function messageOf(lines: readonly string[]): Message | null {
  const fields = lines.filter((line) => !line.startsWith(':')).map(fieldOf)
  if (fields.length === 0) return null
  const values = (wanted: string) => fields.flatMap(({ name, value }) => (name === wanted ? [value] : []))
  const retry = values('retry').at(-1)
  return {
    event: values('event').at(-1) ?? 'message',
    data: values('data').join('\n'),
    id: values('id').at(-1),
    retryMs: retry !== undefined && /^\d{1,7}$/.test(retry) ? Number(retry) : undefined,
  }
}

function fieldOf(line: string): { name: string; value: string } {
  const colon = line.indexOf(':')
  if (colon === -1) return { name: line, value: '' }
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') }
}

async function withinTime<T>(read: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  const silence = startDeadline(ms, signal)
  try {
    return await unlessAborted(read, silence.signal)
  } finally {
    silence.end()
  }
}
