import type { Devices } from './devices/devices.ts'
import type { PhoneView } from './domain/phone.ts'
import type { Processes } from './processes/processes.ts'

/** The use cases with phones that also say how their screens are read at the moment, which only the running daemon knows. */
export function tellScreenReadings<Some extends Pick<Processes, 'readPhone' | 'listPhones'>>(
  processes: Some,
  readings: Pick<Devices['readings'], 'view'>,
): Some {
  const told = (phone: PhoneView): PhoneView => ({ ...phone, screen_reading: readings.view(phone.phone_id) })
  return {
    ...processes,
    readPhone: (phoneId) => told(processes.readPhone(phoneId)),
    listPhones(query) {
      const { phones, next_cursor } = processes.listPhones(query)
      return { phones: phones.map(told), next_cursor }
    },
  }
}
