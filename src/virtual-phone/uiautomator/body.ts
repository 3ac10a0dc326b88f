import { invalidArgument, missingField } from './wd-errors.ts'

/** A request's JSON object. Fields are read one by one, as the real server's lenient models do. */
export type Body = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @throws WdError 'invalid argument' when the text is not a JSON object */
export function parseBody(text: string): Body {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw invalidArgument(`org.json.JSONException: ${reason}`)
  }
  if (!isRecord(value)) throw invalidArgument(`org.json.JSONException: Value ${text} is not a JSONObject`)
  return value
}

export function optionalText(body: Body, key: string): string | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** @throws WdError 'unknown error' with the NullPointerException of the phone's code when the field is missing */
export function requiredText(body: Body, key: string): string {
  const value = optionalText(body, key)
  if (value === undefined) throw missingField('java.lang.String java.lang.String.trim()')
  return value
}

export function optionalNumber(body: Body, key: string): number | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw invalidArgument(`java.lang.NumberFormatException: For input string: "${JSON.stringify(value)}"`)
  }
  return number
}

/** @throws WdError 'unknown error' when the field is missing (source: research/fidelity.md 1.4) */
export function requiredNumber(body: Body, key: string, javaCall: string): number {
  const value = optionalNumber(body, key)
  if (value === undefined) throw missingField(javaCall)
  return value
}

export function optionalRecord(body: Body, key: string): Body | undefined {
  const value = body[key]
  return isRecord(value) ? value : undefined
}

export const W3C_ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf'

/** The id in a W3C or JSONWP element object; undefined when there is none. */
export function elementIdOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined
  const id = value[W3C_ELEMENT_KEY] ?? value['ELEMENT']
  return typeof id === 'string' && id !== '' ? id : undefined
}
