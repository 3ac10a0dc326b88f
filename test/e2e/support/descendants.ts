import { readdirSync, readFileSync } from 'node:fs'

interface Running {
  pid: number
  parent: number
  command: string
}

/** Pids of the processes below `pid`, at any depth, whose command line matches (source: proc(5)). */
export function descendants(pid: number, command: RegExp): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
  const below = new Set([pid])
  // A child can have a lower number than its parent, so until nothing more is found.
  for (let found = 0; found !== below.size;) {
    found = below.size
    for (const { pid: child, parent } of all) if (below.has(parent)) below.add(child)
  }
  return all
    .filter((one) => one.pid !== pid && below.has(one.pid) && command.test(one.command))
    .map((one) => one.pid)
}

/** Undefined when it has ended meanwhile. */
function readProcess(pid: number): Running | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may hold anything; state and parent follow it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return { pid, parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }
  } catch {
    return undefined
  }
}
