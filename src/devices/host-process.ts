import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

const PS_MS = 5_000

/**
 * Memory of a process that lies in RAM, in bytes; null when it has ended or cannot be asked.
 * From /proc (source: proc(5), VmRSS), elsewhere from `ps`.
 */
export async function residentBytes(pid: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return kibibytes(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
  } catch {
    // No /proc on this system, or no such process: ps knows which.
  }
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: PS_MS })
    return kibibytes(stdout.trim())
  } catch {
    return null // ps exits with 1 for a process that does not exist
  }
}

function kibibytes(text: string | undefined): number | null {
  return text === undefined || !/^\d+$/.test(text) ? null : Number(text) * 1024
}

/** A TCP address on which a process takes connections. */
export interface Listening {
  /** As the kernel writes it: `0100007F`. */
  address: string
  port: number
  isLoopback: boolean
}

/**
 * Where a process takes TCP connections, as the kernel sees it; empty where there is no /proc, or when the process has ended.
 * What `ss -ltnp` shows, read from the same place (source: proc(5), net/tcp: hexadecimal address:port, state 0A is LISTEN, inode).
 */
export async function listeningOf(pid: number): Promise<Listening[]> {
  const inodes = await socketInodes(pid)
  const all = await readListening(`/proc/${pid}/net`)
  return all.filter(({ inode }) => inodes.has(inode)).map(({ listening }) => listening)
}

/** Every address of this host on which somebody takes connections at a port; empty where there is no /proc. */
export async function listenersOn(port: number): Promise<Listening[]> {
  const all = await readListening('/proc/net')
  return all.map(({ listening }) => listening).filter((listening) => listening.port === port)
}

async function readListening(folder: string): Promise<{ listening: Listening; inode: string }[]> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => readTable(`${folder}/${table}`)))
  return tables.flat().flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    const [address = '', port = ''] = local.split(':')
    if (state !== LISTEN) return []
    const isLoopback = LOOPBACK.some((own) => own.test(address))
    return [{ listening: { address, port: Number.parseInt(port, 16), isLoopback }, inode }]
  })
}

const LISTEN = '0A'

/** 127.x.x.x, ::1, and 127.x.x.x mapped into IPv6, in words of the little-endian machines that farms run on. */
const LOOPBACK = [/^[0-9A-F]{6}7F$/, /^0{24}01000000$/, /^0{16}FFFF0000[0-9A-F]{6}7F$/]

async function socketInodes(pid: number): Promise<Set<string>> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => []) // no /proc, or it has ended
  const targets = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => ''))) // closed meanwhile
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []))
}

async function readTable(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '') // as above
  return text.split('\n').slice(1)
}
