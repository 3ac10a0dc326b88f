import type { JudgeContext, PromptObject } from '../../../src/domain/judge.ts'
import { judgeContext, judgeSnapshot } from '../../support/judging.ts'

/** Languages of the labelled captions; the last two have few and are told apart by their script alone. */
export const LANGUAGES = ['en', 'es', 'de', 'fr', 'pt', 'ja', 'ar'] as const
export type LabelledLanguage = (typeof LANGUAGES)[number]

export const TOPICS = [
  'meal-prep',
  'houseplants',
  'home-workout',
  'personal-finance',
  'tech',
  'dogs',
] as const
export type Topic = (typeof TOPICS)[number]

/** In words of the operator: the keyword he searches for, his interests, his task prompt. */
export interface Asked {
  keyword?: string
  interests?: readonly string[]
  task?: string
}

/** What an operator asks for, written in the language of the videos that he wants to see. */
const ASKED: Record<Topic, Partial<Record<LabelledLanguage, Asked>>> = {
  'meal-prep': {
    en: { keyword: 'meal prep', interests: ['healthy recipes', 'budget cooking'] },
    es: { keyword: 'recetas saludables', interests: ['cocina fácil', 'batch cooking'] },
    de: { keyword: 'Meal Prep', interests: ['gesunde Rezepte', 'günstig kochen'] },
    fr: { keyword: 'recettes faciles', interests: ['batch cooking', 'cuisine petit budget'] },
    pt: { keyword: 'receitas saudáveis', interests: ['marmita fitness', 'cozinha barata'] },
    ja: { keyword: '作り置き', interests: ['簡単レシピ'] },
  },
  houseplants: {
    en: {
      interests: ['houseplants', 'plant care'],
      task: 'Watch videos about houseplants and how to care for indoor plants. Skip ads and sponsored posts.',
    },
    es: { interests: ['plantas de interior', 'suculentas'] },
    de: { interests: ['Zimmerpflanzen'], task: 'Schaue Videos über Zimmerpflanzen, überspringe Werbung.' },
    fr: { interests: ["plantes d'intérieur", 'boutures'] },
    pt: { interests: ['plantas de casa', 'suculentas'] },
    ja: { interests: ['観葉植物'] },
  },
  'home-workout': {
    en: { keyword: 'home workout', interests: ['strength training', 'mobility'] },
    es: { keyword: 'ejercicio en casa', interests: ['entrenamiento de fuerza', 'movilidad'] },
    de: { keyword: 'Workout zuhause', interests: ['Krafttraining', 'Übungen für den Rücken'] },
    fr: { keyword: 'sport à la maison', interests: ['musculation', 'étirements'] },
    pt: { keyword: 'treino em casa', interests: ['musculação', 'alongamento'] },
    ar: { keyword: 'تمارين منزلية' },
  },
  'personal-finance': {
    en: {
      task: 'Watch videos about personal finance: saving money, budgeting and investing. Skip crypto, gambling and get rich quick schemes.',
    },
    es: {
      task: 'Mira vídeos sobre finanzas personales, ahorro e inversión. Evita criptomonedas y apuestas.',
    },
    de: { task: 'Schaue Videos über Finanzen, Sparen und Geldanlage. Vermeide Krypto und Glücksspiel.' },
    fr: { task: "Regarde les vidéos sur l'épargne, le budget et la bourse. Évite les cryptomonnaies." },
    pt: {
      task: 'Assista vídeos sobre finanças pessoais, economizar e investir. Evite criptomoedas e apostas.',
    },
    ar: { interests: ['توفير المال', 'المال'] },
  },
  tech: {
    en: { keyword: 'iphone tips', interests: ['apple', 'gadgets', 'python programming'] },
    es: { keyword: 'trucos iphone', interests: ['apple', 'gadgets', 'programación en python'] },
    de: { keyword: 'iPhone Tipps', interests: ['Apple', 'Gadgets', 'Python programmieren'] },
    fr: { keyword: 'astuces iphone', interests: ['high-tech', 'programmation python'] },
    pt: { keyword: 'dicas iphone', interests: ['gadgets', 'programação python'] },
    ja: { keyword: 'iPhone', interests: ['ガジェット'] },
  },
  dogs: {
    en: { keyword: 'dog training', interests: ['puppies', 'dogs'] },
    es: { keyword: 'adiestramiento de perros', interests: ['perros', 'cachorros'] },
    de: { keyword: 'Hundetraining', interests: ['Hunde', 'Welpen'] },
    fr: { keyword: 'éducation canine', interests: ['chiens', 'chiots'] },
    pt: { keyword: 'adestramento de cães', interests: ['cachorros', 'filhotes'] },
    ja: { keyword: '犬', interests: ['子犬'] },
  },
}

/** The context that a caption of this topic and language is judged in. @throws when nothing is asked in that language */
export function askedContext(topic: Topic, language: LabelledLanguage): JudgeContext {
  const asked = ASKED[topic][language]
  if (!asked) throw new Error(`nothing is asked about ${topic} in ${language}`)
  return contextOf(asked)
}

/** The context that a judge is given for it. */
export function contextOf(asked: Asked): JudgeContext {
  return judgeContext({
    capability: asked.keyword === undefined ? 'fyp_warmup' : 'keyword_warmup',
    keyword: asked.keyword ?? null,
    snapshot: asked.interests ? judgeSnapshot({ interests: asked.interests }) : null,
    prompt: asked.task === undefined ? null : promptOf(asked.task),
  })
}

function promptOf(task_prompt: string): PromptObject {
  const output_contract = {
    type: 'object',
    properties: { decision: { enum: ['watch', 'skip'] }, reason: { type: 'string' } },
    required: ['decision'],
  }
  return {
    prompt_id: 'labelled',
    name: 'labelled',
    version: 1,
    system_prompt: '',
    task_prompt,
    output_contract,
  }
}
