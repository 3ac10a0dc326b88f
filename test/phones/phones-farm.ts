import type { TestContext } from 'node:test'
import type { Health } from '../../src/devices/phone-probe.ts'
import type { PhoneInfo } from '../../src/devices/phone-info.ts'
import type { PhoneWatcher } from '../../src/devices/phone-watcher.ts'
import { createPhoneConditions } from '../../src/phones/phone-conditions.ts'
import { watchRegistry } from '../../src/phones/watch-registry.ts'
import { createFakeAdb } from '../devices/fake-adb.ts'
import { silentLog } from '../support/farm.ts'
import { openOffice } from '../support/store.ts'

const DAY_MS = 24 * 3_600_000

export const FIT: Health = { healthy: true }
export const PIXEL: PhoneInfo = { model: 'Pixel', android_version: '14', apps: [], width: 1080, height: 2400 }

export interface PhonesFarm extends Awaited<ReturnType<typeof openPhones>> {}

/** The phones' conditions on a store of their own; adb's words and what a probe finds are changed by the test. */
export async function openPhones(
  t: TestContext,
  {
    serials = ['serial-1'],
    watcher = {},
  }: { serials?: readonly string[]; watcher?: Partial<PhoneWatcher> } = {},
) {
  const { store, clock, processes: useCases } = await openOffice(t, { phones: 0 })
  for (const [index, serial] of serials.entries())
    await useCases.putPhone(`phone_${String(index + 1).padStart(2, '0')}`, { serial })
  const words = new Map<string, string>()
  const health = new Map<string, Health | 'hangs'>()
  const probed: string[] = []
  const reports: string[] = []
  const woken: string[] = []
  const listeners = new Set<(change: { serial: string; state: string }) => void>()
  const phones = createPhoneConditions({
    store,
    processes: useCases,
    devices: {
      adb: createFakeAdb({}),
      async probe(serial, signal) {
        probed.push(serial)
        const found = health.get(serial) ?? FIT
        if (found === 'hangs') await clock.sleep(DAY_MS, signal)
        return found === 'hangs' ? FIT : found
      },
      watcher: {
        start: () => Promise.resolve(),
        stop: () => Promise.resolve(),
        watch: () => undefined,
        stateOf: (serial) => words.get(serial) ?? 'absent',
        listed: () => [],
        identify: () => Promise.resolve(),
        waysTo: () => [],
        ownerOf: () => null,
        refresh: () => Promise.resolve(),
        readInfo: () => Promise.resolve(PIXEL),
        onChange(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        ...watcher,
      },
    },
    report: (phoneId, symptom) => void reports.push(`${phoneId} ${symptom}`),
    wake: (phoneIds) => void woken.push(phoneIds?.join(' ') ?? 'all'),
    clock,
    log: silentLog,
  })
  t.after(() => phones.stop())
  return {
    store,
    clock,
    phones,
    processes: watchRegistry(useCases, phones.refresh, phones.board.stored),
    words,
    health,
    /** Serials in the order in which they were probed. */
    probed,
    reports,
    woken,
    /** adb says another word of a phone. */
    say: async (serial: string, state: string) => {
      words.set(serial, state)
      for (const listener of listeners) listener({ serial, state })
      await clock.advance(0)
    },
    /** What callers see of a phone's state, after everything is stored. */
    standing: async (phoneId: string) => {
      await phones.board.stored()
      const { state, reason, next } = useCases.readPhone(phoneId)
      return { state, reason, next }
    },
  }
}

export const unfit = (fault: Exclude<Health, { healthy: true }>['fault'], reason: string): Health => ({
  healthy: false,
  fault,
  reason,
})
