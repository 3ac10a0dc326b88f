import { watch, type FSWatcher } from 'node:fs'
import path from 'node:path'
import type { Logger } from 'pino'
import type { Cancel, Clock } from '../domain/clock.ts'
import { listPackFiles, stampOf } from './pack-files.ts'

/** Editors write a file in several steps, some of them by renaming. */
const QUIET_MS = 300

/** Where the system tells of no changes (network drives, no room for more watches) they are found this much later. */
const POLL_MS = 5_000

export interface PackFilesWatch {
  start: () => Promise<void>
  stop: () => void
}

/** Calls `onChange` when a pack below the directory has changed, come or gone. What `onChange` rejects with is its own matter. */
export function watchPackFiles({
  directory,
  clock,
  log,
  onChange,
}: {
  directory: string
  clock: Clock
  log: Pick<Logger, 'debug'>
  onChange: () => Promise<void>
}): PackFilesWatch {
  const watchers = new Map<string, FSWatcher>()
  let quiet: Cancel = () => undefined
  let poll: Cancel = () => undefined
  let stamp = ''
  let running = false

  /** Of every pack file, by their times and sizes; what cannot be listed has one of its own. */
  async function look(): Promise<{ stamp: string; folders: string[] }> {
    try {
      const files = await listPackFiles(directory)
      const stamps = await Promise.all(files.map((file) => stampOf(directory, file)))
      return { stamp: stamps.join('\n'), folders: [...new Set(files.map(({ app }) => app))] }
    } catch (error) {
      return { stamp: String(error), folders: [] }
    }
  }

  async function check(): Promise<void> {
    const seen = await look()
    if (!running) return
    poll = clock.after(POLL_MS, checkNow)
    watchFolders(['.', ...seen.folders])
    if (seen.stamp === stamp) return
    stamp = seen.stamp
    await onChange().catch((error: unknown) => log.debug({ err: error }, 'driver packs left as they are'))
  }

  function checkNow(): void {
    quiet()
    poll()
    // check() lets nothing out but a bug, which ends the process as any other does.
    void check()
  }

  function watchFolders(folders: readonly string[]): void {
    for (const [folder, watcher] of watchers) {
      if (folders.includes(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    for (const folder of folders) {
      if (!watchers.has(folder)) watchFolder(folder)
    }
  }

  function watchFolder(folder: string): void {
    try {
      const watcher = watch(path.join(directory, folder), { persistent: false }, () => {
        quiet()
        quiet = clock.after(QUIET_MS, checkNow)
      })
      watcher.on('error', (error) => {
        log.debug(
          { folder, err: error },
          'folder of driver packs cannot be watched: it is looked at now and then',
        )
        watcher.close()
        watchers.delete(folder)
      })
      watchers.set(folder, watcher)
    } catch (error) {
      log.debug(
        { folder, err: error },
        'folder of driver packs cannot be watched: it is looked at now and then',
      )
    }
  }

  return {
    async start() {
      running = true
      const seen = await look()
      stamp = seen.stamp
      watchFolders(['.', ...seen.folders])
      poll = clock.after(POLL_MS, checkNow)
    },
    stop() {
      running = false
      quiet()
      poll()
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    },
  }
}
