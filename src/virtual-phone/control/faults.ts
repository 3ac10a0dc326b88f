import { Value } from 'typebox/value'
import { FarmError, type Problem } from '../../domain/errors.ts'
import type { VirtualPhone } from '../android/create-phone.ts'
import { APP_FAULTS } from './faults/app.ts'
import { CONDITION_FAULTS } from './faults/condition.ts'
import { CONNECTION_FAULTS } from './faults/connection.ts'
import { defineFault, type Fault, type FaultFamily } from './faults/fault.ts'
import { SERVER_FAULTS } from './faults/on-phone-server.ts'
import { USB_FAULTS } from './faults/usb.ts'
import { PHONE_FAULTS } from './faults/whole-phone.ts'

/**
 * Every fault by name. A family is one file under `faults/` that exports a FaultFamily: a record from the fault's name to
 * `defineFault({ parameters, apply, active?, clear? })`; it is added to this table and to the table of docs/virtual-phones.md.
 * `clear` goes through the table backwards: the connection comes last, so that adb finds a phone that is well again.
 */
const FAULTS: FaultFamily = {
  ...CONNECTION_FAULTS,
  ...USB_FAULTS,
  ...CONDITION_FAULTS,
  ...SERVER_FAULTS,
  ...PHONE_FAULTS,
  ...APP_FAULTS,
  clear: defineFault({
    parameters: {},
    apply: async (virtual) => {
      for (const fault of Object.values(FAULTS).toReversed()) await fault.clear(virtual)
    },
  }),
}

/** A checked body of `POST /phones/{serial}/faults`. */
export interface WantedFault {
  fault: string
  parameters: object
}

/** Checks a body against the schema of the fault that it names. @throws FarmError invalid_request with every problem */
export function parseFault(body: unknown): WantedFault {
  const fields = typeof body === 'object' && body !== null ? body : {}
  const name: unknown = 'fault' in fields ? fields.fault : undefined
  const parameters = Object.fromEntries(Object.entries(fields).filter(([field]) => field !== 'fault'))
  const known = Object.keys(FAULTS).join(', ')
  const fault = find(name)
  if (typeof name !== 'string' || !fault) {
    const message = `unknown fault ${JSON.stringify(name) ?? 'undefined'}: expected one of ${known}`
    throw new FarmError('invalid_request', message, {
      problems: [{ path: '/fault', message: `one of ${known}` }],
    })
  }
  if (Value.Check(fault.schema, parameters)) return { fault: name, parameters }
  // One problem a field: of several complaints the last one speaks of the field as a whole.
  const all = Value.Errors(fault.schema, parameters).map(toProblem)
  const problems = [...new Map(all.map((problem) => [problem.path, problem])).values()]
  throw new FarmError('invalid_request', `bad parameters for the fault ${name}`, { problems })
}

function find(name: unknown): Fault | undefined {
  return typeof name === 'string' && Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined
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
export async function applyFault(virtual: VirtualPhone, { fault, parameters }: WantedFault): Promise<void> {
  await find(fault)?.apply(virtual, parameters)
}

/** The switches that are on, in the form that would switch them on. */
export function activeFaults(virtual: VirtualPhone): object[] {
  return Object.entries(FAULTS).flatMap(([fault, { active }]) =>
    active(virtual).map((parameters) => ({ fault, ...parameters })),
  )
}
