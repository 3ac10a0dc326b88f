import type { Processes } from '../processes/processes.ts'

/** The use cases, with every change of a phone told as soon as it is stored. @param stored resolves when what came of that is stored too */
export function watchRegistry(
  useCases: Processes,
  onChange: (phoneId: string) => void,
  stored: () => Promise<void>,
): Processes {
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
      await useCases.pausePhone(phoneId)
      onChange(phoneId)
      await stored()
      return useCases.readPhone(phoneId)
    },
    async resumePhone(phoneId) {
      await useCases.resumePhone(phoneId)
      onChange(phoneId)
      await stored()
      return useCases.readPhone(phoneId)
    },
  }
}
