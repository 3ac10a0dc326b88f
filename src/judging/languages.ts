import { isPlain } from './words.ts'

/** Languages whose small words and plurals the embedded judge knows; in others words must match as they stand. */
export type Language = 'en' | 'es' | 'de' | 'fr' | 'pt'

export const LANGUAGES: readonly Language[] = ['en', 'es', 'de', 'fr', 'pt']

/** Words are written as `foldWord` leaves them: lower case, without accents. */
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Too frequent to mean anything; they also give a text's language away. */
export const STOP_WORDS: Record<Language, ReadonlySet<string>> = {
  en: words(
    'a an and are as at be been but by can do does for from had has have he her his how i if in into is it its just me my of on or our she so some than that the their them then there these they this those to too up us was we were what when which while who why will with would you your',
  ),
  es: words(
    'a al algo con como cual cuando de del desde donde e el ella ellos en era es esta estas este esto estos fue ha hasta hay la las le les lo los mas me mi mis muy o para pero por porque que se ser si sobre su sus te tu tus u un una unas unos y ya yo',
  ),
  de: words(
    'aber als am an auch auf aus bei bin bis da das dass dein deine dem den der des die dir doch du ein eine einem einen einer eines er es fur hat ich ihr im in ist ja mein meine mich mir mit nach noch nur oder schon sein sich sie sind so uber um und uns vom von vor war was wenn wie wir zu zum zur',
  ),
  fr: words(
    'a ai au aux avec c ce ces cette comme d dans de des donc du elle en es est et eux il ils j je l la le les leur lui m ma mais me mes moi mon n ne nos notre nous on ou par plus pour qu que qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y',
  ),
  pt: words(
    'a ao aos as ate com como da das de dela dele do dos e ela ele eles em era essa esse esta este eu foi ha isso isto ja la lhe mais mas me meu meus minha muito na nas no nos o os ou para pela pelo por porque quando que quem se ser seu seus so sua suas tambem te tem um uma umas uns voce',
  ),
}

/** Turn the next word with a meaning into its opposite: "no pasta", "ohne Zucker". */
export const NO_WORDS = words(
  'no without nor neither sin ningun ninguna ohne kein keine keinen keiner keinem sans aucun aucune sem nenhum nenhuma',
)

/** Reach a little further: "not really a pasta dish". */
export const NOT_WORDS = words(
  "not never isn't isnt aren't arent wasn't wasnt don't dont doesn't doesnt didn't didnt won't wont can't cant nunca jamas nicht nie niemals pas jamais nao",
)

/** Take a negation back: "not only pasta". */
export const ONLY_WORDS = words('only just solo solamente nur bloss seulement uniquement somente apenas')

/** The language that a code means ("pt-BR"), if the judge knows it. */
export function languageOf(code: string | undefined): Language | undefined {
  const primary = code
    ?.slice(0, 3)
    .toLowerCase()
    .replace(/[-_].*$/, '')
  return LANGUAGES.find((language) => language === primary)
}

/** Letters that only one of the languages writes; accents are gone from folded words. */
const OWN_LETTERS: Partial<Record<Language, RegExp>> = {
  es: /[ñ¿¡]/i,
  de: /[äöüß]/i,
  fr: /[èêœùû]/i,
  pt: /[ãõ]/i,
}

/** For each small word, the languages that have it, by their place in LANGUAGES. */
const SPEAKERS = new Map<string, number[]>()
for (const [place, language] of LANGUAGES.entries()) {
  for (const word of STOP_WORDS[language]) SPEAKERS.set(word, [...(SPEAKERS.get(word) ?? []), place])
}

/**
 * The language with most of its small words and letters in the text; undefined when none has any or two have as many.
 * @param words the text's words
 */
export function guessLanguage(text: string, words: readonly { folded: string }[]): Language | undefined {
  const isAscii = isPlain(text)
  const counts: number[] = LANGUAGES.map((language) =>
    !isAscii && OWN_LETTERS[language]?.test(text) ? 1 : 0,
  )
  for (const { folded } of words) {
    for (const place of SPEAKERS.get(folded) ?? NOBODY) counts[place] = (counts[place] ?? 0) + 1
  }
  let best: Language | undefined
  let most = 0
  for (const [place, language] of LANGUAGES.entries()) {
    const count = counts[place] ?? 0
    if (count > 0 && count === most) best = undefined
    if (count <= most) continue
    best = language
    most = count
  }
  return best
}

const NOBODY: readonly number[] = []
