import Type from 'typebox'
import { DOCUMENTED_UNATTENDED, type UnattendedRules } from './domain/capabilities.ts'
import type { Capability } from './domain/process.ts'
import { VERIFY_RUNS } from './domain/verification.ts'

/** What may run without a person, and what it has to show first; part of the table in config.ts. */
export const UNATTENDED_SETTINGS = {
  /** Runs in a row that earn a verification. */
  PHONEFARM_VERIFY_RUNS: Type.Integer({ minimum: 1, maximum: 20, default: VERIFY_RUNS }),
  /** Capabilities separated by commas; `none` permits none. */
  PHONEFARM_UNATTENDED: Type.String({ default: DOCUMENTED_UNATTENDED.permitted.join(',') }),
  /** Of those, which need no verification first; `none`: each has to earn it. */
  PHONEFARM_UNATTENDED_UNVERIFIED: Type.String({ default: DOCUMENTED_UNATTENDED.unverified.join(',') }),
}

interface Settings {
  PHONEFARM_UNATTENDED: string
  PHONEFARM_UNATTENDED_UNVERIFIED: string
}

/** What each setting may name. */
const CHOICES = {
  PHONEFARM_UNATTENDED: ['keyword_warmup', 'fyp_warmup'],
  PHONEFARM_UNATTENDED_UNVERIFIED: ['keyword_warmup'],
} as const satisfies Record<keyof Settings, readonly Capability[]>

/** Why something is not to be chosen, where more than "unknown" is to be said. */
const REFUSALS: Record<keyof Settings, Readonly<Record<string, string>>> = {
  PHONEFARM_UNATTENDED: {
    maintenance: 'must not name maintenance: profiles are never edited without a person',
  },
  PHONEFARM_UNATTENDED_UNVERIFIED: {
    fyp_warmup: 'must not name fyp_warmup: it runs unattended only once this farm has verified it',
    maintenance: 'must not name maintenance: profiles are never edited without a person',
  },
}

/** The rules, and what is wrong with the settings; what is wrong is left out of the rules. */
export function readUnattended(settings: Settings): {
  unattended: UnattendedRules
  problems: { name: string; message: string }[]
} {
  const permitted = chosen('PHONEFARM_UNATTENDED', settings)
  const unverified = chosen('PHONEFARM_UNATTENDED_UNVERIFIED', settings)
  return {
    unattended: { permitted: permitted.known, unverified: unverified.known },
    problems: [...permitted.problems, ...unverified.problems],
  }
}

function chosen(name: keyof Settings, settings: Settings) {
  const words = settings[name].split(',').map((word) => word.trim())
  const named = words.filter((word) => word !== '' && word !== 'none')
  const choices: readonly Capability[] = CHOICES[name]
  const known = choices.filter((capability) => named.includes(capability))
  const wrong = named.filter((word) => !choices.some((capability) => capability === word))
  const refusals = [...new Set(wrong.map((word) => REFUSALS[name][word] ?? unknown(choices)))]
  return { known, problems: refusals.map((message) => ({ name, message })) }
}

function unknown(choices: readonly string[]): string {
  return `must be none, or a list of: ${choices.join(', ')}`
}
