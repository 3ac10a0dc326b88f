/** What videos are about. */
export const TOPICS = [
  'meal prep',
  'fitness',
  'houseplants',
  'travel',
  'football',
  'makeup',
  'gadgets',
  'pets',
  'personal finance',
  'studying',
] as const
export type Topic = (typeof TOPICS)[number]

export type Language = 'en' | 'es' | 'de' | 'fr' | 'pt' | 'ja' | 'ar'

/** Words of one topic in one language: what a caption speaks of, and the hashtags beside it. */
export interface TopicWords {
  subjects: readonly string[]
  tags: readonly string[]
}

/** Enough of a language to write captions: `{s}` stands for a subject, `{S}` for one with a capital, `{n}` for a small number. */
export interface LanguageWords {
  language: Language
  templates: readonly string[]
  /** Hashtags that say nothing about the topic. */
  emptyTags: readonly string[]
  topics: Partial<Record<Topic, TopicWords>>
}
