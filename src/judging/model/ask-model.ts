import { startDeadline, type Clock } from '../../domain/clock.ts'
import type { Verdict } from '../../domain/judge.ts'
import { UnusableAnswer } from './answer-object.ts'
import type { RunUse } from './budget.ts'
import { ModelAway } from './model-away.ts'
import type { Call } from './model-calls.ts'
import { messagesOf, type Message, type Question } from './question.ts'
import type { ReadVerdict } from './read-verdict.ts'

/**
 * Puts a question to the model until its answer satisfies the contract: once, and once more with what was wrong.
 * @param picture a data URL
 * @throws ModelAway, or the signal's reason
 */
export type AskModel = (
  question: Question,
  picture: string | null,
  run: RunUse,
  signal: AbortSignal,
) => Promise<Verdict>

export interface AskModelDeps {
  call: Call
  readVerdict: ReadVerdict
  /** For question and repair, tries and pauses together. */
  deadlineMs: number
  clock: Clock
}

/** Of a bad answer that goes back. */
const QUOTED_MAX = 4_000

export function createAskModel({ call, readVerdict, deadlineMs, clock }: AskModelDeps): AskModel {
  async function askAndRepair(
    question: Question,
    picture: string | null,
    run: RunUse,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const messages = messagesOf(question, picture)
    const first = await answerTo(messages, question, run, signal)
    if (!('wrong' in first)) return first
    const second = await answerTo([...messages, ...repairOf(first)], question, run, signal)
    if (!('wrong' in second)) return second
    throw new ModelAway('answer', `two answers could not be used: ${second.wrong}`)
  }

  /** @returns the verdict, or what is wrong with the answer */
  async function answerTo(
    messages: readonly Message[],
    { contract }: Question,
    run: RunUse,
    signal: AbortSignal,
  ): Promise<Verdict | Wrong> {
    const { text, refused } = await call(messages, run, signal)
    if (refused) throw new ModelAway('answer', 'it refused to answer')
    try {
      return readVerdict(text, contract)
    } catch (error) {
      if (error instanceof UnusableAnswer) return { text, wrong: error.message }
      throw error
    }
  }

  return async (question, picture, run, signal) => {
    const deadline = startDeadline(clock, deadlineMs, signal, () => {
      return new ModelAway('timeout', `it did not come to an end within ${deadlineMs / 1000} s`)
    })
    try {
      return await askAndRepair(question, picture, run, deadline.signal)
    } finally {
      deadline.end()
    }
  }
}

interface Wrong {
  text: string
  wrong: string
}

function repairOf({ text, wrong }: Wrong): Message[] {
  const repair = `That cannot be used: ${wrong}. Answer again, with the JSON object alone.`
  return [
    // Servers refuse a message without text, and chat templates two of one side in a row.
    { role: 'assistant', content: text.slice(0, QUOTED_MAX) || '(nothing)' },
    { role: 'user', content: repair },
  ]
}
