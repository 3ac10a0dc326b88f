import type { PhoneView } from '../../domain/phone.ts'
import type { Processes } from '../../processes/processes.ts'
import type { Care } from './care.ts'

/** The use cases with phones that also tell of their batteries, which only the running daemon knows. */
export function tellCare<Some extends Pick<Processes, 'readPhone' | 'listPhones'>>(
  processes: Some,
  care: Pick<Care, 'of'>,
): Some {
  const told = (phone: PhoneView): PhoneView => ({ ...phone, care: care.of(phone.phone_id) })
  return {
    ...processes,
    readPhone: (phoneId) => told(processes.readPhone(phoneId)),
    listPhones(query) {
      const { phones, next_cursor } = processes.listPhones(query)
      return { phones: phones.map(told), next_cursor }
    },
  }
}
