import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { FarmError, type Problem } from '../../domain/errors.ts'
import type { VirtualPhone } from '../android/create-phone.ts'

/** Longer than any deadline of a farm. */
const LONGEST_MS = 600_000
const Milliseconds = Type.Integer({ minimum: 0, maximum: LONGEST_MS })
const strict = { additionalProperties: false }

const FAULTS = {
  unplug: Type.Object({ fault: Type.Literal('unplug') }, strict),
  replug: Type.Object({ fault: Type.Literal('replug') }, strict),
  hang: Type.Object({ fault: Type.Literal('hang') }, strict),
  resume: Type.Object({ fault: Type.Literal('resume') }, strict),
  unauthorized: Type.Object({ fault: Type.Literal('unauthorized') }, strict),
  crash_server: Type.Object({ fault: Type.Literal('crash_server') }, strict),
  dialog: Type.Object(
    {
      fault: Type.Literal('dialog'),
      kind: Type.Union([
        Type.Literal('rate_us'),
        Type.Literal('update_available'),
        Type.Literal('network_error'),
        Type.Literal('login_required'),
      ]),
      after_ms: Type.Optional(Milliseconds),
    },
    strict,
  ),
  sign_out: Type.Object({ fault: Type.Literal('sign_out') }, strict),
  slow: Type.Object({ fault: Type.Literal('slow'), ms: Milliseconds }, strict),
  clear: Type.Object({ fault: Type.Literal('clear') }, strict),
} as const

const Fault = Type.Union([
  FAULTS.unplug,
  FAULTS.replug,
  FAULTS.hang,
  FAULTS.resume,
  FAULTS.unauthorized,
  FAULTS.crash_server,
  FAULTS.dialog,
  FAULTS.sign_out,
  FAULTS.slow,
  FAULTS.clear,
])

/** Body of `POST /phones/{serial}/faults`. */
export type Fault = Static<typeof Fault>

/** Checks a body against the schema of the fault that it names. @throws FarmError invalid_request with every problem */
export function parseFault(body: unknown): Fault {
  const name = typeof body === 'object' && body !== null && 'fault' in body ? body.fault : undefined
  const known = Object.keys(FAULTS).join(', ')
  if (typeof name !== 'string' || !Object.hasOwn(FAULTS, name)) {
    const message = `unknown fault ${JSON.stringify(name) ?? 'undefined'}: expected one of ${known}`
    throw new FarmError('invalid_request', message, {
      problems: [{ path: '/fault', message: `one of ${known}` }],
    })
  }
  if (Value.Check(Fault, body)) return body
  const schema = Object.entries(FAULTS).find(([fault]) => fault === name)?.[1] ?? Fault
  // One problem a field: of several complaints the last one speaks of the field as a whole.
  const byPath = new Map(Value.Errors(schema, body).map((error) => [toProblem(error).path, toProblem(error)]))
  const problems = [...byPath.values()]
  throw new FarmError('invalid_request', `bad parameters for the fault ${name}`, { problems })
}

/** A missing or unwanted field's path is the field's own (source: contract, "Shapes"). */
function toProblem(error: { instancePath: string; message: string; params: object }): Problem {
  const { instancePath, message, params } = error
  const named =
    'requiredProperties' in params
      ? params.requiredProperties
      : 'additionalProperties' in params
        ? params.additionalProperties
        : undefined
  const field = Array.isArray(named) ? `/${String(named[0])}` : ''
  return { path: `${instancePath}${field}`, message }
}

/** Switches a fault on or off. Repeating one changes nothing more. */
export async function applyFault({ phone, adb, clips }: VirtualPhone, fault: Fault): Promise<void> {
  switch (fault.fault) {
    case 'unplug':
      return await adb.setPlugged(false)
    case 'replug':
      return await adb.setPlugged(true)
    case 'hang':
    case 'resume':
      return setHung(phone.faults, adb, fault.fault === 'hang')
    case 'unauthorized':
      return adb.setAuthorized(false)
    case 'crash_server':
      return phone.instrumentation.crash()
    case 'dialog':
      return clips.scheduleDialog(fault.kind, fault.after_ms === undefined ? {} : { afterMs: fault.after_ms })
    case 'sign_out':
      return clips.signOut()
    case 'slow':
      phone.faults.slowMs = fault.ms
      return
    case 'clear':
      phone.faults.slowMs = 0
      clips.clear()
      setHung(phone.faults, adb, false)
      adb.setAuthorized(true)
      return await adb.setPlugged(true)
  }
}

function setHung(faults: VirtualPhone['phone']['faults'], adb: VirtualPhone['adb'], hung: boolean): void {
  faults.hung = hung
  adb.setHung(hung)
}

/** The switches that are on, in the form that would switch them on. */
export function activeFaults({ phone, adb }: VirtualPhone): Fault[] {
  const active: Fault[] = []
  if (adb.state() === 'unplugged') active.push({ fault: 'unplug' })
  if (adb.state() === 'unauthorized') active.push({ fault: 'unauthorized' })
  if (phone.faults.hung) active.push({ fault: 'hang' })
  if (phone.faults.slowMs > 0) active.push({ fault: 'slow', ms: phone.faults.slowMs })
  return active
}
