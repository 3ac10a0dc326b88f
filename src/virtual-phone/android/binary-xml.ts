/** Chunk types and value types of Android's binary XML (source: AOSP ResourceTypes.h). */
const STRING_POOL = 0x0001
const RESOURCE_MAP = 0x0180
const START_ELEMENT = 0x0102
const END_ELEMENT = 0x0103
const UTF8_FLAG = 0x100
const VALUE_STRING = 0x03

/** Attributes whose names a shrinker may have removed, by resource id (source: AOSP public-final.xml). */
const ATTRIBUTE_NAMES: Readonly<Record<number, string>> = {
  0x01010003: 'name',
  0x01010021: 'targetPackage',
  0x0101020c: 'minSdkVersion',
  0x0101021b: 'versionCode',
  0x0101021c: 'versionName',
  0x01010270: 'targetSdkVersion',
}

export interface XmlElement {
  tag: string
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
}

/** Reads a compiled XML file into a tree. @throws Error (RangeError for cut-off bytes) when it is none */
export function parseBinaryXml(bytes: Buffer): XmlElement {
  let strings: string[] = []
  const resourceIds: number[] = []
  const open: XmlElement[] = []
  let root: XmlElement | undefined
  let at = 8
  while (at < bytes.length) {
    const type = bytes.readUInt16LE(at)
    const headerSize = bytes.readUInt16LE(at + 2)
    const size = bytes.readUInt32LE(at + 4)
    if (size < 8) throw new Error('broken binary XML')
    if (type === STRING_POOL) strings = readStrings(bytes, at)
    else if (type === RESOURCE_MAP) {
      for (let id = at + headerSize; id < at + size; id += 4) resourceIds.push(bytes.readUInt32LE(id))
    } else if (type === START_ELEMENT) {
      const element = readElement(bytes, at, strings, resourceIds)
      open.at(-1)?.children.push(element)
      open.push(element)
      root ??= element
    } else if (type === END_ELEMENT) open.pop()
    at += size
  }
  if (!root) throw new Error('binary XML without an element')
  return root
}

function readElement(
  bytes: Buffer,
  chunk: number,
  strings: readonly string[],
  resourceIds: readonly number[],
): XmlElement {
  const body = chunk + 16
  const first = body + bytes.readUInt16LE(body + 8)
  const attributeSize = bytes.readUInt16LE(body + 10)
  const count = bytes.readUInt16LE(body + 12)
  const attributes: Record<string, string> = {}
  for (let index = 0; index < count; index += 1) {
    const at = first + index * attributeSize
    const nameIndex = bytes.readInt32LE(at + 4)
    const rawIndex = bytes.readInt32LE(at + 8)
    const data = bytes.readInt32LE(at + 16)
    const name = ATTRIBUTE_NAMES[resourceIds[nameIndex] ?? 0] ?? strings[nameIndex] ?? ''
    const stringIndex = bytes.readUInt8(at + 15) === VALUE_STRING ? data : rawIndex
    attributes[name] = stringIndex >= 0 ? (strings[stringIndex] ?? '') : String(data)
  }
  return { tag: strings[bytes.readInt32LE(body + 4)] ?? '', attributes, children: [] }
}

function readStrings(bytes: Buffer, chunk: number): string[] {
  const count = bytes.readUInt32LE(chunk + 8)
  const isUtf8 = (bytes.readUInt32LE(chunk + 16) & UTF8_FLAG) !== 0
  const start = chunk + bytes.readUInt32LE(chunk + 20)
  const read = isUtf8 ? readUtf8 : readUtf16
  const strings: string[] = []
  for (let index = 0; index < count; index += 1) {
    strings.push(read(bytes, start + bytes.readUInt32LE(chunk + 28 + index * 4)))
  }
  return strings
}

/** Two lengths, in characters and in bytes, each one byte or two. */
function readUtf8(bytes: Buffer, offset: number): string {
  let at = offset + (bytes.readUInt8(offset) & 0x80 ? 2 : 1)
  let length = bytes.readUInt8(at)
  at += 1
  if (length & 0x80) {
    length = ((length & 0x7f) << 8) | bytes.readUInt8(at)
    at += 1
  }
  return bytes.toString('utf8', at, at + length)
}

function readUtf16(bytes: Buffer, offset: number): string {
  let length = bytes.readUInt16LE(offset)
  let at = offset + 2
  if (length & 0x8000) {
    length = ((length & 0x7fff) << 16) | bytes.readUInt16LE(at)
    at += 2
  }
  return bytes.toString('utf16le', at, at + length * 2)
}
