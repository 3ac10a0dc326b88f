import type { StoredFile } from '../android/file-system.ts'

/** One line of `ls -l`; undefined stands for a directory. */
export function longEntry(name: string, file: StoredFile | undefined): string {
  const kind = file ? '-' : 'd'
  const bits = file ? file.mode & 0o777 : 0o771
  const permissions = [6, 3, 0].map((shift) => triple((bits >> shift) & 7)).join('')
  const size = String(file?.data.length ?? 4096)
  const at = new Date((file?.mtime ?? 0) * 1000).toISOString()
  return `${kind}${permissions} 1 shell shell ${size.padStart(8)} ${at.slice(0, 10)} ${at.slice(11, 16)} ${name}\n`
}

function triple(bits: number): string {
  return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`
}
