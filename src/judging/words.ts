/** A word of a text. */
export interface Word {
  /** Without case and accents. */
  folded: string
  /** Number of the part of the sentence it stands in: a negation does not reach over a comma. */
  clause: number
  /** The last one before a question mark. */
  asked: boolean
}

/**
 * Lower case, without accents: `Äpfel` and `apfel` are one word. Only Latin accents and Arabic vowel signs go; a Japanese voicing mark makes
 * another word. Letters of other widths and faces become plain ones, what is invisible goes.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (!NOT_ASCII.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßæœ’]/g, (letter) => PLAIN[letter] ?? letter)
}

/** Latin accents, Arabic vowel signs and stretching; soft hyphens, zero-width characters, marks of direction. */
const MARKS =
  /[\u0300-\u036f\u064b-\u0655\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

const PLAIN: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', '’': "'" }

/** Scripts that put no blanks between words: only a dictionary finds where one ends. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

/** Tested first: the scripts above take ten times as long. */
const NOT_ASCII = /[^\s!-~]/

/** What Intl.Segmenter calls a word in scripts with blanks, an order of magnitude faster. */
const SPACED_WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:'[\p{L}\p{M}\p{N}]+)*/gu

/** Ends of clauses: punctuation with a pause, or a line. */
const PAUSE = /[.,;:!?…\n()[\]|/–—•]/u

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** The words of a text in order. */
export function wordsOf(text: string): Word[] {
  const folded = fold(text)
  const spans =
    NOT_ASCII.test(folded) && UNSPACED.test(folded) ? dictionaryWords(folded) : spacedWords(folded)
  let clause = 0
  let end = 0
  const words: Word[] = []
  for (const { word, index } of spans) {
    const between = folded.slice(end, index)
    if (PAUSE.test(between)) clause += 1
    const before = words.at(-1)
    if (before && between.includes('?')) before.asked = true
    end = index + word.length
    words.push({ folded: bare(word), clause, asked: false })
  }
  const last = words.at(-1)
  if (last && folded.includes('?', end)) last.asked = true
  return words
}

/** Without a French article ("d'interieur") or an English owner's s ("grandma's"). */
function bare(word: string): string {
  if (!word.includes("'")) return word
  return word.replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=..)/, '').replace(/'s$/, '')
}

interface Span {
  word: string
  index: number
}

function spacedWords(text: string): Span[] {
  return Array.from(text.matchAll(SPACED_WORD), ({ 0: word, index }) => ({ word, index }))
}

function dictionaryWords(text: string): Span[] {
  return Array.from(segmenter.segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment, index }) => ({ word: segment, index }))
}

/** Where a name or tag without blanks says by itself that a word begins: `MealPrep`, `meal_prep`, `prep4busy`. */
const INNER_WORD = /\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu

/** The words that a hashtag or a user's name shows by case, dots, underscores and digits. */
export function innerWords(name: string): string[] {
  if (UNSPACED.test(name)) return wordsOf(name).map(({ folded }) => folded)
  return (name.match(INNER_WORD) ?? []).map(fold)
}

/** A hashtag longer than this is no row of words. */
const LONGEST_ROW = 40

/**
 * Takes a word without blanks apart into known words, all of it or nothing: `mealprepideas` is meal, prep, ideas; `highlights` does not
 * contain a light unless somebody also knows "high".
 */
export function splitByKnown(row: string, isKnown: (word: string) => boolean): string[] | undefined {
  if (row.length > LONGEST_ROW) return undefined
  // ways[n]: the words that make up the first n characters; with few and long words preferred.
  const ways: (readonly string[] | undefined)[] = [[]]
  for (let end = 1; end <= row.length; end++) {
    for (let start = 0; start <= end - 2 && ways[end] === undefined; start++) {
      const before = ways[start]
      if (before === undefined) continue
      const word = row.slice(start, end)
      if (isKnown(word)) ways[end] = [...before, word]
    }
  }
  const words = ways[row.length]
  return words && words.length > 0 ? [...words] : undefined
}
