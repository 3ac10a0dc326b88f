import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { readPacks } from './load-packs.ts'
import type { Pack } from './pack.ts'

/** The last good bytes of each pack, for the day on which its file is broken when the daemon starts. */
export interface KeptPacks {
  /** Those that can still be used, by file. */
  read: () => Promise<Map<string, Pack>>
  /** Never throws: a pack that is not kept is only missed later, and the log says so now. */
  keep: (file: string, bytes: Buffer) => Promise<void>
  drop: (file: string) => Promise<void>
}

export function createKeptPacks(directory: string, log: Pick<Logger, 'warn'>): KeptPacks {
  async function attempt(file: string, what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.warn({ file, err: error }, what)
    }
  }

  return {
    async read() {
      const kept = new Map<string, Pack>()
      await attempt(directory, 'kept driver packs cannot be read', async () => {
        await mkdir(directory, { recursive: true })
        for (const reading of await readPacks(directory)) {
          // One of an older daemon may not be what is a pack today: it is of no use then.
          if ('pack' in reading) kept.set(reading.file, reading.pack)
        }
      })
      return kept
    },
    keep: (file, bytes) =>
      attempt(file, 'driver pack cannot be kept for the next start', async () => {
        const target = path.join(directory, file)
        await mkdir(path.dirname(target), { recursive: true })
        await writeFile(`${target}.new`, bytes)
        await rename(`${target}.new`, target)
      }),
    drop: (file) =>
      attempt(file, 'kept driver pack cannot be deleted', () =>
        rm(path.join(directory, file), { force: true }),
      ),
  }
}
