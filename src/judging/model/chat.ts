import { Agent } from 'undici'
import { scrubText } from '../../domain/scrub.ts'
import { readCompletion, type Completed } from './chat-answer.ts'
import type { ModelSettings } from './model-settings.ts'
import type { Message } from './question.ts'

/**
 * - `busy`: the server asks to come back later
 * - `failed`: it could not, or the connection broke: another try may do
 * - `refused`: it will not, however often it is asked
 * - `misread`: what it says of this very question: too long, not understood
 * - `garbage`: it does not speak the protocol
 */
export type ChatFault = 'busy' | 'failed' | 'refused' | 'misread' | 'garbage'

/** A call that brought no answer. The message is fit for results; what the server said stands in `said`. */
export class ChatError extends Error {
  override name = 'ChatError'
  readonly fault: ChatFault
  /** How long the server asks to be left alone; null when it does not say. */
  readonly retryAfterMs: number | null
  /** One line of the server's own words, without the key; for the log only. */
  readonly said: string

  constructor(
    fault: ChatFault,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number | null; said?: string } = {},
  ) {
    const { retryAfterMs = null, said = '', ...rest } = options
    super(message, rest)
    this.fault = fault
    this.retryAfterMs = retryAfterMs
    this.said = said
  }
}

export interface Chat {
  /**
   * One request and its whole answer.
   * @throws ChatError, or the signal's reason
   */
  send: (messages: readonly Message[], signal: AbortSignal) => Promise<Completed>
  /** Closes every connection. */
  close: () => Promise<void>
}

/** An answer to our questions has a few hundred characters; servers wrap it in a few more. */
const ANSWER_BYTES = 1024 * 1024

/** At once; more runs than this wait for each other inside of undici, within their deadlines. */
const CONNECTIONS = 32

/** Name, TCP and TLS. */
const CONNECT_MS = 5_000

const SAID_MAX = 300

/** Which of the things that not every server takes are asked for. */
interface Dialect {
  response_format: boolean
  temperature: boolean
  /** What the limit of an answer is called: newer hosted models know only the second name. */
  limit: 'max_tokens' | 'max_completion_tokens' | null
}

/** Talks to one server by undici. Redirects are not followed: they could lead anywhere. */
export function createChat(settings: ModelSettings): Chat {
  const { endpoint, key } = settings
  const { origin, pathname } = new URL(endpoint)
  const agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    maxHeaderSize: 16 * 1024,
    // Whatever the environment says of certificates: the key goes with every question.
    connect: { timeout: CONNECT_MS, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    // The deadline of the whole try ends what these would not: a server that drips.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  let dialect: Dialect = { response_format: true, temperature: true, limit: 'max_tokens' }

  async function post(body: string, signal: AbortSignal): Promise<Answer> {
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await agent.request({
        origin,
        path: pathname,
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json',
          'User-Agent': 'phonefarm-judge/1.0',
          ...(key !== null && { Authorization: `Bearer ${key}` }),
        },
        body,
        signal,
      })
      return {
        status: statusCode,
        retryAfter: String(headers['retry-after'] ?? ''),
        text: await textOf(answer),
      }
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ChatError) throw error
      throw new ChatError('failed', 'the connection failed', {
        cause: error,
        said: saidIn(String(error), key),
      })
    }
  }

  return {
    async send(messages, signal) {
      for (let asked = dialect; ;) {
        const answer = await post(JSON.stringify(bodyOf(settings, messages, asked)), signal)
        if (answer.status === 200) {
          // Only what has helped is learned for all: a refusal may name it because it quotes a prompt.
          dialect = asked
          return completedOf(answer.text, key)
        }
        const next = isMisread(answer.status) ? withoutNamed(asked, answer.text) : null
        if (!next) throw errorOf(answer, key)
        // Each round leaves out one thing more, so that the rounds have an end.
        asked = next
      }
    },
    close: () => agent.destroy(),
  }
}

interface Answer {
  status: number
  retryAfter: string
  text: string
}

function bodyOf(
  { model, temperature, maxTokens }: ModelSettings,
  messages: readonly Message[],
  dialect: Dialect,
) {
  return {
    model,
    messages,
    stream: false,
    ...(dialect.temperature && { temperature }),
    ...(dialect.limit !== null && { [dialect.limit]: maxTokens }),
    ...(dialect.response_format && { response_format: { type: 'json_object' } }),
  }
}

/** @throws ChatError when there is too much of it, and what breaks the connection off */
async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    // Leaving the loop destroys the body and with it the connection.
    if (bytes > ANSWER_BYTES) throw new ChatError('garbage', `it answered more than ${ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function completedOf(text: string, key: string | null): Completed {
  const completed = readCompletion(jsonOf(text))
  if (completed) return completed
  throw new ChatError('garbage', 'what it answered is no chat completion', { said: saidIn(text, key) })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON is no completion either.
    return undefined
  }
}

function isMisread(status: number): boolean {
  return status === 400 || status === 422
}

/** What a refusal names is asked for no more. @returns null when it names nothing that could be left out */
function withoutNamed(dialect: Dialect, text: string): Dialect | null {
  const said = text.slice(0, 4096)
  if (dialect.response_format && /response_format|json_object/.test(said)) {
    return { ...dialect, response_format: false }
  }
  if (dialect.limit === 'max_tokens' && said.includes('max_completion_tokens')) {
    return { ...dialect, limit: 'max_completion_tokens' }
  }
  if (dialect.temperature && /temperature/.test(said)) return { ...dialect, temperature: false }
  return null
}

function errorOf({ status, retryAfter, text }: Answer, key: string | null): ChatError {
  const facts = { said: saidIn(text, key), retryAfterMs: retryAfterMs(retryAfter) }
  const message = `it answered ${status}`
  if (status === 429) return new ChatError('busy', message, facts)
  if (status >= 500) return new ChatError(facts.retryAfterMs === null ? 'failed' : 'busy', message, facts)
  if (isMisread(status) || status === 413) return new ChatError('misread', message, facts)
  return new ChatError('refused', status >= 300 && status < 400 ? `${message}, a redirect` : message, facts)
}

/** Seconds, as such servers send it; the other form, a date, would need their clock to be ours. */
function retryAfterMs(header: string): number | null {
  const [, seconds] = /^\s*(\d{1,15}(?:\.\d{1,3})?)\s*$/.exec(header) ?? []
  return seconds === undefined ? null : Number(seconds) * 1000
}

function saidIn(text: string, key: string | null): string {
  // Cut far behind what is told: half a key at a cut is not found any more, and what is hidden makes the line shorter.
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 50 * SAID_MAX)
  return scrubText(line, key === null ? [] : [key]).slice(0, SAID_MAX)
}
