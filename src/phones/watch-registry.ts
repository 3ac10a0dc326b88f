import type { Processes } from '../processes/processes.ts'

/** The use cases, with every change of a phone told as soon as it is stored. */
export function watchRegistry(useCases: Processes, onChange: (phoneId: string) => void): Processes {
  return {
    ...useCases,
    async putPhone(phoneId, body) {
      const stored = await useCases.putPhone(phoneId, body)
      onChange(phoneId)
      return stored
    },
    async deletePhone(phoneId) {
      await useCases.deletePhone(phoneId)
      onChange(phoneId)
    },
    async pausePhone(phoneId) {
      const phone = await useCases.pausePhone(phoneId)
      onChange(phoneId)
      return phone
    },
    async resumePhone(phoneId) {
      const phone = await useCases.resumePhone(phoneId)
      onChange(phoneId)
      return phone
    },
  }
}
