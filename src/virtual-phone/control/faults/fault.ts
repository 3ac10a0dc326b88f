import { type Static, type TProperties, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { VirtualPhone } from '../../android/create-phone.ts'

/** Longer than any deadline of a farm. */
const LONGEST_MS = 600_000

/** A parameter that is a time. */
export const Milliseconds = Type.Integer({ minimum: 0, maximum: LONGEST_MS })

/** What one fault does. Written with `defineFault`, which knows the parameters' types. */
interface FaultParts<P extends TProperties> {
  /** Schemas of the body's fields beside `fault`. */
  parameters: P
  /** Switches it on, or off where the fault is the way back. Repeating it changes nothing more. */
  apply: (
    virtual: VirtualPhone,
    parameters: Static<ReturnType<typeof Type.Object<P>>>,
  ) => void | Promise<void>
  /** The parameters that would switch on what is on now, one entry for each app that has it; null when it is off. Without it, the fault is a single event. */
  active?: (virtual: VirtualPhone) => object | readonly object[] | null
  /** What the fault `clear` takes back. */
  clear?: (virtual: VirtualPhone) => void | Promise<void>
}

/** A fault as the table holds it, whatever its parameters are. */
export interface Fault {
  schema: ReturnType<typeof Type.Object>
  /** @throws Error when `parameters` are not of the schema: a caller that did not check */
  apply: (virtual: VirtualPhone, parameters: unknown) => Promise<void>
  active: (virtual: VirtualPhone) => readonly object[]
  clear: (virtual: VirtualPhone) => Promise<void>
}

/** Faults of one kind by the name that `POST /phones/{serial}/faults` calls them. */
export type FaultFamily = Readonly<Record<string, Fault>>

/** @returns the fault with its parameters' types forgotten, as the table of faults needs it */
export function defineFault<P extends TProperties>(parts: FaultParts<P>): Fault {
  const schema = Type.Object(parts.parameters, { additionalProperties: false })
  return {
    schema,
    async apply(virtual, parameters) {
      if (!Value.Check(schema, parameters)) throw new Error('fault applied with unchecked parameters')
      await parts.apply(virtual, parameters)
    },
    active: (virtual) => [parts.active?.(virtual) ?? []].flat(),
    clear: async (virtual) => await parts.clear?.(virtual),
  }
}
