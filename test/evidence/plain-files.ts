import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EvidenceFiles } from '../../src/evidence/evidence-files.ts'

/** Files of evidence that are there at once, for where the file system's own time would be in the way of a fake clock. */
export function createPlainFiles(directory: string): EvidenceFiles {
  mkdirSync(directory, { recursive: true })
  const fileOf = (sha256: string) => join(directory, sha256)
  const bytesOf = (sha256: string) => (existsSync(fileOf(sha256)) ? readFileSync(fileOf(sha256)) : null)
  return {
    prepare: () => undefined,
    write(sha256, content) {
      const isNew = bytesOf(sha256) === null
      writeFileSync(fileOf(sha256), content)
      return Promise.resolve(isNew)
    },
    read: (sha256) => Promise.resolve(bytesOf(sha256)),
    remove(sha256) {
      rmSync(fileOf(sha256), { force: true })
      return Promise.resolve()
    },
    list: (prefix) => Promise.resolve(readdirSync(directory).filter((name) => name.startsWith(prefix))),
  }
}
