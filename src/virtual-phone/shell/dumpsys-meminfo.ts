import { residentKb } from '../android/memory-use.ts'
import { operands } from './arguments.ts'
import type { Command } from './command.ts'

const GROUP = '  '

/** `dumpsys meminfo [PKG]`: the lines that name a process and its totals, in kB. */
export const dumpMemory: Command = ({ args, out, phone }) => {
  const [, wanted] = operands(args)
  const uptime = Math.round(phone.clock.monotonicMs())
  const head = `Applications Memory Usage (in Kilobytes):\nUptime: ${uptime} Realtime: ${uptime}\n\n`
  if (wanted !== undefined) {
    const found = phone.processes.all().find(({ name, pid }) => name === wanted || String(pid) === wanted)
    out(found ? head + oneProcess(found, residentKb(phone, found)) : `No process found for: ${wanted}\n`)
    return 0
  }
  const sizes = phone.processes.all().map((one) => ({ ...one, kb: residentKb(phone, one) }))
  const lines = sizes
    .toSorted((a, b) => b.kb - a.kb)
    .map(({ name, pid, kb }) => `${GROUP}${thousands(kb).padStart(9)}K: ${name} (pid ${pid})\n`)
  out(`${head}Total RSS by process:\n${lines.join('')}\n`)
  return 0
}

function oneProcess({ name, pid }: { name: string; pid: number }, kb: number): string {
  const pss = Math.round(kb * 0.6)
  return `** MEMINFO in pid ${pid} [${name}] **
                   Pss  Private  Private  SwapPss      Rss     Heap     Heap     Heap
                 Total    Dirty    Clean    Dirty    Total     Size    Alloc     Free
                ------   ------   ------   ------   ------   ------   ------   ------
        TOTAL ${String(pss).padStart(8)} ${String(Math.round(pss * 0.8)).padStart(8)} ${String(Math.round(pss * 0.1)).padStart(8)}        0 ${String(kb).padStart(8)}    36864    31245     5618

 App Summary
           TOTAL PSS: ${String(pss).padStart(8)}            TOTAL RSS: ${String(kb).padStart(8)}      TOTAL SWAP (KB):        0

`
}

function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}
