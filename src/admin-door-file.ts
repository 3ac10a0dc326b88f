import { readFileSync } from 'node:fs'
import path from 'node:path'
import { writeDurably } from './store/durable-files.ts'

/** Beside the key, so whoever can write it has the farm anyway. */
const fileOf = (dataDir: string) => path.resolve(dataDir, 'admin-door')

/** Leaves word for the commands where the admin door of the daemon on this data directory is. @param url as the ready line tells it */
export function keepAdminDoor(dataDir: string, url: string): void {
  writeDurably(fileOf(dataDir), `${url}\n`)
}

/** Where it was when the daemon last started; null when it never did. */
export function keptAdminDoor(dataDir: string): { host: string; port: number } | null {
  try {
    const { hostname, port } = new URL(readFileSync(fileOf(dataDir), 'utf8').trim())
    return port === '' ? null : { host: hostname, port: Number(port) }
  } catch {
    return null // not there, or not ours: the default is asked
  }
}
