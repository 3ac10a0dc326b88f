import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { doorProblems, readDoors } from './door-settings.ts'
import { driversDirectoryOf } from './drivers-directory-setting.ts'
import { type AllowList, parseAllowList } from './domain/callback-url.ts'
import { Environment } from './environment.ts'
import { readCallbackCa } from './callback-ca-setting.ts'
import { judgeProblems, toModelSettings } from './judge-settings.ts'
import { nearestName } from './nearest-name.ts'
import { readRate } from './rate-setting.ts'
import { readUnattended } from './unattended-settings.ts'

const environment = Compile(Environment)
const KNOWN_NAMES = Object.keys(Environment.properties)

/** Both prefixes are the project's own: the documents' webhook secret has the older one. */
const OUR_PREFIX = /^PHONE_?FARM_/

const HOUR_MS = 60 * 60 * 1000
const MIB = 1024 * 1024

/** Shorter keys can be guessed over a network; the documents set no length, so it is only warned about. */
const KEY_LENGTH = 16

type Variables = Readonly<Record<string, string | undefined>>

/** What the daemon runs with; only `data-directory-setting.ts` reads the environment as well. */
export type Config = Readonly<ReturnType<typeof toConfig>>

/** One wrong setting. The message never shows the value: it may be a secret. */
export interface ConfigProblem {
  name: string
  message: string
}

/** Every wrong setting at once, so that one restart mends them all; `main.ts` ends with exit code 78 (EX_CONFIG, sysexits.h). */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(`configuration: ${problems.map(({ name, message }) => `${name} ${message}`).join('; ')}`)
    this.problems = problems
  }
}

/**
 * Reads the settings; a variable that is empty counts as not set.
 * @returns the settings, and what is odd about them without being wrong, as sentences for the log
 * @throws ConfigError that names every wrong setting
 */
export function loadConfig(variables: Variables): { config: Config; warnings: string[] } {
  const given = readNumbers(variables)
  const wrong = schemaProblems(Value.Default(Environment, { ...given }))
  // What is wrong is left at its default, so that the other checks can speak as well.
  for (const { name } of wrong) delete given[name]
  const settings = environment.Parse(Value.Default(Environment, given))
  const { allow, problem } = readAllowList(settings.PHONEFARM_CALLBACK_ALLOW)
  const config = toConfig(settings, allow, variables)
  const others = [
    ...problem,
    ...doorProblems(settings),
    ...readUnattended(settings).problems,
    ...readRate(settings).problems,
    ...readCallbackCa(settings.PHONEFARM_CALLBACK_CA).problems,
    ...judgeProblems(settings),
    ...secretProblems(config),
  ].filter(({ name }) => !wrong.some((one) => one.name === name))
  if (wrong.length + others.length > 0) throw new ConfigError([...wrong, ...others])
  return { config, warnings: [...unknownNames(variables), ...weakKey(config), ...weakTls(variables)] }
}

/** What is set, whole numbers as numbers. */
function readNumbers(variables: Variables): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(Environment.properties)) {
    const text = variables[name]?.trim() ?? ''
    const isNumber = 'type' in schema && schema.type === 'integer' && /^\d{1,9}$/.test(text)
    if (text !== '') given[name] = isNumber ? Number(text) : text
  }
  return given
}

function schemaProblems(given: unknown): ConfigProblem[] {
  return environment.Errors(given).map(({ instancePath, keyword, params, message }) => {
    const allowed = keyword === 'enum' ? `: ${params.allowedValues.join(', ')}` : ''
    const pattern = keyword === 'pattern' ? patternWords(instancePath.slice(1)) : message
    const name = instancePath.slice(1)
    return { name, message: rangeOf(name) ?? `${pattern}${allowed}` }
  })
}

function patternWords(name: string): string {
  if (name === 'PHONEFARM_OCR_LANGUAGES') return 'must be languages of three letters, joined by +: eng+deu'
  return 'must be visible ASCII without spaces'
}

/** What a number must be, null for the other settings. */
function rangeOf(name: string): string | null {
  const schema = Object.entries(Environment.properties).find(([known]) => known === name)?.[1]
  if (schema === undefined || !('minimum' in schema && 'maximum' in schema)) return null
  return `must be a whole number from ${String(schema.minimum)} to ${String(schema.maximum)}`
}

