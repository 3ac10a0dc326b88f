import type { TestContext } from 'node:test'
import { RunError } from '../../../src/domain/errors.ts'
import type { LadderRung } from '../../../src/domain/recovery-plan.ts'
import type { PhoneHands } from '../../../src/devices/phone-hands.ts'
import { createBoard } from '../../../src/phones/board.ts'
import { createRecovery } from '../../../src/phones/recovery/recovery.ts'
import type { UsbReset } from '../../../src/phones/recovery/rungs.ts'
import { silentLog } from '../../support/farm.ts'
import { openOffice } from '../../support/store.ts'

/** A phone of the scripted farm. */
export interface SickPhone {
  /** adb's word. */
  state: string
  answers: boolean
  /** Whether a session can be opened and read. */
  readable: boolean
  /** What makes it well; null: nothing. */
  curedBy: LadderRung | null
  /** A session that is being opened never ends, not even with its signal: the phone shows nothing any more. */
  stuck?: boolean
}

export interface SickFarm extends Awaited<ReturnType<typeof openSickFarm>> {}

/** Phones that fall ill and are cured as the test says, with the recovery over them on a store and a clock of its own. */
export async function openSickFarm(
  t: TestContext,
  { phones = 1, bootId = 'boot-1', hubs = {}, ...rest }: Partial<SickFarmOptions> = {},
) {
  const office = rest.office ?? (await openOffice(t, { phones }))
  const { store, clock, newId } = office
  const bySerial = new Map<string, SickPhone>()
  /** What was done to phones, in order: `restart_server serial-01`. */
  const done: string[] = []
  const well: string[] = []
  const rescued = new Set<string>()
  const phoneOf = (serial: string): SickPhone => {
    const known = bySerial.get(serial) ?? { state: 'device', answers: true, readable: true, curedBy: null }
    bySerial.set(serial, known)
    return known
  }

  function act(rung: LadderRung, serial: string): void {
    done.push(`${rung} ${serial}`)
    const phone = phoneOf(serial)
    if (phone.curedBy === rung) Object.assign(phone, { state: 'device', answers: true, readable: true })
  }

  const hands: PhoneHands = {
    stateOf: (serial) => Promise.resolve(phoneOf(serial).state),
    answers: (serial) => Promise.resolve(phoneOf(serial).state === 'device' && phoneOf(serial).answers),
    givesPicture: (serial) => Promise.resolve(phoneOf(serial).readable),
    readScreen({ serial }) {
      done.push(`read ${serial}`)
      if (phoneOf(serial).stuck === true) return new Promise(() => undefined)
      if (phoneOf(serial).curedBy === 'reopen_session') phoneOf(serial).readable = true
      const { readable } = phoneOf(serial)
      return readable ? Promise.resolve() : Promise.reject(new RunError('session', 'no session'))
    },
    stopServer: (serial) => Promise.resolve(act('restart_server', serial)),
    uninstallServer: (serial) => Promise.resolve(act('reinstall_server', serial)),
    reconnect: (serial) => Promise.resolve(act('adb_reconnect', serial)),
    removeForwards: (serial) => Promise.resolve(act('reforward', serial)),
    reboot: (serial) => Promise.resolve(act('reboot', serial)),
    ensureAdb: () => Promise.resolve(void done.push('ensure_adb')),
  }
  const usb: UsbReset = {
    hubOf: (serial) => hubs[serial] ?? null,
    resetPort: (serial) => {
      act('usb_reset', serial)
      return Promise.resolve(true)
    },
    resetHub: (hub) => {
      done.push(`reset_hub ${hub}`)
      for (const [serial, its] of Object.entries(hubs)) if (its === hub) act('usb_reset', serial)
      return Promise.resolve(true)
    },
  }
  const board = createBoard({
    record: () => Promise.resolve(true),
    onReady: () => undefined,
    log: silentLog,
  })
  const recovery = createRecovery({
    store,
    board,
    hands,
    usb,
    serialOf: (phoneId) => store.read.phones.find(phoneId)?.serial,
    isBeingRescued: (phoneId) => rescued.has(phoneId),
    onWell: (phoneId) => void well.push(phoneId),
    clock,
    random: () => 0.5,
    log: silentLog,
    newId,
    bootId,
  })
  t.after(() => recovery.stop())
  await recovery.start()

  return {
    ...office,
    board,
    recovery,
    done,
    /** Phones that were told to be well. */
    well,
    rescued,
    /** The phone `phone_01`'s device. */
    phone: (phoneId: string) => phoneOf(store.read.phones.find(phoneId)?.serial ?? ''),
    /** Lets time go by until nothing is being recovered, or the time is over. */
    async settle(ms = 10 * 60_000) {
      for (let passed = 0; passed < ms; passed += 500) await clock.advance(500)
    },
    /** `reboot helped` of a phone, oldest first. */
    rungs: (phoneId: string) =>
      store.read.recoveries.since(phoneId, '').map(({ rung, outcome }) => `${rung} ${outcome ?? 'open'}`),
    stateOf: (phoneId: string) => board.of(phoneId).get('recovery')?.state ?? null,
  }
}

interface SickFarmOptions {
  phones: number
  bootId: string
  /** Hub by serial. */
  hubs: Readonly<Record<string, string>>
  /** Of an earlier life. */
  office: Awaited<ReturnType<typeof openOffice>>
}
