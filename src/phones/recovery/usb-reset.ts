import type { Clock } from '../../domain/clock.ts'
import type { PowerSwitch, UsbPort } from '../../domain/power-switch.ts'
import type { UsbReset } from './rungs.ts'

/** Long enough for a phone to notice that its cable is dead. */
const DARK_MS = 3000

/**
 * What recovery does with the USB ports of this host.
 * @param serials every registered phone: a hub is known by the phones that hang on it
 */
export function createUsbReset(usb: PowerSwitch, serials: () => readonly string[], clock: Clock): UsbReset {
  const hubOf = (serial: string) => usb.portOf(serial)?.hub ?? null
  return {
    hubOf,
    resetPort: usb.resetPort,
    async resetHub(hub, signal) {
      const phones = serials().filter((serial) => hubOf(serial) === hub)
      if (phones.length === 0 || !phones.every((serial) => usb.abilitiesOf(serial).power)) return false
      const faults: unknown[] = []
      const ports = phones.map(usb.portOf).filter((port): port is UsbPort => port !== null)
      try {
        for (const port of ports) await usb.setPower(port, false, signal)
        await clock.sleep(DARK_MS, signal)
      } finally {
        // Whatever came between: no phone is left without its power, also not behind a port that does not switch.
        const lit = new AbortController().signal
        for (const port of ports)
          await usb.setPower(port, true, lit).catch((error: unknown) => faults.push(error))
      }
      if (faults.length > 0)
        throw new AggregateError(faults, `not every port of hub ${hub} has its power again`)
      return true
    },
  }
}
