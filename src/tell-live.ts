import type { PhoneView } from './domain/phone.ts'
import type { Processes } from './processes/processes.ts'

/** What only the running daemon knows of a phone: how its battery does, how its screen is read at the moment. */
type LiveFacts = Pick<PhoneView, 'care' | 'screen_reading'>

/** The use cases with phones that tell that as well. */
export function tellLive<Some extends Pick<Processes, 'readPhone' | 'listPhones'>>(
  processes: Some,
  factsOf: (phoneId: string) => LiveFacts,
): Some {
  const told = (phone: PhoneView): PhoneView => ({ ...phone, ...factsOf(phone.phone_id) })
  return {
    ...processes,
    readPhone: (phoneId) => told(processes.readPhone(phoneId)),
    listPhones(query) {
      const { phones, next_cursor } = processes.listPhones(query)
      return { phones: phones.map(told), next_cursor }
    },
  }
}
