import type { Config } from './config.ts'

/** Every secret among the settings: none of them may stand in a log, in evidence or in an error. */
export function secretsOf({ webhookSecrets, apiKey, judge }: Config): Set<string> {
  const keys = [apiKey, judge?.key ?? null].filter((key) => key !== null)
  return new Set([...webhookSecrets, ...keys])
}
