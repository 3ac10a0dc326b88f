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
  if (isPlain(lower)) return lower
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

/** True for a text of ASCII alone: it needs no rules of Unicode, which take many times as long. */
export function isPlain(text: string): boolean {
  return !NOT_ASCII.test(text)
}

const LETTER = /[\p{L}\p{N}]/u
const LETTER_OR_MARK = /[\p{L}\p{M}\p{N}]/u

/** Ends of clauses: punctuation with a pause, or a line. */
const PAUSES: ReadonlySet<string> = new Set('.,;:!?…\n()[]|/–—•')

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** The words of a text in order. */
export function wordsOf(text: string): Word[] {
  const folded = fold(text)
  return !isPlain(folded) && UNSPACED.test(folded) ? dictionaryWords(folded) : spacedWords(folded)
}

/** Collects words, and what stands between them. */
function createRow() {
  const words: Word[] = []
  let clause = 0
  let last: Word | undefined
  let paused = false
  return {
    words,
    between(character: string): void {
      if (!PAUSES.has(character)) return
      paused = true
      if (character === '?' && last) last.asked = true
    },
    word(word: string): void {
      if (paused) clause += 1
      paused = false
      last = { folded: bare(word), clause, asked: false }
      words.push(last)
    },
  }
}

/** What Intl.Segmenter calls a word in scripts with blanks, an order of magnitude faster. */
function spacedWords(text: string): Word[] {
  const row = createRow()
  let at = 0
  while (at < text.length) {
    const end = endOfWord(text, at)
    if (end > at) row.word(text.slice(at, end))
    else row.between(text.charAt(at))
    at = Math.max(end, at + 1)
  }
  return row.words
}

/** Where the word ends that begins at `start`; `start` when none does. An apostrophe between letters is part of it. */
function endOfWord(text: string, start: number): number {
  let end = start + widthOf(text, start, LETTER)
  if (end === start) return start
  for (;;) {
    const width = widthOf(text, end, LETTER_OR_MARK)
    if (width > 0) end += width
    else if (text.charCodeAt(end) === APOSTROPHE && widthOf(text, end + 1, LETTER_OR_MARK) > 0) end += 1
    else return end
  }
}

const APOSTROPHE = 39

/** Units of the character at `at`; 0 when it is none of the asked ones. Folded text has no capitals of ASCII. */
function widthOf(text: string, at: number, asked: RegExp): number {
  const code = text.charCodeAt(at)
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) ? 1 : 0
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return asked.test(character) ? character.length : 0
}

function dictionaryWords(text: string): Word[] {
  const row = createRow()
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) row.word(segment)
    else for (const character of segment) row.between(character)
  }
  return row.words
}

/** Without a French article ("d'interieur") or an English owner's s ("grandma's"). */
function bare(word: string): string {
  if (!word.includes("'")) return word
  return word.replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=..)/, '').replace(/'s$/, '')
}

/** Where a name or tag without blanks says by itself that a word begins: `MealPrep`, `meal_prep`, `prep4busy`. */
const INNER_WORD = /\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu

/** The same of ASCII. */
const PLAIN_INNER_WORD = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+/g

/** The words that a hashtag or a user's name shows by case, dots, underscores and digits. */
export function innerWords(name: string): string[] {
  if (isPlain(name)) return (name.match(PLAIN_INNER_WORD) ?? []).map((word) => word.toLowerCase())
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
