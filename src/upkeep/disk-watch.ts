import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { ReserveFile } from '../store/reserve-file.ts'
import { isIoError } from '../store/storage-errors.ts'
import type { Store } from '../store/store.ts'

export interface DiskWatchDeps {
  store: Pick<Store, 'storage' | 'checkpoint'>
  reserve: ReserveFile
  clock: Clock
  log: Logger
  /** Called when there is room again: what waited may be done. */
  onRoom: () => void
  /** Called when the database cannot be trusted any more; is to end the process. */
  onFailed: (failure: StorageFailure) => void
}

export interface StorageFailure {
  cause: unknown
  /** The disk failed, or what stands on it makes no sense. */
  kind: 'io' | 'corruption'
}

export interface DiskWatch {
  /** Makes the reserve when it is not there. */
  start: () => Promise<void>
  /** For `/readyz`. */
  check: () => { ok: boolean; message?: string }
  stop: () => Promise<void>
}

/** How soon after there is room again work goes on. */
const PROBE_MS = 2000

/** Keeps the reserve, and takes the daemon into the mode for a full disk and out of it. */
export function createDiskWatch({ store, reserve, clock, log, onRoom, onFailed }: DiskWatchDeps): DiskWatch {
  const stopping = new AbortController()
  let waiting: Promise<void> | null = null

  store.storage.onChange((state, cause) => {
    if (state === 'failed') onFailed({ cause, kind: isIoError(cause) ? 'io' : 'corruption' })
    if (state === 'full') {
      log.error({ err: cause, free_bytes: freeBytes() }, 'disk is full: nothing new is stored')
      // Ends when there is room or we stop; what it throws is logged in it.
      waiting ??= waitForRoom().finally(() => (waiting = null))
    }
    if (state === 'ok') {
      log.info({ free_bytes: freeBytes() }, 'disk has room again')
      onRoom()
    }
  })

  function freeBytes(): number | null {
    try {
      return reserve.freeBytes()
    } catch {
      // The directory itself may be what is lost; this is only for the log.
      return null
    }
  }

  async function waitForRoom(): Promise<void> {
    // After the transaction that failed has been undone.
    await Promise.resolve()
    makeLogReusable()
    while (!stopping.signal.aborted) {
      try {
        await clock.sleep(PROBE_MS, stopping.signal)
        if (await reserve.make()) return store.storage.recovered()
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'room on the disk could not be looked for')
      }
    }
  }

  /** With all that it holds in the database file, the log begins anew where it is and needs no more room. */
  function makeLogReusable(): void {
    try {
      store.checkpoint()
    } catch (error) {
      log.debug({ err: error }, 'write-ahead log could not be folded back')
    }
  }

  return {
    async start() {
      if (!(await reserve.make())) store.storage.filled(new Error('there is no room for the reserve file'))
    },
    check() {
      const state = store.storage.state()
      if (state === 'ok') return { ok: true }
      if (state === 'full') return { ok: false, message: 'the disk is full: nothing new is stored' }
      return { ok: false, message: 'the database cannot be trusted any more' }
    },
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await waiting
    },
  }
}
