import { guessLanguage, NO_WORDS, NOT_WORDS, ONLY_WORDS, STOP_WORDS } from './languages.ts'
import { wordsOf } from './words.ts'

/** What a task prompt asks for, as far as its words tell. */
export interface Wishes {
  /** Each a row of words that belong together. */
  watch: string[][]
  skip: string[][]
  /** Nothing but what is in `watch` is wanted: "only …", "skip everything else". */
  strict: boolean
}

type Mode = 'watch' | 'skip'

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const SKIP_VERBS = set(
  'skip skips skipping avoid avoiding ignore ignoring exclude excluding reject rejecting dislike omite omitir salta saltar evita evitar ignora ignorar excluye excluir uberspringe uberspringen vermeide vermeiden meide meiden ignoriere ignorieren evite eviter saute sauter ignorer exclure passer passez pule pular exclua',
)
const WATCH_VERBS = set(
  'watch watching keep prefer choose accept include including want like show mira mirar ver prefiere preferir incluye schau schaue schauen ansehen bevorzuge bevorzugen regarde regarder garde garder prefere preferer assista assistir prefira preferir inclua',
)
/** "everything except politics", "skip unless it is about bread". */
const EXCEPT_WORDS = set('except unless excepto salvo ausser sauf exceto')
/** With a verb of skipping: whatever was not named. */
const REST_WORDS = set(
  'everything anything all else other others otherwise rest remaining todo demas otro otros otra otras resto alles andere anderes anderen sonst tout reste autre autres tudo outro outros outra outras',
)
/** The same, said before the verb: "otherwise skip it". */
const OTHERWISE_WORDS = set(
  'otherwise else other others rest remaining sonst autre autres resto reste otros outros',
)
/** Between two things that are named. */
const BREAKS = set('and or about like such y o u sobre und oder uber et ou e sur')
/** Words about the task, not about videos worth watching. */
const TASK_WORDS = set(
  'video videos clip clips content post posts account accounts viewer user users person people creator decide decision judge judging return answer output json relevant relevance fit fits fitting match matches matching interest interests interested keyword keywords topic topics subject whether given following short feed item items caption captions hashtag hashtags author sound please related clearly mention mentions mentioning mentioned decisive reason confidence schema worth showing shows shown focus focused theme themed things thing stuff kind any it that not should must need only just task prompt look watchable enough good bad yes true false contenido cuenta interes intereses relevante tema inhalt konto interesse interessen relevant thema contenu compte interet interets sujet conteudo conta interesse interesses assunto',
)

/** Read of a prompt, at most: what is wanted stands at its beginning, and a run should not wait for the rest. */
const MOST_LETTERS = 16_384

/** Reads wishes out of a prompt: lines and sentences, verbs of watching and skipping, negations, "except" and "only". */
export function parseTaskPrompt(whole: string): Wishes {
  const taskPrompt = whole.slice(0, MOST_LETTERS)
  const wishes: Wishes = { watch: [], skip: [], strict: false }
  const stopWords = STOP_WORDS[guessLanguage(taskPrompt, wordsOf(taskPrompt)) ?? 'en']
  let mode: Mode = 'watch'
  for (const line of withoutPlaceholders(taskPrompt).split(/\n/)) {
    const bullet = /^\s*(?:[-*•]|\d+[.)])\s/.test(line)
    for (const [index, sentence] of line.split(/(?<=[.;!?])\s+/).entries()) {
      // An item of a list goes on with what its heading said; any other sentence begins anew.
      mode = readSentence(sentence, bullet && index === 0 ? mode : 'watch', stopWords, wishes)
    }
  }
  return wishes
}

/** `{{caption}}` stands for the video's own text. */
function withoutPlaceholders(text: string): string {
  return text.replace(/\{\{?[^{}]*\}\}?/g, ' ')
}

/** @returns the mode at the sentence's end */
function readSentence(sentence: string, start: Mode, stopWords: ReadonlySet<string>, wishes: Wishes): Mode {
  let mode = start
  let negated = false
  let verb: Mode | null = null
  let otherwise = false
  let row: string[] = []
  let clauseBefore = 0

  function endRow(): void {
    if (row.length > 0) wishes[mode].push(row)
    row = []
  }

  function turn(to: Mode): void {
    endRow()
    mode = to
    negated = false
  }

  function take(word: string): void {
    if (negated) {
      // "skip what is not about bread" asks for bread alone; "skip ads, no politics" names two things to skip.
      if (verb === 'skip') wishes.strict = true
      turn(verb === 'skip' ? 'watch' : 'skip')
    }
    verb = null
    row.push(word)
  }

  for (const { folded, clause } of wordsOf(sentence)) {
    if (clause !== clauseBefore) endRow()
    clauseBefore = clause
    if (SKIP_VERBS.has(folded) || WATCH_VERBS.has(folded)) {
      const asked: Mode = SKIP_VERBS.has(folded) ? 'skip' : 'watch'
      turn(negated ? opposite(asked) : asked)
      verb = mode
      if (mode === 'skip' && otherwise) wishes.strict = true
    } else if (NO_WORDS.has(folded) || NOT_WORDS.has(folded)) {
      endRow()
      negated = true
    } else if (EXCEPT_WORDS.has(folded)) {
      if (mode === 'skip') wishes.strict = true
      turn(opposite(mode))
    } else if (REST_WORDS.has(folded)) {
      endRow()
      otherwise ||= OTHERWISE_WORDS.has(folded)
      if (mode === 'skip') wishes.strict = true
    } else if (ONLY_WORDS.has(folded) && mode === 'watch') {
      endRow()
      if (negated) negated = false
      else wishes.strict = true
    } else if (BREAKS.has(folded)) endRow()
    else if (!stopWords.has(folded) && !TASK_WORDS.has(folded)) take(folded)
  }
  endRow()
  return mode
}

function opposite(mode: Mode): Mode {
  return mode === 'watch' ? 'skip' : 'watch'
}
