import Type from 'typebox'
import { Compile } from 'typebox/compile'

const Part = Type.Object({ type: Type.String(), text: Type.Optional(Type.String()) })

const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })

/** The part of a `chat.completion` that is used (source: platform.openai.com/docs/api-reference/chat/object); servers add much of their own. */
const Completion = Type.Object({
  choices: Type.Array(
    Type.Object({
      message: Type.Object({
        content: Type.Optional(Type.Union([Type.String(), Type.Array(Part), Type.Null()])),
        refusal: Type.Optional(Type.Unknown()),
      }),
    }),
  ),
})

const Usage = Type.Object({ usage: Type.Object({ prompt_tokens: Count, completion_tokens: Count }) })

const completion = Compile(Completion)
const usage = Compile(Usage)

/** What a server has answered. */
export interface Completed {
  /** What the model wrote; empty when it wrote nothing. */
  text: string
  /** The model, or what stands before it, does not want to answer. */
  refused: boolean
  /** Null when the server does not count. */
  tokens: { prompt_tokens: number; completion_tokens: number } | null
}

/** @returns null for JSON that is no chat completion */
export function readCompletion(json: unknown): Completed | null {
  if (!completion.Check(json)) return null
  const { content, refusal } = json.choices[0]?.message ?? {}
  const text = typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join('')
  return {
    text: text.trim(),
    refused: text.trim() === '' && typeof refusal === 'string' && refusal !== '',
    tokens: usage.Check(json)
      ? { prompt_tokens: json.usage.prompt_tokens, completion_tokens: json.usage.completion_tokens }
      : null,
  }
}
