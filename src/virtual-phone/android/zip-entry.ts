import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_BYTES = 22
/** A zip's comment may be this long, so its end record lies within the last 64 KiB. */
const COMMENT_MAX = 0xffff
const DEFLATED = 8
/** Manifests are a few KiB; a bomb must not fill the memory. */
const LARGEST_ENTRY_BYTES = 16 * 1024 * 1024

/** One file out of a zip, unpacked; undefined when it is not in there. @throws Error when the bytes are no zip */
export function readZipEntry(zip: Buffer, name: string): Buffer | undefined {
  const end = findEnd(zip)
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('broken zip directory')
    const nameLength = zip.readUInt16LE(at + 28)
    const next = at + 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) return unpack(zip, at)
    at = next
  }
  return undefined
}

function findEnd(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - END_BYTES - COMMENT_MAX)
  for (let at = zip.length - END_BYTES; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  throw new Error('not a zip file')
}

function unpack(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10)
  const size = zip.readUInt32LE(entry + 20)
  const local = zip.readUInt32LE(entry + 42)
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(start, start + size)
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: LARGEST_ENTRY_BYTES }) : packed
}
