import type { Logger } from 'pino'
import type { Devices } from '../devices/devices.ts'
import { readPhoneFacts } from '../devices/phone-facts.ts'
import { readScreen } from '../devices/screen-check.ts'
import type { Clock } from '../domain/clock.ts'
import { RunError, type ErrorCategory } from '../domain/errors.ts'
import type { PhoneFacts } from '../domain/phone-facts.ts'
import type { Symptom } from '../domain/recovery.ts'
import type { Processes } from '../processes/processes.ts'
import type { PhoneRow } from '../store/phones.ts'
import type { Store } from '../store/store.ts'
import { createBoard, type Board } from './board.ts'
import { createCandidates, type ListCandidates } from './candidates.ts'
import { createConnections, type Connections } from './connections.ts'
import { createGate, type Gate } from './gate.ts'
import { createSelfPortraits } from './self-portraits.ts'

export interface PhoneConditionsDeps {
  store: Store
  processes: Pick<Processes, 'recordPhoneState' | 'recordPhoneFacts'>
  devices: Pick<Devices, 'watcher' | 'probe' | 'adb'>
  /** Told of what probes find wrong with a phone. */
  report: (phoneId: string, symptom: Symptom, detail: string) => void
  /** Told of phones that are registered no more, or with another device behind them. */
  onForgotten?: (phoneId: string) => void
  /** Called when phones may have become able to take work; without a name any of them. */
  wake: (phoneIds?: readonly string[]) => void
  clock: Clock
  log: Logger
}

/** What phones are fit for: the board with everything that this folder's own parts pin up, the gate, and what phones tell of themselves. */
export interface PhoneConditions extends Pick<Connections, 'refresh' | 'obstacle' | 'admit' | 'settle'> {
  board: Board
  gate: Gate
  candidates: ListCandidates
  start: () => void
  /** Resolves when no phone is asked for anything and everything is stored. */
  stop: () => Promise<void>
  /** Lets what becomes of runs speak of their phones. */
  watchRuns: <R extends { item: { phone_id: string } }, T>(execute: (run: R) => Promise<T>) => typeof execute
}

/** Faults after which a phone has to show that its screen can be read. */
const DOUBTFUL: readonly ErrorCategory[] = ['device', 'session', 'timeout']

export function createPhoneConditions(deps: PhoneConditionsDeps): PhoneConditions {
  const { store, processes, devices, report, wake, clock, log } = deps
  const { read } = store
  const { watcher, adb } = devices
  const serialOf = (phoneId: string) => read.phones.find(phoneId)?.serial
  const isHeld = (phoneId: string) => {
    const kind = read.leases.ofPhone(phoneId)?.kind
    return kind === 'run' || kind === 'maintenance'
  }
  const board = createBoard({
    record: (phoneId, standing) => processes.recordPhoneState(phoneId, standing),
    onReady: () => wake(),
    log,
  })
  const gate = createGate({
    board,
    phones: () => read.phones.all(),
    serialOf,
    wordOf: watcher.stateOf,
    probe: devices.probe,
    readScreen: (serial, signal) => readScreen({ adb, clock }, serial, signal),
    isHeld,
    report,
    onLooked(phoneId) {
      const phone = read.phones.find(phoneId)
      if (phone && isStale(phone, board)) board.confirm(phoneId)
      wake([phoneId])
    },
    clock,
    log,
  })
  const portraits = createSelfPortraits({
    idle: () =>
      read.phones
        .all()
        .filter(({ phone_id, serial }) => watcher.stateOf(serial) === 'device' && !isHeld(phone_id)),
    serialOf,
    readInfo: watcher.readInfo,
    readFacts: (serial, signal) => readPhoneFacts(adb, serial, signal),
    transportsOf: (phoneId) => transportsOf(watcher, serialOf(phoneId)),
    record: processes.recordPhoneFacts,
    clock,
    log,
  })
  const connections = createConnections({
    read,
    watcher,
    board,
    gate,
    portraits,
    clock,
    onReady: (phoneId) => wake([phoneId]),
    onForgotten: deps.onForgotten ?? (() => undefined),
  })

  return {
    ...connections,
    board,
    gate,
    candidates: createCandidates({ read, watcher, adb, clock }),
    start() {
      connections.start()
      gate.start()
      portraits.start()
    },
    async stop() {
      connections.stop()
      await Promise.all([gate.stop(), portraits.stop()])
      await board.stored()
    },
    watchRuns: (execute) => async (run) => {
      const { phone_id } = run.item
      try {
        const result = await execute(run)
        gate.prove(phone_id)
        return result
      } catch (error) {
        if (error instanceof RunError && DOUBTFUL.includes(error.category)) gate.doubt(phone_id)
        throw error
      }
    },
  }
}

/** An earlier life of the daemon may have left another state in the registry than what stands now. */
function isStale({ phone_id, state }: PhoneRow, board: Board): boolean {
  return state !== (board.blocking(phone_id)?.state ?? 'ready')
}

function transportsOf(
  watcher: Pick<Devices['watcher'], 'waysTo'>,
  serial: string | undefined,
): PhoneFacts['transports'] {
  if (serial === undefined) return []
  return watcher.waysTo(serial).map((way) => ({ serial: way.serial, state: way.state, usb: way.usb }))
}
