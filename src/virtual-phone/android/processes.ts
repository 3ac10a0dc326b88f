import type { LogBuffer, Processes } from './phone.ts'

const FIRST_PID = 1710

export interface ProcessTable extends Processes {
  /** Calls back with the name of each process that was killed. */
  onKilled: (listener: (name: string) => void) => void
}

/** Pids grow as on Android; a process that is started again gets a new one. */
export function createProcesses(log: LogBuffer): ProcessTable {
  const running = new Map<string, number>()
  const listeners: ((name: string) => void)[] = []
  let nextPid = FIRST_PID

  return {
    all: () => [...running].map(([name, pid]) => ({ name, pid })),
    pidOf: (name) => running.get(name),
    start: (name) => {
      const known = running.get(name)
      if (known !== undefined) return known
      const pid = nextPid
      nextPid += 37
      running.set(name, pid)
      log.write('ActivityManager', `Start proc ${pid}:${name}`)
      return pid
    },
    kill: (name) => {
      const pid = running.get(name)
      if (pid === undefined) return false
      running.delete(name)
      log.write('ActivityManager', `Killing ${pid}:${name}`)
      for (const listener of listeners) listener(name)
      return true
    },
    onKilled: (listener) => void listeners.push(listener),
  }
}
