import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const Box = Type.Object({
  left: Type.Number(),
  top: Type.Number(),
  right: Type.Number(),
  bottom: Type.Number(),
})

/** A word as it was read, its place in pixels of the picture that was handed in. */
export const Word = Type.Object({
  text: Type.String(),
  bounds: Box,
  /** 0-100, the recognizer's own. */
  confidence: Type.Number(),
})
export type Word = Static<typeof Word>

/** The words of a line, from left to right; a line may reach over what the eye would take for several pieces. */
export const Line = Type.Array(Word)
export type Line = Static<typeof Line>

/** What the reading process is asked; the picture itself is a PNG. */
export interface ReadRequest {
  id: number
  picture: Uint8Array
}

/** What it answers. */
export const ReadAnswer = Type.Object({
  id: Type.Integer(),
  /** Its memory afterwards, in bytes. */
  rss: Type.Number(),
  lines: Type.Optional(Type.Array(Line)),
  error: Type.Optional(Type.String()),
})
export type ReadAnswer = Static<typeof ReadAnswer>

const answer = Compile(ReadAnswer)

/** @throws when the process said something else */
export function parseReadAnswer(message: unknown): ReadAnswer {
  return answer.Parse(message)
}
