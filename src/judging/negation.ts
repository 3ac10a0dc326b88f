import { NO_WORDS, NOT_WORDS, ONLY_WORDS } from './languages.ts'
import type { Word } from './words.ts'

/** Words with a meaning that a negation reaches over: "no" takes the next one, "not" one more. */
const REACH = { no: 1, not: 2, stop: 1, instead: 2 } as const

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** "stop meal prepping", "skip the gym": the thing is given up, unless it is somebody's: "stop overwatering your plants". */
const STOP_WORDS_AHEAD = set(
  'stop stopped stopping quit quitting quits skip skipped skipping cancel cancelled ditch ditched ditching unfollow goodbye bye adios adieu tschuss deje dejar parei arrete arreter',
)
const OWNERS = set(
  'your you my our his her their this these tu tus mi mis dein deine mein meine ton ta tes mon ma mes seu sua meu minha se me doing',
)

/** "nada de ejercicio", "zero sugar". */
const NONE_OF = set('nada zero cero null')

/** "instead of pasta", "tired of cooking": their last word is what starts the negation. */
const ROWS = new Map<string, readonly (readonly string[])[]>()
for (const row of 'instead of,rather than,tired of,sick of,done with,over with,break from,bored of,allergic to,fed up with,giving up,gave up,give up,en vez de,en lugar de,harta de,harto de,basta de,deje de,cansada de,cansado de,statt,anstatt,keine lust auf,aufgehort mit,schluss mit,genug von,au lieu de,marre de,arrete de,fini les,fini le,em vez de,ao inves de,parei de,chega de,cansada de,zero'.split(
  ',',
)) {
  const words = row.split(' ')
  const last = words.at(-1) ?? ''
  ROWS.set(last, [...(ROWS.get(last) ?? []), words])
}

/** After a negation they take it back: "never skip", "can't stop", "don't forget", "not without". */
const TAKE_BACK = set(
  'skip stop without forget miss quit wait resist believe live sleep worry stress hate leave lose vergessen verpassen oublie oubliez olvides esquece esqueca pierdas perca rate sin sem ohne sans',
)

/** Between a negation and what it is about. */
const TRANSPARENT = set(
  'more longer any such really even so very much that another fan going gonna have had get need want mas mehr plus muy ningun tengo tiene tenemos hay quiero soy es hago haciendo tenho tem temos quero sou faco habe haben hat ist sind will mag ai avons est suis fait hoy heute aujourd hui hoje today heut ahora jetzt nada personne rien de du d',
)

/** A negation ends where another thought begins. */
const ENDS = set(
  'if but because when so just only and while pero aber mais mas sondern weil wenn porque car parce si sino und y et solo nur',
)

/** Goes on with what was denied: "no dogs or cats". */
const OR_WORDS = set('or nor ni oder noch ou nem')

/** "Gym outfit? Nope": denies what was asked before it. */
const ANSWERS = set('nope nah nein non nao')
const ANSWERED_WORDS = 4

/** Before "don't" they make a statement; without them it is advice: "don't buy a plant before …" is about plants. */
const SUBJECTS = set('i we he she they it you who people yo nosotros ich wir je on nous eu nos')
const ADVICE = set("don't dont")

/** A text without any of them denies nothing. */
const STARTS: ReadonlySet<string> = new Set([
  ...[NO_WORDS, NOT_WORDS, NONE_OF, STOP_WORDS_AHEAD, ANSWERS, ADVICE].flatMap((words) => [...words]),
  ...ROWS.keys(),
])

/**
 * For each word, the place of the word that denies it, or -1. "This is not a recipe": "recipe" is denied by "not". Empty when nothing is
 * denied.
 * @param isSmall true for words without a meaning of their own, which a negation passes over
 */
export function deniedBy(words: readonly Word[], isSmall: (word: string) => boolean): number[] {
  if (!words.some(({ folded }) => STARTS.has(folded))) return []
  const denied = words.map(() => -1)
  let reach = 0
  let from = -1
  for (const [index, { folded, clause }] of words.entries()) {
    const before = words[index - 1]
    if (before && before.clause !== clause) reach = 0
    if (reach > 0 && (ONLY_WORDS.has(folded) || TAKE_BACK.has(folded) || ENDS.has(folded))) {
      reach = 0
      continue
    }
    if (
      reach > 0 &&
      from === index - 1 &&
      STOP_WORDS_AHEAD.has(words[from]?.folded ?? '') &&
      OWNERS.has(folded)
    ) {
      reach = 0
      continue
    }
    const started = reachOf(words, index)
    if (started > 0) {
      reach = started
      from = index
    } else if (reach > 0 && !isSmall(folded) && !TRANSPARENT.has(folded)) {
      denied[index] = from
      reach -= 1
    } else if (OR_WORDS.has(folded) && index > 1 && denied[index - 1] !== -1) {
      reach = REACH.no
      from = denied[index - 1] ?? index
    }
    if (isAnswer(words, index)) denyBefore(words, index, denied)
  }
  return denied
}

/** How far the negation reaches that begins with this word; 0 when none does. */
function reachOf(words: readonly Word[], index: number): number {
  const { folded = '', clause = 0 } = words[index] ?? {}
  const next = words[index + 1]
  if (ADVICE.has(folded)) return isStatement(words, index) ? REACH.not : REACH.no
  if (NOT_WORDS.has(folded)) return REACH.not
  if (NO_WORDS.has(folded) || NONE_OF.has(folded)) return REACH.no
  if (ROWS.get(folded)?.some((row) => endsWith(words, index, row))) return REACH.instead
  if (STOP_WORDS_AHEAD.has(folded) && next?.clause === clause && !isDoneWrong(words, index)) return REACH.stop
  return 0
}

function isStatement(words: readonly Word[], index: number): boolean {
  const before = words[index - 1]
  return before !== undefined && before.clause === words[index]?.clause && SUBJECTS.has(before.folded)
}

function endsWith(words: readonly Word[], index: number, row: readonly string[]): boolean {
  return row.every((word, place) => words[index - row.length + 1 + place]?.folded === word)
}

const WRONGLY = set('like wrong this incorrectly so asi assim comme')

/** "Stop cooking chicken like this" is about cooking. */
function isDoneWrong(words: readonly Word[], index: number): boolean {
  const { clause } = words[index] ?? {}
  return words.slice(index + 2, index + 6).some((word) => word.clause === clause && WRONGLY.has(word.folded))
}

function isAnswer(words: readonly Word[], index: number): boolean {
  const word = words[index]
  const before = words[index - 1]
  if (!word || !before?.asked) return false
  if (ANSWERS.has(word.folded)) return true
  return word.folded === 'no' && words[index + 1]?.clause !== word.clause
}

function denyBefore(words: readonly Word[], index: number, denied: number[]): void {
  const clause = words[index - 1]?.clause
  for (let place = index - 1; place >= Math.max(0, index - ANSWERED_WORDS); place--) {
    if (words[place]?.clause === clause) denied[place] = index
  }
}
