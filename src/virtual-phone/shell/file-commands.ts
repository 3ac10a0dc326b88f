import { createHash } from 'node:crypto'
import { isWritable } from '../android/memory-files.ts'
import { hasFlag, operands } from './arguments.ts'
import type { Command, CommandContext, CommandTable } from './command.ts'
import { longEntry } from './list-format.ts'
import { readLiveFile } from './live-files.ts'

const MISSING = 'No such file or directory'

const ls: Command = ({ args, out, err, phone }) => {
  const paths = operands(args)
  const long = hasFlag(args, 'l')
  let code = 0
  for (const path of paths.length > 0 ? paths : ['/']) {
    const file = phone.files.find(path)
    if (file) out(long ? longEntry(path, file) : `${path}\n`)
    else if (!phone.files.isDirectory(path)) {
      err(`ls: ${path}: ${MISSING}\n`)
      code = 1
    } else if (hasFlag(args, 'd')) out(long ? longEntry(path, undefined) : `${path}\n`)
    else {
      const names = phone.files.list(path)
      if (paths.length > 1) out(`${path}:\n`)
      if (long) out(`total ${names.length * 4}\n`)
      for (const name of names) out(long ? longEntry(name, phone.files.find(`${path}/${name}`)) : `${name}\n`)
    }
  }
  return code
}

const cat: Command = async ({ args, out, err, phone, stdin, ready }) => {
  const paths = operands(args)
  if (paths.length === 0) {
    for (let bytes = await stdin.readChunk(); bytes; bytes = await stdin.readChunk()) {
      out(bytes)
      await ready()
    }
    return 0
  }
  let code = 0
  for (const path of paths) {
    const live = readLiveFile(phone, path)
    const file = phone.files.find(path)
    if (typeof live === 'string') out(live)
    else if (file) out(file.data)
    else {
      const missing = phone.files.isDirectory(path) ? 'Is a directory' : MISSING
      err(`cat: ${path}: ${live === null ? 'Permission denied' : missing}\n`)
      code = 1
    }
  }
  return code
}

/** Runs `change` for each path that the shell user may change. */
function eachWritable(
  { name, err }: CommandContext,
  paths: readonly string[],
  change: (path: string) => string | null,
): number {
  let code = 0
  for (const path of paths) {
    const problem = isWritable(path) ? change(path) : `'${path}': Permission denied`
    if (problem === null) continue
    err(`${name}: ${problem}\n`)
    code = 1
  }
  return code
}

const mkdir: Command = (context) => {
  const { files } = context.phone
  const parents = hasFlag(context.args, 'p')
  return eachWritable(context, operands(context.args, ['-m']), (path) => {
    if (!parents && (files.isDirectory(path) || files.find(path))) return `'${path}': File exists`
    files.makeDirectory(path)
    return null
  })
}

const rm: Command = (context) => {
  const { files } = context.phone
  const force = hasFlag(context.args, 'f')
  const recursive = hasFlag(context.args, 'r') || hasFlag(context.args, 'R')
  return eachWritable(context, operands(context.args), (path) => {
    if (files.isDirectory(path) && !recursive) return `${path}: is directory`
    return files.remove(path) || force ? null : `${path}: ${MISSING}`
  })
}

const rmdir: Command = (context) => {
  const { files } = context.phone
  return eachWritable(context, operands(context.args), (path) => {
    if (!files.isDirectory(path)) return `${path}: ${MISSING}`
    if (files.list(path).length > 0) return `${path}: Directory not empty`
    files.remove(path)
    return null
  })
}

const touch: Command = (context) => {
  const { files } = context.phone
  return eachWritable(context, operands(context.args, ['-d', '-t', '-r']), (path) => {
    files.write(path, files.find(path)?.data ?? Buffer.alloc(0))
    return null
  })
}

const copy: Command = (context) => {
  const { files } = context.phone
  const paths = operands(context.args)
  const target = paths.pop() ?? ''
  return eachWritable(context, paths.length > 0 ? [target] : [], () => {
    for (const path of paths) {
      const file = files.find(path)
      if (!file) return `${path}: ${MISSING}`
      const destination = files.isDirectory(target) ? `${target}/${path.split('/').at(-1)}` : target
      files.write(destination, file.data, { mode: file.mode })
      if (context.name === 'mv') files.remove(path)
    }
    return null
  })
}

const chmod: Command = (context) => {
  const [mode = '', ...paths] = operands(context.args)
  const { files } = context.phone
  return eachWritable(context, paths, (path) => {
    const file = files.find(path)
    if (!file) return files.isDirectory(path) ? null : `${path}: ${MISSING}`
    if (/^[0-7]{3,4}$/.test(mode)) file.mode = (file.mode & ~0o7777) | Number.parseInt(mode, 8)
    return null
  })
}

/** `[ -e FILE ]`, `-f -d -n -z = !=` and `!`. */
const bracket: Command = ({ name, args, err, phone }) => {
  const words = [...args]
  if (name === '[' && words.pop() !== ']') {
    err('/system/bin/sh: [: missing ]\n')
    return 2
  }
  const negated = words[0] === '!'
  if (negated) words.shift()
  return evaluate(words, phone.files) !== negated ? 0 : 1
}

function evaluate(words: readonly string[], files: CommandContext['phone']['files']): boolean {
  const [first = '', second = '', third = ''] = words
  if (second === '=' || second === '==') return first === third
  if (second === '!=') return first !== third
  if (first === '-f' || first === '-s') return files.find(second) !== undefined
  if (first === '-d') return files.isDirectory(second)
  if (first === '-e' || first === '-r') return files.find(second) !== undefined || files.isDirectory(second)
  if (first === '-n') return second !== ''
  if (first === '-z') return second === ''
  return words.length === 1 && first !== ''
}

const stat: Command = ({ args, out, err, phone }) => {
  const [path = ''] = operands(args, ['-c'])
  const file = phone.files.find(path)
  if (!file && !phone.files.isDirectory(path)) {
    err(`stat: '${path}': ${MISSING}\n`)
    return 1
  }
  const size = file?.data.length ?? 4096
  if (args.includes('%s')) out(`${size}\n`)
  else out(`  File: ${path}\n  Size: ${size}\t Blocks: ${Math.ceil(size / 512)}\n${longEntry(path, file)}`)
  return 0
}

const checksum: Command = ({ name, args, out, err, phone }) => {
  const algorithm = name.replace(/sum$/, '')
  let code = 0
  for (const path of operands(args)) {
    const file = phone.files.find(path)
    if (file) out(`${createHash(algorithm).update(file.data).digest('hex')}  ${path}\n`)
    else {
      err(`${name}: ${path}: ${MISSING}\n`)
      code = 1
    }
  }
  return code
}

export const fileCommands: CommandTable = {
  ls,
  cat,
  mkdir,
  rm,
  rmdir,
  touch,
  cp: copy,
  mv: copy,
  chmod,
  '[': bracket,
  test: bracket,
  stat,
  md5sum: checksum,
  sha1sum: checksum,
  sha256sum: checksum,
  sync: () => 0,
  cd: () => 0,
  pwd: ({ out }) => {
    out('/\n')
    return 0
  },
}
