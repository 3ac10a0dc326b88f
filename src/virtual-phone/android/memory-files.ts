import type { Clock } from '../../domain/clock.ts'
import type { FileSystem, StoredFile } from './file-system.ts'

const STORAGE = '/storage/emulated/0'
/** Names of one and the same folder on every phone since Android 6. */
const STORAGE_LINKS = /^\/(sdcard|mnt\/sdcard|storage\/self\/primary)(?=\/|$)/
const FIRST_DIRECTORIES = [
  '/data/local/tmp',
  '/proc',
  '/system/bin',
  '/vendor',
  ...['DCIM', 'Download', 'Movies', 'Pictures'].map((name) => `${STORAGE}/${name}`),
]
/** What the shell user may write to; everything else is `Permission denied`. */
const WRITABLE = /^\/(storage\/emulated\/0|data\/local\/tmp)(\/|$)/
const DEFAULT_MODE = 0o100644

/** One spelling for every path: links followed, `.` and `..` resolved, no slash at the end. */
export function normalizePath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`.replace(STORAGE_LINKS, STORAGE)
}

/** Whether adb's user may create or change `path`. */
export function isWritable(path: string): boolean {
  return WRITABLE.test(normalizePath(path))
}

export interface MemoryFiles extends FileSystem {
  /** Every stored file with its path, for saving. */
  entries: () => Iterable<[string, StoredFile]>
}

export function createMemoryFiles(clock: Clock): MemoryFiles {
  const files = new Map<string, StoredFile>()
  const directories = new Set(['/'])

  function makeDirectory(path: string): void {
    let current = ''
    for (const part of normalizePath(path).split('/').filter(Boolean)) {
      current += `/${part}`
      directories.add(current)
    }
  }

  function list(path: string): string[] {
    const directory = normalizePath(path)
    const prefix = directory === '/' ? '/' : `${directory}/`
    const names = new Set<string>()
    for (const key of [...files.keys(), ...directories]) {
      const name = key.startsWith(prefix) ? key.slice(prefix.length).split('/')[0] : undefined
      if (name) names.add(name)
    }
    return [...names].toSorted()
  }

  function remove(path: string): boolean {
    const target = normalizePath(path)
    let removed = files.delete(target)
    for (const known of [files, directories]) {
      for (const key of known.keys()) {
        if (key !== target && !key.startsWith(`${target}/`)) continue
        removed = known.delete(key) || removed
      }
    }
    return removed
  }

  for (const path of FIRST_DIRECTORIES) makeDirectory(path)

  return {
    find: (path) => files.get(normalizePath(path)),
    isDirectory: (path) => directories.has(normalizePath(path)),
    list,
    makeDirectory,
    write: (path, data, { mode = DEFAULT_MODE, mtime = Math.floor(clock.now().getTime() / 1000) } = {}) => {
      const target = normalizePath(path)
      makeDirectory(target.replace(/\/[^/]*$/, ''))
      files.set(target, { data, mode, mtime })
    },
    remove,
    entries: () => files.entries(),
  }
}
