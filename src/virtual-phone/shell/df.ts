import { hasFlag, operands } from './arguments.ts'
import type { Command, CommandContext } from './command.ts'

interface Mount {
  device: string
  totalKb: number
  usedKb: number
  freeKb: number
  where: string
}

/** Mounts that adb's user may not look into; `df` of everything names them on its error stream and exits with 1. */
const UNREADABLE = [
  '/mnt/installer/0/emulated',
  '/mnt/androidwritable/0/emulated',
  '/metadata',
  '/data_mirror',
]

function mountsOf({ phone }: CommandContext): Mount[] {
  const { totalKb, usedKb, freeKb } = phone.storage.read()
  const { vendor } = phone.profile
  // Names of some vendors are longer than the column and push the others to the right.
  const data = vendor === 'xiaomi' ? '/dev/block/bootdevice/by-name/userdata' : '/dev/block/dm-46'
  return [
    { device: '/dev/block/dm-11', totalKb: 3_885_120, usedKb: 3_873_152, freeKb: 0, where: '/' },
    { device: 'tmpfs', totalKb: 3_799_128, usedKb: 1_704, freeKb: 3_797_424, where: '/dev' },
    { device: 'tmpfs', totalKb: 3_799_128, usedKb: 0, freeKb: 3_799_128, where: '/mnt' },
    { device: '/dev/block/dm-12', totalKb: 1_020_040, usedKb: 1_016_944, freeKb: 0, where: '/vendor' },
    ...Array.from({ length: 24 }, (_, index) => apex(index)),
    { device: data, totalKb, usedKb, freeKb, where: '/data' },
    { device: '/dev/fuse', totalKb, usedKb, freeKb, where: '/storage/emulated' },
  ]
}

/** A real list is mostly these: one mount for each module of the system. */
function apex(index: number): Mount {
  const name = `com.android.module${String(index + 1).padStart(2, '0')}`
  const totalKb = 700 + index * 364
  return {
    device: `/dev/block/loop${index + 4}`,
    totalKb,
    usedKb: totalKb - 28,
    freeKb: 0,
    where: `/apex/${name}@1`,
  }
}

/** `df [-h] [-k] [PATH]` of toybox (source: research/fidelity.md 7.8). */
export const df: Command = (context) => {
  const { args, out, err } = context
  const human = hasFlag(args, 'h')
  const [path] = operands(args)
  const mount =
    path === undefined ? undefined : /^\/(sdcard|storage)/.test(path) ? '/storage/emulated' : '/data'
  const size = (kilobytes: number) => (human ? `${(kilobytes / 1024 ** 2).toFixed(1)}G` : String(kilobytes))
  out(
    human
      ? 'Filesystem        Size  Used Avail Use% Mounted on\n'
      : 'Filesystem       1K-blocks     Used Available Use% Mounted on\n',
  )
  for (const { device, totalKb, usedKb, freeKb, where } of mountsOf(context)) {
    if (mount !== undefined && where !== mount) continue
    const percent = Math.min(100, Math.ceil((usedKb / Math.max(1, usedKb + freeKb)) * 100))
    const cells = [
      size(totalKb).padStart(9),
      size(usedKb).padStart(8),
      size(freeKb).padStart(9),
      `${percent}%`.padStart(4),
    ]
    out(`${device.padEnd(17)} ${cells.join(' ')} ${where}\n`)
  }
  if (mount !== undefined) return 0
  for (const where of UNREADABLE) err(`df: ${where}: Permission denied\n`)
  return 1
}
