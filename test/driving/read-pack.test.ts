import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPack } from '../../src/driving/load-packs.ts'
import { MINI_DOCUMENT } from './support/mini-pack.ts'

const BYTES: readonly { what: string; bytes: Buffer; message: RegExp }[] = [
  { what: 'half a document', bytes: Buffer.from('{'), message: /\/ is not JSON: / },
  {
    what: 'a comma too many',
    bytes: Buffer.from('{\n  "app": "x",\n}'),
    message: /\/ is not JSON: .*\(?line 3,? column 1\)?/,
  },
  {
    what: 'a byte order mark',
    bytes: Buffer.from(`\uFEFF${JSON.stringify(MINI_DOCUMENT)}`),
    message: /\/ begins with a byte order mark/,
  },
  { what: 'UTF-16', bytes: Buffer.from('\uFFFE{}', 'utf16le'), message: /\/ is not UTF-8/ },
  { what: 'bytes that are no text', bytes: Buffer.from([0x7b, 0xff, 0x7d]), message: /\/ is not UTF-8/ },
  {
    what: 'an element that stands twice',
    bytes: Buffer.from('{"elements": {"save": {}, "save": {}}}'),
    message: /\/elements\/save stands there twice/,
  },
  {
    what: 'nesting without end',
    bytes: Buffer.from(`{"a": ${'['.repeat(200_000)}`),
    message: /is nested more than 24 deep/,
  },
  { what: 'no object', bytes: Buffer.from('null'), message: /cannot be used: \/ / },
]

for (const { what, bytes, message } of BYTES) {
  test(`a file with ${what} is refused`, () => {
    assert.throws(() => readPack(bytes, 'x/driver.json'), { name: 'InvalidPack', message })
  })
}
