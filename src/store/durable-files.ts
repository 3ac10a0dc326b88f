import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Makes what a file holds, or which names a directory has, survive a power cut. */
export function syncPath(file: string): void {
  const descriptor = openSync(file, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Gives a file its final name, for good. Its contents must have been synced before. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  syncPath(path.dirname(to))
}

/** Writes a small file so that after a power cut either the old or the new one is there, whole. */
export function writeDurably(file: string, text: string): void {
  const partial = `${file}.partial`
  writeFileSync(partial, text, { mode: 0o600 })
  syncPath(partial)
  renameDurably(partial, file)
}

/** An instant as it stands in file names: `20260322T083000000Z`. */
export function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:.]/g, '')
}
