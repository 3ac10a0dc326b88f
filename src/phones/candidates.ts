import type { Devices } from '../devices/devices.ts'
import { parseProperties } from '../devices/phone-facts.ts'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { suggestPhoneId, type PhoneCandidate } from '../domain/phone-candidate.ts'
import type { Store } from '../store/store.ts'
import { adbCondition } from './adb-condition.ts'

/** Somebody waits for the answer: a phone that does not tell its name in this time is listed without. */
const ASK_MS = 3000

export interface CandidatesDeps {
  read: Store['read']
  watcher: Pick<Devices['watcher'], 'listed'>
  adb: Pick<Devices['adb'], 'shell'>
  clock: Clock
}

/** Lists phones that adb has and nobody has registered, by serial. Never throws for what a phone does not tell. */
export type ListCandidates = (signal: AbortSignal) => Promise<PhoneCandidate[]>

interface Told {
  hardware_serial: string | null
  model: string | null
  android_version: string | null
}

const NOTHING: Told = { hardware_serial: null, model: null, android_version: null }

export function createCandidates({ read, watcher, adb, clock }: CandidatesDeps): ListCandidates {
  async function ask(serial: string, outer: AbortSignal): Promise<Told> {
    const late = () => new Error(`${serial} did not tell its name in time`)
    const deadline = startDeadline(clock, ASK_MS, outer, late)
    try {
      const { stdout } = await adb.shell(serial, 'getprop', deadline.signal)
      const properties = parseProperties(stdout)
      const of = (name: string) => properties.get(name) || null
      return {
        hardware_serial: of('ro.serialno') ?? of('ro.boot.serialno'),
        model: of('ro.product.model'),
        android_version: of('ro.build.version.release'),
      }
    } catch {
      return NOTHING // it is listed without what it does not tell
    } finally {
      deadline.end()
    }
  }

  return async (signal) => {
    const phones = read.phones.all()
    const serials = new Set(phones.flatMap(({ serial, hardware_serial }) => [serial, hardware_serial]))
    const listed = watcher.listed().filter(({ serial }) => !serials.has(serial))
    const asked = await Promise.all(
      listed.map(async ({ serial, state, model }) => {
        const told = state === 'device' ? await ask(serial, signal) : NOTHING
        return { serial, state, ...told, model: told.model ?? model }
      }),
    )
    signal.throwIfAborted()
    // A registered phone on another way is no other phone.
    const strangers = asked.filter(({ hardware_serial }) => !serials.has(hardware_serial))
    const suggested = new Set<string>()
    return strangers
      .toSorted((a, b) => (a.serial < b.serial ? -1 : 1))
      .map((stranger) => {
        const { serial, state, hardware_serial } = stranger
        const condition = adbCondition(serial, state)
        const isTaken = (id: string) => suggested.has(id) || read.phones.has(id)
        const suggested_phone_id = suggestPhoneId(hardware_serial ?? serial, isTaken)
        suggested.add(suggested_phone_id)
        const { reason = null, next = null } = condition ?? {}
        return { ...stranger, reason, next, suggested_phone_id }
      })
  }
}
