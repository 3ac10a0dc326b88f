import type { Phone } from '../android/phone.ts'
import { residentKb } from '../android/memory-use.ts'
import { operands, optionValue } from './arguments.ts'
import type { Command, CommandTable } from './command.ts'
import { df } from './df.ts'
import { formatDate } from './format-date.ts'

const PS_HELP = `usage: ps [-AadefLlnwZ] [-gG GROUP,] [-k FIELD,] [-o FIELD,] [-p PID,] [-t TTY,] [-uU USER,]

List processes.

Which processes to show (-gGuUpPt selections may be comma separated lists):

-A\tAll
-a\tHas terminal not session leader
-d\tAll but session leaders
-e\tSynonym for -A
`
const PS_HEADER =
  'USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME                       \n'

/** `u0_a123` for an app of uid 10123, as ps and dumpsys name it. */
export function userName(uid: number | undefined): string {
  if (uid === undefined || uid < 10_000) return uid === 2000 ? 'shell' : 'system'
  return `u0_a${uid - 10_000}`
}

const ps: Command = ({ args, out, phone }) => {
  if (args.includes('--help')) {
    out(PS_HELP)
    return 0
  }
  const [wanted] = operands(args, ['-p', '-o', '-u'])
  const pid = optionValue(args, '-p')
  const columns = optionValue(args, '-o')?.split(',')
  out(columns ? `${columns.map((column) => column.toUpperCase()).join(' ')}\n` : PS_HEADER)
  for (const running of phone.processes.all()) {
    if (wanted !== undefined && running.name !== wanted) continue
    if (pid !== undefined && String(running.pid) !== pid) continue
    const user = userName(phone.packages.find(running.name)?.uid)
    const fields: Record<string, string> = {
      PID: String(running.pid),
      NAME: running.name,
      USER: user,
      PPID: '712',
      RSS: String(residentKb(phone, running)),
    }
    if (columns) out(`${columns.map((column) => fields[column.toUpperCase()] ?? '-').join(' ')}\n`)
    else out(psLine(user, running.pid, { name: running.name, residentKb: residentKb(phone, running) }))
  }
  return 0
}

function psLine(
  user: string,
  pid: number,
  { name, residentKb }: { name: string; residentKb: number },
): string {
  const size = 14_000_000 + (pid % 997) * 1000
  return `${user.padEnd(12)} ${String(pid).padStart(5)}   712 ${size} ${residentKb} do_epoll_wait       0 S ${name}\n`
}

const pidof: Command = ({ args, out, phone }) => {
  const pids = operands(args).flatMap((name) => phone.processes.pidOf(name) ?? [])
  if (pids.length === 0) return 1
  out(`${pids.join(' ')}\n`)
  return 0
}

const kill: Command = ({ args, err, phone }) => {
  let code = 0
  for (const word of operands(args, ['-s'])) {
    const running = phone.processes.all().find(({ pid }) => String(pid) === word)
    if (running) phone.processes.kill(running.name)
    else {
      err(`/system/bin/sh: kill: ${word}: No such process\n`)
      code = 1
    }
  }
  return code
}

/** `persist.sys.timezone`. */
function timeZoneOf({ properties }: Phone): string {
  return properties.get('persist.sys.timezone') ?? 'UTC'
}

/** Of 1, 5 and 15 minutes; Android's own processes alone make more than one. */
export function loadOf({ instrumentation, power }: Phone): string[] {
  const added = (power.isScreenOn() ? 0.6 : 0) + (instrumentation.server() === undefined ? 0 : 2.9)
  return [0.82, 0.71, 0.58].map((base) => (base + added).toFixed(2))
}

const uptime: Command = ({ out, phone, state }) => {
  const minutes = Math.floor((phone.clock.monotonicMs() - state.bootedAtMs) / 60_000)
  const time = formatDate('%T', phone.wallClock.now(), timeZoneOf(phone))
  const hours = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  const up = minutes >= 60 ? hours : `${minutes} min`
  out(` ${time} up ${up},  0 users,  load average: ${loadOf(phone).join(', ')}\n`)
  return 0
}

const sleep: Command = async ({ args, phone, signal }) => {
  const seconds = Number.parseFloat(args[0] ?? '')
  if (Number.isFinite(seconds)) await phone.clock.sleep(seconds * 1000, signal)
  return 0
}

const date: Command = ({ args, out, phone }) => {
  const format = args.find((word) => word.startsWith('+'))
  out(
    `${formatDate(format?.slice(1) ?? '%a %b %e %H:%M:%S %Z %Y', phone.wallClock.now(), timeZoneOf(phone))}\n`,
  )
  return 0
}

const free: Command = ({ out }) => {
  out('\t\ttotal        used        free      shared     buffers\n')
  out('Mem:      7780614144  6911819776   868794368    32100352     5652480\n')
  out('-/+ buffers/cache:    6906167296   874446848\nSwap:     4294963200  1174405120  3120558080\n')
  return 0
}

export const processCommands: CommandTable = {
  ps,
  pidof,
  pgrep: pidof,
  kill,
  uptime,
  sleep,
  date,
  df,
  free,
  id: ({ out }) => {
    out(
      'uid=2000(shell) gid=2000(shell) groups=2000(shell),1004(input),1007(log),3003(inet) context=u:r:shell:s0\n',
    )
    return 0
  },
  whoami: ({ out }) => {
    out('shell\n')
    return 0
  },
}
