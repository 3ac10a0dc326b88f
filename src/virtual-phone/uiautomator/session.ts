import { isRecord, type Body } from './body.ts'
import { settingNamed, type Settings } from './settings.ts'
import { sessionNotCreated, WdError } from './wd-errors.ts'

export interface Session {
  id: string
  capabilities: Readonly<Record<string, unknown>>
}

/** Capabilities of the request: what always and what first matches, echoed as they were sent. */
export function capabilitiesOf(body: Body): Record<string, unknown> {
  const { capabilities } = body
  if (!isRecord(capabilities)) return {}
  const { alwaysMatch, firstMatch } = capabilities
  const first: unknown = Array.isArray(firstMatch) ? firstMatch[0] : undefined
  return { ...(isRecord(alwaysMatch) ? alwaysMatch : {}), ...(isRecord(first) ? first : {}) }
}

/** The `appPackage` capability, with or without its vendor prefix; undefined when it was not given. */
export function appPackageOf(session: Session | null): string | undefined {
  const value = session?.capabilities['appPackage'] ?? session?.capabilities['appium:appPackage']
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A capability that is named like a setting, whatever its case, sets it. @throws WdError 'session not created' for a wrong type */
export function applyCapabilities(settings: Settings, capabilities: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(capabilities)) {
    const setting = settingNamed(name.replace(/^appium:/, ''))
    if (setting === undefined) continue
    try {
      settings.update({ [setting]: value })
    } catch (cause) {
      if (cause instanceof WdError) throw sessionNotCreated(cause.message)
      throw cause
    }
  }
}
