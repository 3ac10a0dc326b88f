import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMAND, createMessageReader, encodeMessage } from '../../../src/virtual-phone/adb/message.ts'

const hello = { command: COMMAND.WRTE, arg0: 1, arg1: 2, payload: Buffer.from('hello') }

test('a message is a 24-byte header with magic and length, then its payload', () => {
  const bytes = encodeMessage(hello, true)

  assert.equal(bytes.length, 29)
  assert.equal(bytes.toString('latin1', 0, 4), 'WRTE')
  assert.equal(bytes.readUInt32LE(12), 5)
  assert.equal(bytes.readUInt32LE(16), 0x68 + 0x65 + 0x6c + 0x6c + 0x6f)
  assert.equal(bytes.toString('hex', 20, 24), 'a8adabba')
})

test('messages are found however the bytes are cut', () => {
  const bytes = Buffer.concat([encodeMessage(hello, false), encodeMessage({ ...hello, arg0: 7 }, false)])
  const reader = createMessageReader()

  const found = [...bytes].flatMap((byte) => reader.push(Buffer.from([byte])) ?? [])

  assert.deepEqual(
    found.map(({ arg0, payload }) => [arg0, payload.toString()]),
    [
      [1, 'hello'],
      [7, 'hello'],
    ],
  )
})

test('a wrong magic is no adb', () => {
  const bytes = encodeMessage(hello, false)
  bytes.writeUInt32LE(0x12345678, 20)

  assert.equal(createMessageReader().push(bytes), null)
})

test('a length above 1 MiB is no adb', () => {
  const bytes = encodeMessage(hello, false)
  bytes.writeUInt32LE(1024 * 1024 + 1, 12)

  assert.equal(createMessageReader().push(bytes), null)
})
