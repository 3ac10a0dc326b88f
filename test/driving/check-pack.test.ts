import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPack, InvalidPack } from '../../src/driving/check-pack.ts'
import { MINI_DOCUMENT } from './support/mini-pack.ts'

function refusalOf(changes: object): InvalidPack {
  try {
    checkPack({ ...MINI_DOCUMENT, ...changes }, 'mini/driver.json')
  } catch (error) {
    if (error instanceof InvalidPack) return error
    throw error
  }
  throw new Error('it was taken')
}

test('a key as long as a file is told by its beginning: probes and the log show what is wrong', () => {
  const { message, problems } = refusalOf({ ['k'.repeat(900_000)]: 1 })
  assert.equal(problems[0]?.path, `/${'k'.repeat(299)}…`)
  assert.ok(message.length < 1_000)
})

test('of very many problems the first 200 are told', () => {
  const keys = Array.from({ length: 900 }, (_, index) => [`key_${index}`, 1])
  assert.equal(refusalOf(Object.fromEntries(keys)).problems.length, 200)
})
