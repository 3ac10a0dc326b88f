import Type, { type Static } from 'typebox'
import type { ModelBudget, ModelSettings } from './judging/model/model-settings.ts'

const Limit = (fallback: number) => Type.Integer({ minimum: 0, maximum: 999_999_999, default: fallback })

/** The settings of the model judge as they stand in the environment. The budget's are what a large farm may use in good order; 0: no limit. */
export const JudgeEnvironment = Type.Object({
  /** Where `/chat/completions` is; empty: only the embedded judge. */
  PHONEFARM_JUDGE_URL: Type.String({ default: '' }),
  PHONEFARM_JUDGE_MODEL: Type.String({ default: '' }),
  /** A header value travels unchanged only when it is visible ASCII without spaces. */
  PHONEFARM_JUDGE_KEY: Type.Optional(Type.String({ pattern: '^[\\x21-\\x7e]+$' })),
  PHONEFARM_JUDGE_TIMEOUT_MS: Type.Integer({ minimum: 100, maximum: 600_000, default: 20_000 }),
  PHONEFARM_JUDGE_CALLS_PER_RUN: Limit(1_000),
  PHONEFARM_JUDGE_TOKENS_PER_RUN: Limit(1_000_000),
  PHONEFARM_JUDGE_CALLS_PER_DAY: Limit(20_000),
  PHONEFARM_JUDGE_TOKENS_PER_DAY: Limit(20_000_000),
  PHONEFARM_JUDGE_PICTURES: Type.Enum(['off', 'on'], { default: 'off' }),
  PHONEFARM_JUDGE_TEMPERATURE: Type.String({ default: '0' }),
  /** Reasoning models spend most of it before they answer. */
  PHONEFARM_JUDGE_MAX_TOKENS: Type.Integer({ minimum: 16, maximum: 65_536, default: 512 }),
})
export type JudgeEnvironment = Static<typeof JudgeEnvironment>

export interface JudgeProblem {
  name: string
  message: string
}

/** What is wrong with the settings beyond their form. */
export function judgeProblems(given: JudgeEnvironment): JudgeProblem[] {
  const { PHONEFARM_JUDGE_URL: url, PHONEFARM_JUDGE_MODEL: model } = given
  const problems: JudgeProblem[] = []
  if (url !== '' && endpointOf(url) === null) {
    const message =
      'must be an http or https address without user, query and fragment: http://127.0.0.1:11434/v1'
    problems.push({ name: 'PHONEFARM_JUDGE_URL', message })
  }
  if (url !== '' && model === '') {
    problems.push({
      name: 'PHONEFARM_JUDGE_MODEL',
      message: 'must name the model when PHONEFARM_JUDGE_URL is set',
    })
  }
  if (temperatureOf(given) === null) {
    problems.push({ name: 'PHONEFARM_JUDGE_TEMPERATURE', message: 'must be a number from 0 to 2' })
  }
  return problems
}

/** @returns null when there is no model, or its settings are wrong */
export function toModelSettings(given: JudgeEnvironment): ModelSettings | null {
  const endpoint = endpointOf(given.PHONEFARM_JUDGE_URL)
  const temperature = temperatureOf(given)
  if (endpoint === null || temperature === null) return null
  return {
    endpoint,
    model: given.PHONEFARM_JUDGE_MODEL,
    key: given.PHONEFARM_JUDGE_KEY ?? null,
    timeoutMs: given.PHONEFARM_JUDGE_TIMEOUT_MS,
    budget: budgetOf(given),
    pictures: given.PHONEFARM_JUDGE_PICTURES === 'on',
    temperature,
    maxTokens: given.PHONEFARM_JUDGE_MAX_TOKENS,
  }
}

function budgetOf(given: JudgeEnvironment): ModelBudget {
  const limit = (value: number) => (value === 0 ? null : value)
  return {
    callsPerRun: limit(given.PHONEFARM_JUDGE_CALLS_PER_RUN),
    tokensPerRun: limit(given.PHONEFARM_JUDGE_TOKENS_PER_RUN),
    callsPerDay: limit(given.PHONEFARM_JUDGE_CALLS_PER_DAY),
    tokensPerDay: limit(given.PHONEFARM_JUDGE_TOKENS_PER_DAY),
  }
}

const PATH = '/chat/completions'

/** The whole address, for a base address as well as for the whole one. */
function endpointOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, username, password, search, hash, origin, pathname } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:') return null
  if (username + password + search + hash !== '') return null
  const path = pathname.replace(/\/+$/, '')
  return origin + (path.endsWith(PATH) ? path : path + PATH)
}

function temperatureOf({ PHONEFARM_JUDGE_TEMPERATURE: text }: JudgeEnvironment): number | null {
  const temperature = /^\d(\.\d{1,3})?$/.test(text) ? Number(text) : null
  return temperature !== null && temperature <= 2 ? temperature : null
}
