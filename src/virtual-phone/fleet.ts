import type { Clock } from '../domain/clock.ts'
import { type Random, seededRandom } from '../domain/random.ts'
import type { ConditionOptions } from './android/condition.ts'
import { createPhone, type VirtualPhone } from './android/create-phone.ts'
import { mixedProfile, type ProfileName } from './android/profiles.ts'
import { createControlServer } from './control/server.ts'
import { type Log, silentLog } from './log.ts'
import { createPhoneState, type PhoneState } from './state.ts'
import { startUsbHost, type UsbHost } from './usb/usb-host.ts'

export interface FleetOptions {
  count: number
  /** Phone n listens on this + n - 1; 0 takes any free ports. */
  adbPortBase: number
  /** 0 takes any free one. */
  controlPort: number
  /** Port of an adb server that has all phones on its USB; 0 takes any free one. Without it they are on the network alone. */
  usbPort?: number
  /** What the apps show follows from it. */
  seed: number
  /** Where state and history survive a restart; without it they do not. */
  stateDir?: string
  /** Whose Android the phones have; `mixed` gives each the next of all. `android-14` when nothing is said. */
  profile?: ProfileName | 'mixed'
  /** How they drift and answer; what is not given is USUAL_CONDITION. */
  condition?: Partial<ConditionOptions>
  clock: Clock
  /** For all phones; without it each phone has its own sequence, made from `seed`. */
  random?: Random
  log?: Log
}

export interface Fleet {
  controlUrl: string
  phones: readonly { serial: string; adb: string; number: number }[]
  /** The host on whose USB they hang, and their serials there in order; null when they are on the network alone. */
  usb: { host: UsbHost; serials: readonly string[] } | null
  /** Saves, cuts all connections and frees the ports. May come twice. */
  stop: () => Promise<void>
}

/** N virtual phones in this process. Resolves when all of them and the control API answer. @throws Error when a port is taken or state cannot be read; nothing is left running then */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { count, adbPortBase, controlPort, usbPort, clock, seed, log = silentLog } = options
  const phones: VirtualPhone[] = []
  const states: PhoneState[] = []
  let usbHost: UsbHost | undefined
  const control = createControlServer({ phones, usbHost: () => usbHost ?? null, log })

  async function stop(): Promise<void> {
    await control.close()
    await usbHost?.stop()
    await Promise.all(phones.map((phone) => phone.stop()))
    await Promise.all(states.map((state) => state.stop()))
  }

  try {
    for (let number = 1; number <= count; number += 1) {
      const state = phoneState(options, number, log)
      const phone = await loadPhone(options, number, state, log)
      phones.push(phone)
      await phone.adb.listen(adbPortBase === 0 ? 0 : adbPortBase + number - 1)
      if (!state) continue
      state.start(phone.save)
      states.push(state)
    }
    if (usbPort !== undefined) {
      for (const { number, cable } of phones) cable.setSerial(usbSerialOf(seed, number))
      const cables = phones.map(({ cable }) => cable)
      usbHost = await startUsbHost({ port: usbPort, cables, clock, log })
    }
    const port = await control.listen(controlPort)
    return {
      controlUrl: `http://127.0.0.1:${port}`,
      phones: phones.map(({ serial, number, adb }) => ({ serial, number, adb: `127.0.0.1:${adb.port()}` })),
      usb:
        usbHost === undefined ? null : { host: usbHost, serials: phones.map(({ cable }) => cable.serial()) },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** `vp-01` */
function serialOf(number: number): string {
  return `vp-${String(number).padStart(2, '0')}`
}

const USB_SERIALS = 36n ** 7n

/** `R5CT60ABCDE`: eleven letters and digits, as a common maker's phones have; another one for each phone of each fleet. */
function usbSerialOf(seed: number, number: number): string {
  // An odd multiplier that is no multiple of 3 reaches every value once, and neighbors look unlike each other.
  const scattered = ((BigInt(seed) * 1000n + BigInt(number)) * 2_654_435_761n) % USB_SERIALS
  return `R5CT${scattered.toString(36).toUpperCase().padStart(7, '0')}`
}

function phoneState({ stateDir, clock }: FleetOptions, number: number, log: Log): PhoneState | undefined {
  return stateDir === undefined
    ? undefined
    : createPhoneState({ directory: stateDir, serial: serialOf(number), clock, log })
}

async function loadPhone(
  options: FleetOptions,
  number: number,
  state: PhoneState | undefined,
  log: Log,
): Promise<VirtualPhone> {
  const {
    seed,
    clock,
    profile = 'android-14',
    condition = {},
    random = seededRandom(seed * 1000 + number),
  } = options
  const { saved, commands } = (await state?.load()) ?? { saved: undefined, commands: [] }
  return createPhone({
    serial: serialOf(number),
    number,
    seed,
    profile: profile === 'mixed' ? mixedProfile(number) : profile,
    condition,
    clock,
    random,
    log,
    saved,
    savedCommands: commands,
    onCommand: (command) => state?.record(command),
  })
}
