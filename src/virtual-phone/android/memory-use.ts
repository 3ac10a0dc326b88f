import type { Phone } from './phone.ts'

const SERVER_PROCESS = 'io.appium.uiautomator2.server'

/** Resident memory of a process in KiB: made up from its pid, and of the on-phone server with what it has leaked. */
export function residentKb(
  { ailments }: Pick<Phone, 'ailments'>,
  { name, pid }: { name: string; pid: number },
): number {
  const leakedKb = name === SERVER_PROCESS ? ailments.leakedMb * 1024 : 0
  return 90_000 + (pid % 89) * 1000 + leakedKb
}
