import type { PhoneHands } from '../../src/devices/phone-hands.ts'
import { createBoard } from '../../src/phones/board.ts'
import { createRecovery, type RecoveryDeps } from '../../src/phones/recovery/recovery.ts'
import { NO_USB_RESET } from '../../src/phones/recovery/rungs.ts'
import { silentLog } from '../support/farm.ts'
import { SETTINGS_APP } from './failpoint-phones.ts'
import type { DeviceEffects } from './failpoint-seams.ts'

export interface PlayedRecoveryDeps extends Pick<
  RecoveryDeps,
  'store' | 'clock' | 'random' | 'newId' | 'bootId' | 'isBeingRescued'
> {
  devices: Pick<DeviceEffects, 'sessions'>
  wake: (phoneIds?: readonly string[]) => void
}

/** The real recovery over played phones: they answer always, and show in a session whether they are well. */
export function createPlayedRecovery({ devices, wake, ...deps }: PlayedRecoveryDeps) {
  const done = () => Promise.resolve()
  const hands: PhoneHands = {
    stateOf: () => Promise.resolve('device'),
    answers: () => Promise.resolve(true),
    givesPicture: () => Promise.resolve(true),
    async readScreen({ phone_id, serial }, signal) {
      const app = { package_name: SETTINGS_APP, activity: '.Settings' }
      const session = await devices.sessions.open({ phone_id, serial, app, onCreated: done }, signal)
      try {
        await session.readScreen(signal)
      } finally {
        await session.close()
      }
    },
    stopServer: done,
    uninstallServer: done,
    reconnect: done,
    removeForwards: done,
    reboot: done,
    ensureAdb: done,
  }
  const board = createBoard({
    record: () => Promise.resolve(true),
    onReady: () => wake(),
    log: silentLog,
  })
  const recovery = createRecovery({
    ...deps,
    board,
    hands,
    usb: NO_USB_RESET,
    serialOf: (phoneId) => deps.store.read.phones.find(phoneId)?.serial,
    onWell: (phoneId) => wake([phoneId]),
    log: silentLog,
  })
  return { recovery, canRun: (phoneId: string) => board.blocking(phoneId)?.reason ?? null }
}
