import type { Language } from '../languages.ts'

/** Phrases of each language, separated by `, `, as `fold` leaves them: lower case, without accents. */
export type Phrases = Partial<Record<Language, string>>

/** What the embedded judge knows about a topic that warmups are about. */
export interface TopicEntry {
  /** What people call the whole topic, in any language: who asks for one of these asks for all that follows. */
  names: string
  /** One of them makes a video one about the topic. */
  core: Phrases
  /** Heard in other topics too: two of them are needed. */
  hints: Phrases
  /** Count as hints. */
  emoji?: string
  /** Narrower topics: whoever asks for this one asks for those. */
  includes?: readonly string[]
  /** Wider topics: what is core there is a hint here. */
  broader?: readonly string[]
}
