import type { Clock } from '../domain/clock.ts'
import { type Random, seededRandom } from '../domain/random.ts'
import { createPhone, type VirtualPhone } from './android/create-phone.ts'
import { createControlServer } from './control/server.ts'
import { type Log, silentLog } from './log.ts'
import { createPhoneState, type PhoneState } from './state.ts'

export interface FleetOptions {
  count: number
  /** Phone n listens on this + n - 1; 0 takes any free ports. */
  adbPortBase: number
  /** 0 takes any free one. */
  controlPort: number
  /** What the apps show follows from it. */
  seed: number
  /** Where state and history survive a restart; without it they do not. */
  stateDir?: string
  clock: Clock
  /** For all phones; without it each phone has its own sequence, made from `seed`. */
  random?: Random
  log?: Log
}

export interface Fleet {
  controlUrl: string
  phones: readonly { serial: string; adb: string; number: number }[]
  /** Saves, cuts all connections and frees the ports. May come twice. */
  stop: () => Promise<void>
}

/** N virtual phones in this process. Resolves when all of them and the control API answer. @throws Error when a port is taken or state cannot be read; nothing is left running then */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { count, adbPortBase, controlPort, log = silentLog } = options
  const phones: VirtualPhone[] = []
  const states: PhoneState[] = []
  const control = createControlServer({ phones, log })

  async function stop(): Promise<void> {
    await control.close()
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
    const port = await control.listen(controlPort)
    return {
      controlUrl: `http://127.0.0.1:${port}`,
      phones: phones.map(({ serial, number, adb }) => ({ serial, number, adb: `127.0.0.1:${adb.port()}` })),
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
  const { seed, clock, random = seededRandom(seed * 1000 + number) } = options
  const { saved, commands } = (await state?.load()) ?? { saved: undefined, commands: [] }
  return createPhone({
    serial: serialOf(number),
    number,
    seed,
    clock,
    random,
    log,
    saved,
    savedCommands: commands,
    onCommand: (command) => state?.record(command),
  })
}