function toConfig(given: Environment, callbackAllow: AllowList, variables: Variables) {
  return {
    ...readDoors(given),
    dataDir: given.PHONEFARM_DATA_DIR,
    driversDir: driversDirectoryOf(variables),
    /** Null: one is made at first start (`http/api-keys.ts`). */
    apiKey: given.PHONEFARM_API_KEY ?? null,
    /** How often the full key may ask. */
    rate: readRate(given).rate,
    /** Newest first; none means that callbacks are not signed. */
    webhookSecrets: listOf(given.PHONE_FARM_WEBHOOK_SECRET ?? ''),
    /** Receivers that callbacks may reach although their address is not globally routable. */
    callbackAllow,
    /** The certificates (PEM) by which a receiver is trusted, by host; others by the public authorities. */
    callbackCa: readCallbackCa(given.PHONEFARM_CALLBACK_CA).ca,
    adbServerPort: given.PHONEFARM_ADB_SERVER_PORT,
    sessions: given.PHONEFARM_SESSIONS,
    appiumServers: given.PHONEFARM_APPIUM_SERVERS,
    appiumPhonesPerServer: given.PHONEFARM_APPIUM_PHONES_PER_SERVER,
    /** Null takes any free ports. */
    appiumPortFirst: given.PHONEFARM_APPIUM_PORT_FIRST === 0 ? null : given.PHONEFARM_APPIUM_PORT_FIRST,
    /** Null: never replaced for its age, for its memory. */
    appiumLongestAgeMs: given.PHONEFARM_APPIUM_HOURS === 0 ? null : given.PHONEFARM_APPIUM_HOURS * HOUR_MS,
    appiumMostBytes: given.PHONEFARM_APPIUM_MB === 0 ? null : given.PHONEFARM_APPIUM_MB * MIB,
    /** Likewise for Appium's settings app on a phone. */
    onPhoneLongestAgeMs:
      given.PHONEFARM_ON_PHONE_HOURS === 0 ? null : given.PHONEFARM_ON_PHONE_HOURS * HOUR_MS,
    onPhoneMostBytes: given.PHONEFARM_ON_PHONE_MB === 0 ? null : given.PHONEFARM_ON_PHONE_MB * MIB,
    retryBaseMs: given.PHONEFARM_RETRY_BASE_MS,
    stopMs: given.PHONEFARM_STOP_MS,
    /** Time between two backups; null makes none. */
    backupEveryMs: given.PHONEFARM_BACKUP_HOURS === 0 ? null : given.PHONEFARM_BACKUP_HOURS * HOUR_MS,
    /** How long finished processes are kept; null keeps them for ever. */
    keepDays: given.PHONEFARM_KEEP_DAYS === 0 ? null : given.PHONEFARM_KEEP_DAYS,
    /** What viewers of phones' screens get at most. */
    live: {
      streams: given.PHONEFARM_STREAMS,
      framesPerSecond: given.PHONEFARM_STREAM_FPS,
      width: given.PHONEFARM_STREAM_WIDTH,
      ms: given.PHONEFARM_STREAM_MINUTES * 60_000,
    },
    ocrLanguages: given.PHONEFARM_OCR_LANGUAGES,
    holdPhoneMs: given.PHONEFARM_HOLD_PHONE_MINUTES * 60_000,
    /** Null: no evidence is taken. */
    evidence:
      given.PHONEFARM_EVIDENCE_MB === 0
        ? null
        : {
            quotaBytes: given.PHONEFARM_EVIDENCE_MB * MIB,
            keepDays: given.PHONEFARM_EVIDENCE_DAYS,
            mostPictures: given.PHONEFARM_EVIDENCE_PICTURES,
          },
    restMs: given.PHONEFARM_REST_SECONDS * 1000,
    /** Null: screens are left as they are. */
    screenOffMs: given.PHONEFARM_SCREEN_OFF_SECONDS === 0 ? null : given.PHONEFARM_SCREEN_OFF_SECONDS * 1000,
    verifyRuns: given.PHONEFARM_VERIFY_RUNS,
    /** What may run without a person. */
    unattended: readUnattended(given).unattended,
    /** Null: only the embedded judge. */
    judge: toModelSettings(given),
    logLevel: given.PHONEFARM_LOG_LEVEL,
    /** For finding adb and for the programs we start: PATH, HOME, ANDROID_HOME and the rest, without our own settings and secrets. */
    toolEnvironment: toolEnvironment(variables),
  }
}

function readAllowList(text: string): { allow: AllowList; problem: ConfigProblem[] } {
  try {
    return { allow: parseAllowList(text), problem: [] }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { allow: [], problem: [{ name: 'PHONEFARM_CALLBACK_ALLOW', message }] }
  }
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

function toolEnvironment(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !OUR_PREFIX.test(name)))
}

function secretProblems({ webhookSecrets }: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  if (webhookSecrets.length > 2) {
    problems.push({
      name: 'PHONE_FARM_WEBHOOK_SECRET',
      message: 'must hold one secret, or two separated by a comma',
    })
  }
  if (!webhookSecrets.every(isUsableSecret)) {
    problems.push({ name: 'PHONE_FARM_WEBHOOK_SECRET', message: 'must have base64 after whsec_' })
  }
  return problems
}

/** What is no base64 would be read as another, perhaps empty key, and everybody could sign with that. */
function isUsableSecret(secret: string): boolean {
  return !secret.startsWith('whsec_') || /^whsec_[\w+/-]{2,}={0,2}$/.test(secret)
}

function unknownNames(variables: Variables): string[] {
  return Object.keys(variables)
    .filter((name) => OUR_PREFIX.test(name) && !KNOWN_NAMES.includes(name))
    .map((name) => {
      const nearest = nearestName(name, KNOWN_NAMES)
      return `${name} is not a setting${nearest === null ? '' : `; did you mean ${nearest}?`}`
    })
}

function weakKey({ apiKey }: Config): string[] {
  if (apiKey === null || apiKey.length >= KEY_LENGTH) return []
  return [`PHONEFARM_API_KEY is shorter than ${KEY_LENGTH} characters`]
}

/** Node itself would believe anybody then; our callbacks and judges do not. */
function weakTls({ NODE_TLS_REJECT_UNAUTHORIZED: value }: Variables): string[] {
  if (value !== '0') return []
  return ['NODE_TLS_REJECT_UNAUTHORIZED has no effect; a receiver is trusted by PHONEFARM_CALLBACK_CA']
}
