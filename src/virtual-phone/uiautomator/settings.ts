import { invalidArgument } from './wd-errors.ts'

type Kind = 'boolean' | 'long' | 'integer' | 'text'

interface Definition<T> {
  kind: Kind
  initial: T
  /** Both ends included; values outside are logged on the phone and change nothing. */
  range?: readonly [number, number]
  /** Keeps its value when a new session starts. */
  outlivesSession?: true
}

const flag = (initial: boolean): Definition<boolean> => ({ kind: 'boolean', initial })
const long = (initial: number): Definition<number> => ({ kind: 'long', initial })
const text = (initial: string): Definition<string> => ({ kind: 'text', initial })
const integer = (initial: number, low: number, high: number): Definition<number> => ({
  kind: 'integer',
  initial,
  range: [low, high],
})

const DAY_MS = 24 * 60 * 60 * 1000

/** Every setting of the server with type, default and range (source: research/fidelity.md 1.5). */
const SETTINGS = {
  actionAcknowledgmentTimeout: long(3000),
  allowInvisibleElements: flag(false),
  alwaysTraversableViewClasses: text(''),
  currentDisplayId: integer(0, 0, 0),
  deferAccessibilityCacheReset: flag(false),
  disableIdLocatorAutocompletion: flag(false),
  elementResponseAttributes: text('name,text'),
  enableMultiWindows: flag(false),
  enableNotificationListener: flag(true),
  enableTopmostWindowFromActivePackage: flag(false),
  enforceXPath1: flag(false),
  ignoreUnimportantViews: flag(false),
  includeA11yActionsInPageSource: flag(false),
  includeExtrasInPageSource: flag(false),
  includeExtraRenderingInfo: flag(false),
  keyInjectionDelay: long(0),
  limitXPathContextScope: flag(true),
  mapTestTagToResourceId: flag(false),
  mjpegBilinearFiltering: { ...flag(false), outlivesSession: true },
  mjpegScalingFactor: { ...integer(50, 1, 100), outlivesSession: true },
  mjpegServerFramerate: { ...integer(10, 1, 60), outlivesSession: true },
  mjpegServerPort: { ...integer(7810, 1024, 65_535), outlivesSession: true },
  mjpegServerScreenshotQuality: { ...integer(50, 1, 100), outlivesSession: true },
  normalizeTagNames: flag(false),
  scrollAcknowledgmentTimeout: long(200),
  serverPort: { ...integer(6790, 1024, 65_535), outlivesSession: true },
  shouldUseCompactResponses: flag(true),
  shutdownOnPowerDisconnect: flag(true),
  simpleBoundsCalculation: flag(false),
  snapshotMaxDepth: integer(70, 1, 500),
  trackScrollEvents: flag(true),
  useResourcesForOrientationDetection: flag(false),
  waitForIdleTimeout: long(10_000),
  waitForSelectorTimeout: long(10_000),
  wakeLockTimeout: { ...long(DAY_MS), outlivesSession: true },
} as const satisfies Record<string, Definition<boolean> | Definition<number> | Definition<string>>

type Defined = typeof SETTINGS
export type SettingName = keyof Defined
type NameOf<T> = { [K in SettingName]: Defined[K] extends Definition<T> ? K : never }[SettingName]

export interface Settings {
  flag: (name: NameOf<boolean>) => boolean
  number: (name: NameOf<number>) => number
  text: (name: NameOf<string>) => string
  all: () => Record<string, unknown>
  /** Unknown names are skipped; a value out of range changes nothing. @throws WdError 'invalid argument' for a wrong type */
  update: (values: Readonly<Record<string, unknown>>) => void
  /** A new session's start: all but those that outlive sessions return to their defaults. */
  reset: () => void
}

const JAVA_TYPE = {
  boolean: 'java.lang.Boolean',
  long: 'java.lang.Long',
  integer: 'java.lang.Integer',
  text: 'java.lang.String',
} as const satisfies Record<Kind, string>

/** Spelling of `name` as a setting, whatever its case; undefined when there is no such setting. */
export function settingNamed(name: string): SettingName | undefined {
  return NAMES.find((known) => known.toLowerCase() === name.toLowerCase())
}

const isSettingName = (name: string): name is SettingName => name in SETTINGS
const NAMES = Object.keys(SETTINGS).filter(isSettingName)

export function createSettings(): Settings {
  const values = new Map<string, unknown>(NAMES.map((name) => [name, SETTINGS[name].initial]))

  function set(name: SettingName, given: unknown): void {
    const definition: Definition<unknown> = SETTINGS[name]
    const value = converted(name, definition.kind, given)
    const [low, high] = definition.range ?? [-Infinity, Infinity]
    if (name === 'currentDisplayId' && value === -1) values.set(name, definition.initial)
    else if (typeof value !== 'number' || (value >= low && value <= high)) values.set(name, value)
  }

  return {
    flag: (name) => values.get(name) === true,
    number: (name) => Number(values.get(name)),
    text: (name) => String(values.get(name)),
    all: () => Object.fromEntries(values),
    update: (given) => {
      for (const [name, value] of Object.entries(given)) if (isSettingName(name)) set(name, value)
    },
    reset: () => {
      for (const name of NAMES) {
        const definition: Definition<unknown> = SETTINGS[name]
        if (!definition.outlivesSession) values.set(name, definition.initial)
      }
    },
  }
}

function converted(name: string, kind: Kind, given: unknown): unknown {
  if (kind === 'boolean' && typeof given === 'boolean') return given
  if (kind === 'text' && typeof given === 'string') return given
  if ((kind === 'long' || kind === 'integer') && typeof given === 'number') return Math.trunc(given)
  throw invalidArgument(
    `Invalid '${name}' setting value type. Got: ${javaTypeOf(given)}. Expected: ${JAVA_TYPE[kind]}.`,
  )
}

function javaTypeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  if (typeof value === 'string') return 'java.lang.String'
  if (typeof value === 'number') return numberType(value)
  return Array.isArray(value) ? 'java.util.ArrayList' : 'com.google.gson.internal.LinkedTreeMap'
}

function numberType(value: number): string {
  if (!Number.isInteger(value)) return 'java.lang.Double'
  return Math.abs(value) > 2 ** 31 - 1 ? 'java.lang.Long' : 'java.lang.Integer'
}
