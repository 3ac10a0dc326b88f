import { hasFlag, operands, optionValue } from './arguments.ts'
import type { Command, CommandTable } from './command.ts'
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
    }
    if (columns) out(`${columns.map((column) => fields[column.toUpperCase()] ?? '-').join(' ')}\n`)
    else out(psLine(user, running.pid, running.name))
  }
  return 0
}

function psLine(user: string, pid: number, name: string): string {
  const size = 14_000_000 + (pid % 997) * 1000
  const resident = 90_000 + (pid % 89) * 1000
  return `${user.padEnd(12)} ${String(pid).padStart(5)}   712 ${size} ${resident} do_epoll_wait       0 S ${name}\n`
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

const uptime: Command = ({ out, phone, state }) => {
  const minutes = Math.floor((phone.clock.monotonicMs() - state.bootedAtMs) / 60_000)
  const time = phone.clock.now().toISOString().slice(11, 19)
  const hours = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  const up = minutes >= 60 ? hours : `${minutes} min`
  out(` ${time} up ${up},  0 users,  load average: 1.42, 1.31, 1.18\n`)
  return 0
}

const sleep: Command = async ({ args, phone, signal }) => {
  const seconds = Number.parseFloat(args[0] ?? '')
  if (Number.isFinite(seconds)) await phone.clock.sleep(seconds * 1000, signal)
  return 0
}

const date: Command = ({ args, out, phone }) => {
  const format = args.find((word) => word.startsWith('+'))
  out(`${formatDate(format?.slice(1) ?? '%a %b %e %H:%M:%S %Z %Y', phone.clock.now())}\n`)
  return 0
}

const df: Command = ({ args, out }) => {
  const human = hasFlag(args, 'h')
  const rows = [
    ['/dev/block/dm-11', 3_885_120, 3_873_152, 0, '100%', '/'],
    ['tmpfs', 3_799_128, 1_704, 3_797_424, '1%', '/dev'],
    ['tmpfs', 3_799_128, 0, 3_799_128, '0%', '/mnt'],
    ['/dev/block/dm-12', 1_020_040, 1_016_944, 0, '100%', '/vendor'],
    ['/dev/block/dm-46', 113_093_632, 24_310_528, 88_652_032, '22%', '/data'],
    ['/dev/fuse', 113_093_632, 24_310_528, 88_652_032, '22%', '/storage/emulated'],
  ] as const
  const [path] = operands(args)
  const mount =
    path === undefined ? undefined : /^\/(sdcard|storage)/.test(path) ? '/storage/emulated' : '/data'
  const size = (kilobytes: number) => (human ? `${(kilobytes / 1024 ** 2).toFixed(1)}G` : String(kilobytes))
  out(
    human
      ? 'Filesystem        Size  Used Avail Use% Mounted on\n'
      : 'Filesystem       1K-blocks     Used Available Use% Mounted on\n',
  )
  for (const [device, total, used, free, percent, where] of rows) {
    if (mount !== undefined && where !== mount) continue
    const cells = [
      size(total).padStart(9),
      size(used).padStart(8),
      size(free).padStart(9),
      percent.padStart(4),
    ]
    out(`${device.padEnd(17)} ${cells.join(' ')} ${where}\n`)
  }
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
