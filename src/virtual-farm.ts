import path from 'node:path'
import type { Logger } from 'pino'
import type { Devices } from './devices/devices.ts'
import type { Clock } from './domain/clock.ts'
import type { Processes } from './processes/processes.ts'
import type { Store } from './store/store.ts'
import type { AppName } from './virtual-phone/apps/app-names.ts'
import type { Fleet } from './virtual-phone/fleet.ts'

/** What the phones show is the same at every start. */
const SEED = 1

export interface VirtualFarmDeps {
  /** How many to run inside; 0 for none. */
  virtualPhones: number
  /** In which of their apps accounts are registered, default the first: a group of phones means all accounts on them. */
  virtualApps?: readonly AppName[]
  dataDir: string
  store: Store
  processes: Pick<Processes, 'putPhone' | 'putAccount'>
  /** Told where the phones and their control listen. */
  onListen?: (places: Readonly<Record<string, string>>) => void
  clock: Clock
  log: Logger
}

/** Runs virtual phones inside the daemon, for developers: `serve --virtual-phones N`. */
export function createVirtualFarm({
  virtualPhones,
  virtualApps = ['clips'],
  dataDir,
  store,
  processes,
  onListen = () => undefined,
  clock,
  log,
}: VirtualFarmDeps) {
  let fleet: Fleet | undefined

  /**
   * Its adb port is another at every start: an old one may be a neighbor's now, so all are given up before any is taken. A phone that is held
   * moves as well, which `putPhone` would refuse: it is the same phone, and what a dead daemon ran on it ended together with it.
   */
  async function moveKnown(phones: Fleet['phones']): Promise<void> {
    await store.write('put_phone', (tables) => {
      const known = phones.flatMap(({ serial, adb, number }) => {
        const entry = tables.phones.find(phoneIdOf(number))
        return entry ? [{ entry, serial, adb }] : []
      })
      for (const { entry, serial } of known) tables.phones.put({ ...entry, serial }, clock.now())
      for (const { entry, adb } of known) tables.phones.put({ ...entry, serial: adb }, clock.now())
    })
  }

  /** Registers `phone_virtual_NN` and its two accounts in each app unless they are known. */
  async function register({ serial, adb, number }: Fleet['phones'][number]): Promise<void> {
    const nn = String(number).padStart(2, '0')
    const phoneId = phoneIdOf(number)
    if (!store.read.phones.find(phoneId))
      await processes.putPhone(phoneId, { serial: adb, name: `virtual ${serial}` })
    for (const app of virtualApps) {
      const accounts = {
        [`account_virtual_${ofApp(app)}${nn}`]: `${app}_user${nn}`,
        [`account_virtual_${ofApp(app)}alt_${nn}`]: `${app}_alt${nn}`,
      }
      for (const [accountId, username] of Object.entries(accounts)) {
        if (store.read.accounts.find(accountId)) continue
        await processes.putAccount(accountId, { phone_id: phoneId, app, username, status: 'active' })
      }
    }
  }

  return {
    /** @returns the address of the phones' control API */
    async start(): Promise<string> {
      // Only developers have phones inside, and what they are made of takes long to read.
      const { startFleet } = await import('./virtual-phone/fleet.ts')
      fleet = await startFleet({
        count: virtualPhones,
        adbPortBase: 0,
        controlPort: 0,
        seed: SEED,
        stateDir: path.join(dataDir, 'virtual-phones'),
        clock,
        log,
      })
      onListen({
        control: fleet.controlUrl,
        ...Object.fromEntries(fleet.phones.map(({ serial, adb }) => [serial, adb])),
      })
      await moveKnown(fleet.phones)
      for (const phone of fleet.phones) await register(phone)
      return fleet.controlUrl
    },
    /** Takes the phones away, and their names out of the adb server, which goes on without us. */
    async stop(adb: Pick<Devices['adb'], 'disconnect'>, signal: AbortSignal): Promise<void> {
      for (const phone of fleet?.phones ?? []) {
        try {
          await adb.disconnect(phone.adb, signal)
        } catch (error) {
          log.debug({ serial: phone.adb, err: error }, 'virtual phone left in the adb server')
        }
      }
      await fleet?.stop()
    },
  }
}

/** The first app's accounts were there before any other: their ids do not name it (source: contract). */
function ofApp(app: AppName): string {
  return app === 'clips' ? '' : `${app}_`
}

function phoneIdOf(number: number): string {
  return `phone_virtual_${String(number).padStart(2, '0')}`
}
