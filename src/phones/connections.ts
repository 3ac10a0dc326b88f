import type { Devices } from '../devices/devices.ts'
import { isNetworkSerial } from '../devices/transports.ts'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { PHONE_CODES, type PhoneObstacle } from '../domain/explain.ts'
import type { PhoneCondition } from '../domain/phone-state.ts'
import type { PhoneRow } from '../store/phones.ts'
import type { Store } from '../store/store.ts'
import { adbCondition } from './adb-condition.ts'
import type { Board } from './board.ts'
import type { Gate } from './gate.ts'
import type { SelfPortraits } from './self-portraits.ts'

/** What adb is given to connect to a network phone that has just been registered; a second is usual, a loaded host needs more. */
const CONNECT_MS = 5000

/** adb gives its list in milliseconds; without it what was known a second ago has to do. */
const SETTLE_MS = 3000

export interface ConnectionsDeps {
  read: Store['read']
  watcher: Pick<Devices['watcher'], 'stateOf' | 'watch' | 'refresh' | 'onChange'>
  board: Board
  gate: Pick<Gate, 'look' | 'isProven' | 'expire' | 'forget'>
  portraits: Pick<SelfPortraits, 'readSoon' | 'forget'>
  clock: Clock
  /** Called when a phone may have become able to run. */
  onReady: (phoneId: string) => void
  /** Called for a phone that is registered no more, or with another device behind it. */
  onForgotten: (phoneId: string) => void
}

/** Keeps the board true to what adb shows and to what people have paused, and tells who may be given work. */
export interface Connections {
  start: () => void
  stop: () => void
  /** To be called when phones were registered, changed, paused or removed. @param phoneId the only one */
  refresh: (phoneId?: string) => void
  /** What keeps a phone from taking work, null when nothing is known to. Asks nobody. */
  obstacle: (phoneId: string) => PhoneObstacle | null
  /** As `obstacle`, but a phone that has not shown itself fit a moment ago is looked at first; `onReady` tells when that is over. */
  admit: (phoneId: string) => PhoneObstacle | null
  /** Looks anew whether a phone is connected. @returns why it is not, null when it is or was never seen. Never throws. */
  settle: (phoneId: string, signal: AbortSignal) => Promise<string | null>
}

export function createConnections(deps: ConnectionsDeps): Connections {
  const { read, watcher, board, gate, portraits, clock, onReady, onForgotten } = deps
  const stopping = new AbortController()
  /** The device behind each registered phone, so that another one is noticed. */
  const serials = new Map<string, string>()
  /** Network phones that adb has been asked for and that were never seen; true as long as they may still be on their way. */
  const connecting = new Map<string, boolean>()
  let stopListening: () => void = () => undefined

  function noticed(serial: string): void {
    const phone = read.phones.findBySerial(serial)
    if (phone) see(phone)
  }

  /** What adb says of a phone goes to the board; one that is online has to show itself. */
  function see({ phone_id, serial }: PhoneRow): void {
    const word = watcher.stateOf(serial)
    gate.expire(phone_id)
    if (word === 'device') void seeOnline(phone_id)
    else board.set(phone_id, 'connection', adbCondition(serial, word))
  }

  /** Never rejects. */
  async function seeOnline(phoneId: string): Promise<void> {
    await gate.look(phoneId)
    if (!stopping.signal.aborted && board.of(phoneId).get('connection') === undefined)
      portraits.readSoon(phoneId)
  }

  function forget(phoneId: string): void {
    serials.delete(phoneId)
    board.forget(phoneId)
    gate.forget(phoneId)
    portraits.forget(phoneId)
    onForgotten(phoneId)
  }

  function take(phone: PhoneRow): void {
    const { phone_id, serial, model } = phone
    const before = serials.get(phone_id)
    if (before !== undefined && before !== serial) forget(phone_id)
    serials.set(phone_id, serial)
    board.set(phone_id, 'person', phone.paused === 1 ? PAUSED : null)
    if (before === serial) return
    see(phone)
    if (model === null && isNetworkSerial(serial)) awaitFirst(phone_id, serial)
  }

  function refresh(phoneId?: string): void {
    const phones = read.phones.all()
    watcher.watch(phones.map(({ serial }) => serial))
    const registered = new Set(phones.map(({ phone_id }) => phone_id))
    for (const known of serials.keys()) if (!registered.has(known)) forget(known)
    for (const phone of phones) if (phoneId === undefined || phone.phone_id === phoneId) take(phone)
  }

  /** A run that came before the first connection would fail for nothing. */
  function awaitFirst(phoneId: string, serial: string): void {
    if (connecting.has(serial)) return
    connecting.set(serial, true)
    clock.after(CONNECT_MS, () => {
      connecting.set(serial, false)
      if (!stopping.signal.aborted) onReady(phoneId)
    })
  }

  /**
   * One that was never seen, and has had time to be connected, is let through: its run then fails with what is wrong (`device`), instead of
   * waiting for ever for a serial that may be a typing error.
   */
  function isUnknown({ serial, model }: PhoneRow): boolean {
    return model === null && watcher.stateOf(serial) === 'absent'
  }

  function obstacleOf(phone: PhoneRow): PhoneObstacle | null {
    const { phone_id, serial } = phone
    const unknown = isUnknown(phone)
    const condition = board.blocking(phone_id, unknown ? 'connection' : undefined)
    if (condition !== null) return obstacleFrom(phone_id, condition)
    // As the registry has it: the board is told of a pause a moment later.
    if (phone.paused === 1) return obstacleFrom(phone_id, PAUSED)
    if (unknown && connecting.get(serial) === true)
      return { code: 'phone_connecting', message: `phone ${phone_id} is being connected` }
    return null
  }

  return {
    start() {
      stopListening = watcher.onChange(({ serial }) => noticed(serial))
      refresh()
    },
    stop() {
      stopListening()
      stopping.abort(new Error('the daemon is stopping'))
      watcher.watch([]) // else what is disconnected from here on would be connected again
    },
    refresh,
    obstacle(phoneId) {
      const phone = read.phones.find(phoneId)
      return phone ? obstacleOf(phone) : null
    },
    admit(phoneId) {
      const phone = read.phones.find(phoneId)
      if (!phone) return null
      const obstacle = obstacleOf(phone)
      if (obstacle !== null || isUnknown(phone) || gate.isProven(phoneId)) return obstacle
      return { code: 'phone_being_checked', message: `phone ${phoneId} is being looked at` }
    },
    async settle(phoneId, signal) {
      const tooLate = () => new Error('adb gave no list in time')
      const deadline = startDeadline(clock, SETTLE_MS, signal, tooLate)
      // Without a list what was known a moment ago has to do.
      await watcher.refresh(deadline.signal).catch(() => undefined)
      deadline.end()
      const phone = read.phones.find(phoneId)
      if (!phone || isUnknown(phone)) return null
      const condition = adbCondition(phone.serial, watcher.stateOf(phone.serial))
      return condition && obstacleFrom(phoneId, condition).message
    },
  }
}

const PAUSED: PhoneCondition = {
  state: 'paused',
  reason: 'a person has paused it',
  next: 'a person resumes it',
}

function obstacleFrom(phoneId: string, { state, reason, next }: PhoneCondition): PhoneObstacle {
  const message =
    state === 'paused'
      ? `phone ${phoneId} is paused`
      : `phone ${phoneId} is ${state.replaceAll('_', ' ')}: ${reason}; ${next}`
  return { code: PHONE_CODES[state], message }
}
