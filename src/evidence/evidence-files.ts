import { createHash } from 'node:crypto'
import { constants, rmSync } from 'node:fs'
import { open, readdir, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { makeDirectory } from '../store/make-directory.ts'

/** Files take whole blocks; counted like that, many small pieces cannot fill the disk beside the quota. */
export const BLOCK_BYTES = 4096

const HASH = /^[0-9a-f]{64}$/

/** What a file takes of the disk. */
export function occupied(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES
}

/** Lower-case hex. */
export function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Evidence on the disk: `<root>/ab/abcdef…`, a file for each content, named after its SHA-256, for its owner alone. */
export interface EvidenceFiles {
  /** Makes the root and removes what an earlier life has not finished. @throws what the operating system says */
  prepare: () => void
  /** Stores the bytes for good, also in the place of a file that is damaged. @returns whether they were not there before. @throws what the operating system says */
  write: (sha256: string, content: Buffer) => Promise<boolean>
  /** The bytes; null when the file is gone, is no plain file below the root, or does not hold what its name says. */
  read: (sha256: string) => Promise<Buffer | null>
  /** One that is not there is fine. */
  remove: (sha256: string) => Promise<void>
  /** Hashes of the files whose hash begins with these two digits. */
  list: (prefix: string) => Promise<string[]>
}

/** @param root absolute */
export function createEvidenceFiles(root: string): EvidenceFiles {
  const unfinished = path.join(root, 'unfinished')
  let written = 0

  const folderOf = (sha256: string) => path.join(root, sha256.slice(0, 2))

  function fileOf(sha256: string): string {
    // Whatever is asked for, no other name is ever joined to a path.
    if (!HASH.test(sha256)) throw new Error(`not a hash: ${JSON.stringify(sha256)}`)
    return path.join(folderOf(sha256), sha256)
  }

  async function write(sha256: string, content: Buffer): Promise<boolean> {
    const file = fileOf(sha256)
    if ((await read(sha256)) !== null) return false
    const partial = path.join(unfinished, String(++written))
    try {
      await writeSynced(partial, content)
      makeDirectory(folderOf(sha256))
      await rename(partial, file)
    } catch (error) {
      await rm(partial, { force: true })
      throw error
    }
    await syncDirectory(folderOf(sha256))
    return true
  }

  async function read(sha256: string): Promise<Buffer | null> {
    const file = fileOf(sha256)
    try {
      // A link in the file's place, or in that of its folder, could lead to any file of the host.
      if ((await realpath(file)) !== path.join(await realpath(root), sha256.slice(0, 2), sha256)) return null
      const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW)
      try {
        const content = await handle.readFile()
        return hashOf(content) === sha256 ? content : null
      } finally {
        await handle.close()
      }
    } catch (error) {
      if (isGone(error)) return null
      throw error
    }
  }

  return {
    prepare() {
      makeDirectory(root)
      rmSync(unfinished, { recursive: true, force: true })
      makeDirectory(unfinished)
    },
    write,
    read,
    async remove(sha256) {
      await rm(fileOf(sha256), { force: true })
    },
    async list(prefix) {
      try {
        return (await readdir(path.join(root, prefix))).filter(
          (name) => HASH.test(name) && name.startsWith(prefix),
        )
      } catch (error) {
        if (isGone(error)) return []
        throw error
      }
    },
  }
}

async function writeSynced(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The name, too, is to survive a power cut before a row speaks of it. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Not there, or a part of the way to it is no folder, or is a link. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(error.code))
  )
}
