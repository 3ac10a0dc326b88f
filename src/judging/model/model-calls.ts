import { startDeadline, type Clock } from '../../domain/clock.ts'
import { between, type Random } from '../../domain/random.ts'
import type { Breaker, Pass } from './breaker.ts'
import type { Budget, RunUse } from './budget.ts'
import { ChatError, type Chat } from './chat.ts'
import type { Completed } from './chat-answer.ts'
import { ModelAway } from './model-away.ts'
import { NO_USE, type ModelUse } from './model-memory.ts'
import { PICTURE_TOKENS } from './picture.ts'
import type { Message } from './question.ts'

/** How a call ended; the label of the counts. */
export const CALL_OUTCOMES = [
  'answered',
  'busy',
  'failed',
  'refused',
  'misread',
  'garbage',
  'timeout',
  'given_up',
] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

/** One call, for whoever counts and tells. */
export interface CallEnd {
  outcome: CallOutcome
  /** Null when it was answered. */
  error: Error | null
  day: string
  use: ModelUse
}

export interface CallsDeps {
  chat: Pick<Chat, 'send'>
  breaker: Pick<Breaker, 'enter'>
  budget: Pick<Budget, 'open'>
  timeoutMs: number
  /** Of an answer; set aside before it is known. */
  maxTokens: number
  clock: Clock
  random: Random
  onEnd: (end: CallEnd) => void
}

/**
 * Sends the messages until they are answered, or it makes no sense to go on.
 * @throws ModelAway, or the signal's reason
 */
export type Call = (messages: readonly Message[], run: RunUse, signal: AbortSignal) => Promise<Completed>

const TRIES = 3

/** Before the second try; doubled before the third. */
const PAUSE_MS = 500

/** A server that asks for a longer pause is not waited for: the video would be over. */
const LONGEST_WAIT_MS = 10_000

/** A server without a count is believed to have a token for so many characters, as English text has. */
const CHARACTERS_PER_TOKEN = 4

/** What is learned from a failure: whether to try again, and whether the model itself is to blame. */
const FAULTS = {
  busy: { again: true, blames: true },
  failed: { again: true, blames: true },
  refused: { again: false, blames: true },
  garbage: { again: false, blames: true },
  // A caller's prompt that is too long must not take the model away from the others.
  misread: { again: false, blames: false },
} as const satisfies Record<ChatError['fault'], { again: boolean; blames: boolean }>

/** No whole answer came within the time of one try. */
class NoAnswerInTime extends Error {
  override name = 'NoAnswerInTime'
}

export function createCall({ chat, breaker, budget, clock, random, onEnd, ...limits }: CallsDeps): Call {
  const { timeoutMs, maxTokens } = limits

  /** @throws ChatError, NoAnswerInTime, or the outer signal's reason */
  async function sendInTime(messages: readonly Message[], signal: AbortSignal): Promise<Completed> {
    const deadline = startDeadline(clock, timeoutMs, signal, () => {
      return new NoAnswerInTime(`it did not answer within ${timeoutMs / 1000} s`)
    })
    try {
      return await chat.send(messages, deadline.signal)
    } finally {
      deadline.end()
    }
  }

  /** One try, charged and told whatever becomes of it. */
  async function tryOnce(messages: readonly Message[], run: RunUse, signal: AbortSignal): Promise<Tried> {
    const pass = breaker.enter()
    if (!pass) throw new ModelAway('breaker', 'breaker open')
    const prompt_tokens = estimateOf(messages)
    const expense = budget.open(run, prompt_tokens + maxTokens)
    if (typeof expense === 'string') {
      pass.unknown()
      throw new ModelAway('budget', expense)
    }
    const end = (outcome: CallOutcome, use: ModelUse, error: Error | null) => {
      expense.settle(use)
      onEnd({ outcome, error, day: expense.day, use })
    }
    // What was sent to a server that went silent may have been read and paid for.
    const sent: ModelUse = { calls: 1, prompt_tokens, completion_tokens: 0 }
    try {
      const completed = await sendInTime(messages, signal)
      pass.ok()
      const estimate = { prompt_tokens, completion_tokens: tokensIn(completed.text) }
      end('answered', { calls: 1, ...(completed.tokens ?? estimate) }, null)
      return { completed }
    } catch (error) {
      if (error instanceof ChatError) {
        end(error.fault, error.fault === 'failed' ? sent : { ...NO_USE, calls: 1 }, error)
        tell(pass, error)
        return { error }
      }
      if (error instanceof NoAnswerInTime) {
        end('timeout', sent, error)
        pass.failed()
        throw new ModelAway('timeout', error.message, { cause: error })
      }
      pass.unknown()
      end('given_up', sent, null)
      throw error
    }
  }

  return async (messages, run, signal) => {
    for (let tries = 1; ; tries++) {
      const tried = await tryOnce(messages, run, signal)
      if ('completed' in tried) return tried.completed
      const { error } = tried
      const pauseMs = error.retryAfterMs ?? jittered(PAUSE_MS * 2 ** (tries - 1), random)
      if (!FAULTS[error.fault].again || tries === TRIES || pauseMs > LONGEST_WAIT_MS) {
        throw new ModelAway(error.fault === 'refused' ? 'refused' : 'failed', error.message, { cause: error })
      }
      await clock.sleep(pauseMs, signal)
    }
  }
}

type Tried = { completed: Completed } | { error: ChatError }

function tell(pass: Pass, { fault, retryAfterMs }: ChatError): void {
  if (!FAULTS[fault].blames) pass.unknown()
  else if (retryAfterMs !== null && retryAfterMs > LONGEST_WAIT_MS) pass.failed(retryAfterMs)
  else pass.failed()
}

/** Half to one and a half of it, so that runs that failed together do not come back together. */
function jittered(ms: number, random: Random): number {
  return between(random, ms / 2, ms + ms / 2)
}

function estimateOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => {
    if (typeof content === 'string') return sum + tokensIn(content)
    return (
      sum +
      content.reduce((of, part) => of + (part.type === 'text' ? tokensIn(part.text) : PICTURE_TOKENS), 0)
    )
  }, 0)
}

function tokensIn(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN)
}
