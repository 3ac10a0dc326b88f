/** Between these stands what strangers wrote. */
export const FENCE = { open: '<feed_data>', close: '</feed_data>' } as const

/**
 * Characters that JSON need not escape, but that would let a text leave its place: out of our fence and of the marks that chat templates put
 * between turns (`<|im_end|>`, `</s>`, `[/INST]`), and the line ends that only JavaScript knows.
 */
const ESCAPED = /[<>&\u2028\u2029]|\[(?=\/?inst)/gi

/** JSON on one line that holds no `<` and no `>`, wherever its texts come from, and reads back as the same value. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(ESCAPED, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** A value that strangers wrote, as data that cannot end before its fence does. */
export function fenced(value: unknown): string {
  return `${FENCE.open}${plainJson(value)}${FENCE.close}`
}
