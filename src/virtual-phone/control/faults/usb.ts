import { Type } from 'typebox'
import { FarmError } from '../../../domain/errors.ts'
import type { VirtualPhone } from '../../android/create-phone.ts'
import { CABLE_TROUBLES, type Cable, CURES } from '../../usb/cable.ts'
import { defineFault, type FaultFamily } from './fault.ts'

/** The states of a listed phone; `zombie` has a fault of its own, as it is listed as `device`. */
const STATES = CABLE_TROUBLES.filter((trouble) => trouble !== 'zombie')

/** The cable alone: the phone itself is well and may be reached over the network. */
export const USB_FAULTS: FaultFamily = {
  usb_unplug: defineFault({
    parameters: {},
    apply: (virtual) => cableOf(virtual).unplug(),
    active: ({ cable }) => (cable.hasHost() && cable.location() === null ? {} : null),
    clear: ({ cable }) => {
      if (cable.hasHost() && cable.location() === null) cable.plug()
    },
  }),
  usb_replug: defineFault({
    parameters: { port: Type.Optional(Type.String({ pattern: '^1-\\d+\\.[1-7]$' })) },
    apply: (virtual, { port }) => {
      const cable = cableOf(virtual)
      cable.unplug()
      cable.plug(port)
    },
  }),
  usb_zombie: defineFault({
    parameters: {},
    apply: (virtual) => cableOf(virtual).setTrouble('zombie', 'power_cycle'),
    active: ({ cable }) => (cable.trouble() === 'zombie' ? {} : null),
    clear: ({ cable }) => cable.clearTrouble(),
  }),
  usb_state: defineFault({
    parameters: {
      state: Type.Union(STATES.map((state) => Type.Literal(state))),
      until: Type.Optional(Type.Union(CURES.map((cure) => Type.Literal(cure)))),
    },
    apply: (virtual, { state, until }) => cableOf(virtual).setTrouble(state, until ?? 'replug'),
    active: ({ cable }) => {
      const trouble = cable.trouble()
      return trouble === null || trouble === 'zombie' ? null : { state: trouble }
    },
    clear: ({ cable }) => cable.clearTrouble(),
  }),
  wifi_off: defineFault({
    parameters: {},
    apply: ({ adb }) => adb.setNetwork(false),
    active: ({ adb }) => (adb.hasNetwork() ? null : {}),
    clear: ({ adb }) => adb.setNetwork(true),
  }),
  wifi_on: defineFault({ parameters: {}, apply: ({ adb }) => adb.setNetwork(true) }),
  /** Another device at the same address, or a clone of another phone. */
  hardware_serial: defineFault({
    parameters: { serial: Type.String({ pattern: '^[A-Za-z0-9_.-]{1,60}$' }) },
    apply: ({ cable }, { serial }) => cable.setSerial(serial),
  }),
}

/** @throws FarmError invalid_request when there is no host to hang on */
function cableOf({ serial, cable }: VirtualPhone): Cable {
  if (cable.hasHost()) return cable
  throw new FarmError('invalid_request', `${serial} hangs on no USB host: start the phones with --usb`)
}
