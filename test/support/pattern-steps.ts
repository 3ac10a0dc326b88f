import type { PatternNode } from './pattern-tree.ts'

/** More than any good pattern needs for a text of a few hundred characters. */
const MOST_STEPS = 1_000_000

type Next = (at: number) => boolean

/**
 * How many characters a backtracking matcher looks at until it has found the pattern in the text (with the flag `g` until it has found all of
 * them), or has not; Infinity when it does not come to an end.
 */
export function stepsOf(tree: PatternNode, text: string, flags: string): number {
  let steps = 0
  const step = () => {
    if (++steps > MOST_STEPS) throw new TooLong()
  }

  function match(node: PatternNode, at: number, next: Next): boolean {
    switch (node.kind) {
      case 'char':
        step()
        return at < text.length && node.takes(text[at] ?? '') && next(at + 1)
      case 'sequence':
        return sequence(node.items, 0, at, next)
      case 'choice':
        return node.options.some((option) => match(option, at, next))
      case 'repeat':
        return node.body.kind === 'char' ? run(node, at, next) : repeat(node, 0, at, -1, next)
      case 'look':
        return look(node, at) !== node.negative && next(at)
      case 'start':
        step()
        return at === 0 && next(at)
      case 'end':
        step()
        return at === text.length && next(at)
      case 'boundary':
        step()
    }
    return (isWord(at - 1) !== isWord(at)) !== node.negative && next(at)
  }

  /** Backwards the same characters are looked at, from each place that it may begin at. */
  function look(node: PatternNode & { kind: 'look' }, at: number): boolean {
    if (!node.behind) return match(node.body, at, () => true)
    for (let from = at; from >= 0 && at - from <= node.longest; from--)
      if (match(node.body, from, (end) => end === at)) return true
    return false
  }

  function sequence(items: readonly PatternNode[], index: number, at: number, next: Next): boolean {
    const item = items[index]
    return item === undefined ? next(at) : match(item, at, (end) => sequence(items, index + 1, end, next))
  }

  /** Of single characters: first as many as there are, or as few as may be. */
  function run(
    { body, least, most, lazy }: PatternNode & { kind: 'repeat' },
    at: number,
    next: Next,
  ): boolean {
    const takes = (index: number) => {
      step()
      return body.kind === 'char' && index < text.length && body.takes(text[index] ?? '')
    }
    let count = 0
    while (count < least) if (!takes(at + count++)) return false
    if (lazy) {
      while (!next(at + count)) if (count >= most || !takes(at + count++)) return false
      return true
    }
    while (count < most && takes(at + count)) count++
    for (; count >= least; count--) if (next(at + count)) return true
    return false
  }

  function repeat(
    node: PatternNode & { kind: 'repeat' },
    count: number,
    at: number,
    before: number,
    next: Next,
  ): boolean {
    const { body, least, most, lazy } = node
    const more = () =>
      count < most &&
      (count < least || at !== before) &&
      match(body, at, (end) => repeat(node, count + 1, end, at, next))
    if (count < least) return more()
    return lazy ? next(at) || more() : more() || next(at)
  }

  const isWord = (index: number) => /\w/.test(text[index] ?? '')

  try {
    // A sticky pattern is tried at one place, as is one that can only be at the beginning.
    const onlyThere = flags.includes('y') || (tree.kind === 'sequence' && tree.items[0]?.kind === 'start')
    let end = 0
    for (let from = 0; from <= text.length; from = Math.max(end, from + 1)) {
      const isThere = match(tree, from, (at) => ((end = at), true))
      if (onlyThere || (isThere && !flags.includes('g'))) break
    }
    return steps
  } catch (error) {
    if (error instanceof TooLong) return Infinity
    throw error
  }
}

class TooLong extends Error {}
