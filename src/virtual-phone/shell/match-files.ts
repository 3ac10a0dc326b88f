import type { FileSystem } from '../android/file-system.ts'

/** Files that a pattern with `*` and `?` names, in order; the pattern itself when there is none, as shells do. */
export function matchFiles(pattern: string, files: FileSystem): string[] {
  if (!/[*?]/.test(pattern)) return [pattern]
  let found = [pattern.startsWith('/') ? '/' : '']
  for (const part of pattern.split('/').filter(Boolean)) {
    found = found.flatMap((directory) => {
      const join = (name: string) =>
        directory === '/' || directory === '' ? `${directory}${name}` : `${directory}/${name}`
      if (!/[*?]/.test(part)) return [join(part)]
      const matcher = toRegExp(part)
      return files
        .list(directory)
        .filter((name) => matcher.test(name) && !name.startsWith('.'))
        .map(join)
    })
  }
  const existing = found.filter((path) => files.find(path) ?? files.isDirectory(path))
  return existing.length > 0 ? existing : [pattern]
}

function toRegExp(part: string): RegExp {
  const escaped = part.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}
