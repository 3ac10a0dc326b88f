import type { Language } from './languages.ts'

type Endings = readonly (readonly [ending: string, instead: string])[]

/** What a plural may have been made of: an ending, and what stood in its place. */
const PLURALS: Record<Language, Endings> = {
  en: [
    ['ies', 'y'],
    ['ves', 'f'],
    ['ves', 'fe'],
    ['es', ''],
    ['s', ''],
  ],
  es: [
    ['ces', 'z'],
    ['es', ''],
    ['s', ''],
  ],
  de: [
    ['nen', ''],
    ['en', ''],
    ['er', ''],
    ['es', ''],
    ['em', ''],
    ['n', ''],
    ['e', ''],
    ['s', ''],
  ],
  fr: [
    ['aux', 'al'],
    ['aux', 'ail'],
    ['x', ''],
    ['s', ''],
  ],
  pt: [
    ['oes', 'ao'],
    ['aes', 'ao'],
    ['ais', 'al'],
    ['eis', 'el'],
    ['ois', 'ol'],
    ['ns', 'm'],
    ['es', ''],
    ['s', ''],
  ],
}

/** Endings of verbs and adjectives; what is left is the word's root. Participles stay: they are mostly other words. */
const ROOT_ENDINGS: Record<Exclude<Language, 'en'>, readonly string[]> = {
  es: ['iendo', 'ando', 'amos', 'emos', 'ar', 'er', 'ir', 'os', 'as', 'es', 'an', 'en', 'o', 'a', 'e'],
  pt: ['indo', 'endo', 'ando', 'amos', 'ar', 'er', 'ir', 'os', 'as', 'es', 'am', 'em', 'o', 'a', 'e'],
  fr: ['euses', 'euse', 'eurs', 'eur', 'ant', 'ons', 'ent', 'er', 'ez', 'es', 'e'],
  de: ['en', 'st', 'n', 't', 'e'],
}

/** Shorter rests are other words: "bus" is no plural of "bu". */
const SHORTEST_SINGULAR = 3
const SHORTEST_ROOT = 4

/** A longer row of letters is no word of a language, and not worth taking apart. */
const LONGEST_WORD = 40

/** Words that end like a form of another word and mean something else: "training" is no train, "carpets" are no carpet's pet. */
const AS_THEY_STAND: ReadonlySet<string> = new Set(
  'anything bearing bedding being booking boxing bring building ceiling clothing darling dressing during earring evening everything frosting herring housing icing king lightning meeting morning news nothing offspring parking planted pudding ring seasoning series shipping sibling sing sling something species spring sterling sting stocking string swing thing timing topping trained training wedding wing united hundred indeed'.split(
    ' ',
  ),
)

/** Forms that no rule finds. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ate: 'eat',
    bought: 'buy',
    children: 'child',
    feet: 'foot',
    grew: 'grow',
    grown: 'grow',
    knives: 'knife',
    leaves: 'leaf',
    loaves: 'loaf',
    made: 'make',
    mice: 'mouse',
    ran: 'run',
    taught: 'teach',
    teeth: 'tooth',
    women: 'woman',
    men: 'man',
    wore: 'wear',
    perritos: 'perro',
    perrito: 'perro',
  }),
)

/**
 * The word itself and the words it may be a form of. Two words are the same one when they share a form; that needs no dictionary and
 * finds the rare wrong form harmless, since nothing else has it. Without a language only what does no harm in the others.
 */
export function formsOf(word: string, language: Language | undefined): string[] {
  if (word.length > LONGEST_WORD || AS_THEY_STAND.has(word)) return [word]
  if (isBare(word, language)) return [word]
  const forms = new Set([word])
  const irregular = IRREGULAR.get(word)
  if (irregular !== undefined) forms.add(irregular)
  if (!word.endsWith('ss')) {
    for (const endings of language === undefined ? CAREFUL : [PLURALS[language]])
      addSingulars(word, endings, forms)
  }
  if (language === undefined || language === 'en') addEnglishStems(word, forms)
  else addRoot(word, ROOT_ENDINGS[language], forms)
  if (/^\u0648?\u0627\u0644/.test(word)) addWithoutArticle(word, forms)
  return [...forms]
}

/** True for most English words: they end like no form of another one. */
function isBare(word: string, language: Language | undefined): boolean {
  if (language !== undefined && language !== 'en') return false
  return !/[sxdg]$|^[\u0627\u0648]/.test(word) && !IRREGULAR.has(word)
}

/** German endings would make a "corn" of a "corner". */
const CAREFUL = [PLURALS.en, PLURALS.es, PLURALS.fr]

function addSingulars(word: string, endings: Endings, forms: Set<string>): void {
  for (const [ending, singular] of endings) {
    if (!word.endsWith(ending)) continue
    const form = word.slice(0, word.length - ending.length) + singular
    if (form.length >= SHORTEST_SINGULAR) forms.add(form)
  }
}

/** cooking, cooked: cook; baking: bake; prepping: prep; tried: try. */
function addEnglishStems(word: string, forms: Set<string>): void {
  if (word.endsWith('ied') && word.length > 4) forms.add(`${word.slice(0, -3)}y`)
  const ending = ['ing', 'ed'].find((known) => word.endsWith(known))
  if (ending === undefined) return
  const rest = word.slice(0, -ending.length)
  if (rest.length < SHORTEST_SINGULAR || !/[aeiouy]/.test(rest)) return
  forms.add(rest)
  forms.add(`${rest}e`)
  if (/(?:([bdgklmnprtvz])\1)$/.test(rest)) forms.add(rest.slice(0, -1))
}

/** A root is marked, so that it is never taken for a word. */
function addRoot(word: string, endings: readonly string[], forms: Set<string>): void {
  const ending = endings.find((known) => word.endsWith(known))
  const root = ending === undefined ? word : word.slice(0, -ending.length)
  if (root.length >= SHORTEST_ROOT) forms.add(`~${root}`)
}

/** al-, wa-al-: the Arabic article is written together with its word. */
function addWithoutArticle(word: string, forms: Set<string>): void {
  const rest = word.replace(/^\u0648?\u0627\u0644/, '')
  if (rest.length >= SHORTEST_SINGULAR) forms.add(rest)
}
