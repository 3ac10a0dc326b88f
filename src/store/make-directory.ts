import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a directory with its parents, for its owner alone, unless it is there. Not with Node's `recursive`, which never returns where nothing
 * can be made, such as in /proc (Node 20).
 * @throws what the operating system says
 */
export function makeDirectory(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return
  const parent = path.dirname(directory)
  if (parent !== directory) makeDirectory(parent)
  mkdirSync(directory, { mode: 0o700 })
}
