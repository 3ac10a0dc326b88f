import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { between, type Random } from '../../src/domain/random.ts'
import { openDatabase } from '../../src/store/database.ts'
import { storeOn } from '../../src/store/store.ts'
import { until } from '../e2e/support/until.ts'

const WRITER = fileURLToPath(new URL('power-writer.js', import.meta.url))
const DISK_BYTES = 64 * 1024 * 1024
/** How much is acknowledged before the power goes. */
const ACKNOWLEDGED = { min: 20, max: 300 }
const WRITER_MS = 60_000

const run = promisify(execFile)

/** What a power cut has left. */
export interface Cut {
  acknowledged: number
  /** What was acknowledged and is not there any more. */
  lost: string[]
  /** Damage, in words. */
  damage: string[]
}

/** A disk in a file, whose contents are what has really been flushed to it. */
export interface PowerBench {
  /** Lets a writer work, cuts the power at a random moment, and looks at what the disk has. */
  cut: (mode: 'full' | 'normal', random: Random) => Promise<Cut>
  close: () => Promise<void>
}

/** Why power cannot be cut here, null when it can. */
export function powerCutsMissing(): string | null {
  if (process.getuid?.() !== 0) return 'power cuts need root, for mounting a disk in a file'
  for (const program of ['mkfs.ext4', 'mount', 'umount', 'losetup'])
    if (spawnSync(program, ['--version']).error) return `power cuts need ${program}`
  const { status, stderr } = spawnSync('losetup', ['--find'], { encoding: 'utf8' })
  return status === 0 ? null : `power cuts need loop devices: ${stderr.trim()}`
}

export async function createPowerBench(): Promise<PowerBench> {
  const directory = await mkdtemp(join(tmpdir(), 'phonefarm-power-'))
  const empty = join(directory, 'empty.img')
  await writeFile(empty, '')
  await truncate(empty, DISK_BYTES)
  await run('mkfs.ext4', ['-q', '-F', empty])

  async function cut(mode: 'full' | 'normal', random: Random): Promise<Cut> {
    const disk = join(directory, 'disk.img')
    const after = join(directory, 'after.img')
    await copyFile(empty, disk, constants.COPYFILE_FICLONE)
    const acknowledged = await onDisk(disk, async (mounted) => {
      const writer = startWriter(join(mounted, 'phonefarm.db'), mode)
      try {
        const told = await writer.until(between(random, ACKNOWLEDGED.min, ACKNOWLEDGED.max))
        // The image now holds what was flushed, and nothing that only the kernel's memory knows.
        await copyFile(disk, after)
        return told
      } finally {
        await writer.end()
      }
    })
    return onDisk(after, (mounted) => Promise.resolve(lookAt(join(mounted, 'phonefarm.db'), acknowledged)))
  }

  /** `commit=60`: the file system flushes nothing by itself while the writer works. */
  async function onDisk<T>(image: string, work: (mounted: string) => Promise<T>): Promise<T> {
    const mounted = join(directory, 'mounted')
    await mkdir(mounted, { recursive: true })
    await run('mount', ['-o', 'loop,commit=60', image, mounted])
    try {
      return await work(mounted)
    } finally {
      await run('umount', [mounted])
    }
  }

  return { cut, close: () => rm(directory, { recursive: true, force: true }) }
}

interface Writer {
  /** Stops the writer dead once it has acknowledged so much. @returns all that it has acknowledged */
  until: (count: number) => Promise<string[]>
  end: () => Promise<void>
}

function startWriter(file: string, mode: 'full' | 'normal'): Writer {
  const child: ChildProcess = spawn(process.execPath, [WRITER, file, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const told: string[] = []
  return {
    async until(count) {
      const last = setTimeout(() => child.kill('SIGKILL'), WRITER_MS)
      if (child.stdout === null) throw new Error('the writer has no output')
      for await (const line of createInterface({ input: child.stdout })) {
        told.push(line)
        if (told.length === count) child.kill('SIGSTOP')
        if (told.length >= count) break
      }
      clearTimeout(last)
      await until('the writer to stand still', () => isStopped(child.pid ?? 0), WRITER_MS)
      if (told.length < count) throw new Error(`the writer ended after ${told.length} acknowledgments`)
      return told
    },
    async end() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Also that it waits for no flush: a signal stops a process only when it is back from there (source: proc(5), state `T`). */
function isStopped(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
}

function lookAt(file: string, acknowledged: readonly string[]): Cut {
  const db = openDatabase(file)
  try {
    const { read } = storeOn(db)
    const integrity = db.pragma('integrity_check', { simple: true })
    return {
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((phoneId) => read.phones.find(phoneId) === undefined),
      damage: integrity === 'ok' ? [] : [String(integrity)],
    }
  } finally {
    db.close()
  }
}
