import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type { FileSystem, StoredFile } from '../android/file-system.ts'
import { isWritable } from '../android/memory-files.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'

/** Largest piece of a file in one DATA packet (source: AOSP adb, SYNC_DATA_MAX). */
const DATA_MAX = 64 * 1024
/** Longer names are refused (source: AOSP adb, file_sync_service.cpp). */
const PATH_MAX = 1024
const ENOENT = 2
const S_IFDIR = 0o040000
const S_IFREG = 0o100000
const DIRECTORY: Pick<StoredFile, 'mode' | 'mtime'> = { mode: S_IFDIR | 0o771, mtime: 0 }

/** The `sync:` service: stat, list, push and pull (source: AOSP adb, SYNC.TXT). Ends with QUIT or when the host goes. */
export async function serveSync(stream: Duplex, files: FileSystem, hangup: AbortSignal): Promise<void> {
  const reader = createByteReader(stream)
  const sync = { stream, reader, files, hangup }
  for (;;) {
    const head = await reader.read(8)
    if (!head) break
    const id = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    if (id === 'QUIT') break
    if (length > PATH_MAX) {
      stream.write(failure('path too long'))
      break
    }
    const path = await reader.read(length)
    if (!path || !(await serveRequest(sync, id, path.toString('utf8')))) break
  }
  stream.end()
}

interface Sync {
  stream: Duplex
  reader: ByteReader
  files: FileSystem
  hangup: AbortSignal
}

/** False when the connection cannot go on. */
async function serveRequest(sync: Sync, id: string, path: string): Promise<boolean> {
  switch (id) {
    case 'STAT':
      sync.stream.write(statusV1(sync.files, path))
      return true
    case 'STA2':
    case 'LST2':
      sync.stream.write(statusV2(id, sync.files, path))
      return true
    case 'LIST':
      list(sync, path, entryV1, Buffer.alloc(16))
      return true
    case 'LIS2':
      list(sync, path, entryV2, Buffer.alloc(72))
      return true
    case 'SEND':
      return await receive(sync, path)
    case 'RECV':
      await send(sync, path)
      return true
    default:
      sync.stream.write(failure(`unknown command ${id}`))
      return false
  }
}

function packet(id: string, ...parts: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(id, 'latin1'), ...parts])
}

function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, index * 4)
  return bytes
}

function uint64(...values: number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length)
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), index * 8)
  return bytes
}

function failure(reason: string): Buffer {
  const text = Buffer.from(reason)
  return packet('FAIL', uint32(text.length), text)
}

interface Status {
  mode: number
  size: number
  mtime: number
}

function statusOf(files: FileSystem, path: string): Status | undefined {
  const file = files.find(path)
  if (file) return { mode: file.mode | S_IFREG, size: file.data.length, mtime: file.mtime }
  return files.isDirectory(path) ? { ...DIRECTORY, size: 4096 } : undefined
}

function statusV1(files: FileSystem, path: string): Buffer {
  const { mode, size, mtime } = statusOf(files, path) ?? { mode: 0, size: 0, mtime: 0 }
  return packet('STAT', uint32(mode, size, mtime))
}

/** error, dev, ino, mode, nlink, uid, gid, size, atime, mtime, ctime. */
function statusV2(id: string, files: FileSystem, path: string): Buffer {
  const status = statusOf(files, path)
  if (!status) return packet(id, uint32(ENOENT), Buffer.alloc(64))
  const { mode, size, mtime } = status
  return packet(id, uint32(0), uint64(0, 0), uint32(mode, 1, 0, 0), uint64(size, mtime, mtime, mtime))
}

function list(
  { stream, files }: Sync,
  path: string,
  entry: (name: string, status: Status) => Buffer,
  zeros: Buffer,
): void {
  const base = path.replace(/\/+$/, '')
  for (const name of files.list(path)) {
    const status = statusOf(files, `${base}/${name}`)
    if (status) stream.write(entry(name, status))
  }
  stream.write(packet('DONE', zeros))
}

function entryV1(name: string, { mode, size, mtime }: Status): Buffer {
  const text = Buffer.from(name)
  return packet('DENT', uint32(mode, size, mtime, text.length), text)
}

function entryV2(name: string, { mode, size, mtime }: Status): Buffer {
  const text = Buffer.from(name)
  const fields = [uint32(0), uint64(0, 0), uint32(mode, 1, 0, 0), uint64(size, mtime, mtime, mtime)]
  return packet('DNT2', ...fields, uint32(text.length), text)
}

/** push. The host sends the whole file before it reads the answer, so a refusal too comes after the last byte. */
async function receive({ stream, reader, files }: Sync, target: string): Promise<boolean> {
  const comma = target.lastIndexOf(',')
  const path = comma < 0 ? target : target.slice(0, comma)
  const mode = comma < 0 ? 0o644 : Number(target.slice(comma + 1)) & 0o777
  const parts: Buffer[] = []
  for (;;) {
    const head = await reader.read(8)
    if (!head) return false
    const id = head.toString('latin1', 0, 4)
    const value = head.readUInt32LE(4)
    if (id === 'DONE') {
      stream.write(store(files, path, Buffer.concat(parts), mode, value))
      return true
    }
    if (id !== 'DATA' || value > DATA_MAX) {
      stream.write(failure(id === 'DATA' ? 'oversize data message' : 'invalid data message'))
      return false
    }
    const part = await reader.read(value)
    if (!part) return false
    parts.push(part)
  }
}

function store(files: FileSystem, path: string, data: Buffer, mode: number, mtime: number): Buffer {
  if (files.isDirectory(path)) return failure("couldn't create file: Is a directory")
  if (!isWritable(path)) return failure("couldn't create file: Permission denied")
  files.write(path, data, { mode: S_IFREG | mode, mtime })
  return packet('OKAY', uint32(0))
}

/** pull. */
async function send({ stream, files, hangup }: Sync, path: string): Promise<void> {
  const file = files.find(path)
  if (!file) {
    const reason = files.isDirectory(path) ? 'read failed: Is a directory' : 'No such file or directory'
    stream.write(failure(reason))
    return
  }
  for (let offset = 0; offset < file.data.length; offset += DATA_MAX) {
    const part = file.data.subarray(offset, offset + DATA_MAX)
    if (!stream.write(packet('DATA', uint32(part.length), part))) {
      const drained = await once(stream, 'drain', { signal: hangup }).catch(() => null)
      if (!drained) return // the host has gone
    }
  }
  stream.write(packet('DONE', uint32(0)))
}
