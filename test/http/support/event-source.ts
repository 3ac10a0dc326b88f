import assert from 'node:assert/strict'
import { KEY } from './started-http.ts'

/** One event of a stream; `data` is parsed. */
export interface SentEvent {
  id: string
  event: string
  data: Record<string, unknown>
}

/** A caller of GET /events. */
export interface EventSource {
  status: number
  headers: Headers
  /** Resolves with the next `count` events. */
  take: (count: number) => Promise<SentEvent[]>
  /** The last id, also of blocks that are no event. */
  lastId: () => string
  /** Everything that came, as it came. */
  text: () => string
  /** Resolves when the server has ended the stream; rejects when the connection was cut. */
  end: () => Promise<void>
  close: () => void
}

/** Opens the stream and waits for its head. */
export async function openEvents(
  url: string,
  { headers = {}, query = '' }: { headers?: Record<string, string>; query?: string } = {},
): Promise<EventSource> {
  const leaving = new AbortController()
  const answer = await fetch(`${url}/events${query}`, {
    headers: { authorization: `Bearer ${KEY}`, accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  })
  const reader = answer.body?.getReader()
  assert.ok(reader)
  const decoder = new TextDecoder()
  const events: SentEvent[] = []
  let all = ''
  let read = 0
  let lastId = ''

  /** @returns false at the end of the stream */
  async function readOn(): Promise<boolean> {
    assert.ok(reader)
    const { value, done } = await reader.read()
    if (done) return false
    all += decoder.decode(value, { stream: true })
    for (let end = all.indexOf('\n\n', read); end !== -1; end = all.indexOf('\n\n', read)) {
      takeBlock(all.slice(read, end))
      read = end + 2
    }
    return true
  }

  function takeBlock(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2)
    lastId = field('id') ?? lastId
    const data = field('data')
    if (data !== undefined)
      events.push({ id: lastId, event: field('event') ?? 'message', data: JSON.parse(data) })
  }

  return {
    status: answer.status,
    headers: answer.headers,
    async take(count) {
      while (events.length < count) assert.ok(await readOn(), `the stream ended: ${all}`)
      return events.splice(0, count)
    },
    lastId: () => lastId,
    text: () => all,
    async end() {
      while (await readOn()) continue
    },
    close: () => leaving.abort(),
  }
}
