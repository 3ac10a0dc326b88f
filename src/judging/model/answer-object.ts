/** What came instead of an answer that can be used; the message is for the model itself, and for people. */
export class UnusableAnswer extends Error {
  override name = 'UnusableAnswer'
}

/** What a model says of one video is short. */
const ANSWER_MAX = 65_536

/** An object of a few short members, so that looking at it takes no time, whatever the contract says of it. */
const OBJECT_MAX = 16_384
const DEPTH_MAX = 16

/** Braces in prose that are tried as the beginning of an object. */
const STARTS_MAX = 50

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * The one JSON object with a decision in what a model wrote: thoughts, fences and prose around it are left out.
 * @throws UnusableAnswer when there is none, or when there are several that decide otherwise: a model that repeats what a caption tells it to
 * answer has not answered yet
 */
export function answerObject(text: string): JsonObject {
  if (text.length > ANSWER_MAX) throw new UnusableAnswer(`the answer is longer than ${ANSWER_MAX} characters`)
  const found = objectsIn(withoutThoughts(text)).filter((object) => Object.hasOwn(object, 'decision'))
  const answer = found.at(-1)
  if (!answer) throw new UnusableAnswer('the answer has no JSON object with "decision"')
  if (found.some(({ decision }) => decision !== answer.decision))
    throw new UnusableAnswer('the answer has several JSON objects that decide otherwise')
  return answer
}

/**
 * Reasoning models write down their thoughts first. Only up to the first end of what begins with them: a caption that is quoted may hold an end
 * as well, and what it says behind it must not be all that is left.
 */
function withoutThoughts(text: string): string {
  const [begin, end] = ['<think>', '</think>']
  if (!text.trimStart().startsWith(begin)) return text
  const at = text.indexOf(end)
  return at === -1 ? '' : text.slice(at + end.length)
}

/** Every outermost JSON object in the text. */
function objectsIn(text: string): JsonObject[] {
  const objects: JsonObject[] = []
  let from = 0
  for (let tries = 0; tries < STARTS_MAX; tries++) {
    const start = text.indexOf('{', from)
    if (start === -1) return objects
    const end = endOfObject(text, start)
    const object = end === null ? null : parsed(text.slice(start, end))
    if (object) objects.push(object)
    from = object && end !== null ? end : start + 1
  }
  return objects
}

/** Where the object that begins at `start` is over; null when it never is, or is too large or too deep. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0
  let inString = false
  const last = Math.min(text.length, start + OBJECT_MAX)
  for (let index = start; index < last; index++) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') {
      depth += 1
      if (depth > DEPTH_MAX) return null
    } else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return index + 1
    }
  }
  return null
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    // Prose with braces.
    return null
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
