import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whoAmI } from '../../src/cli/who.ts'

test('a user that the host has no name for is called by its number', () => {
  const nameless = () => {
    throw new Error('uv_os_get_passwd returned ENOENT')
  }

  assert.equal(whoAmI(nameless), `user ${process.getuid?.()}`)
})

test('a user is called by its name', () => {
  assert.equal(
    whoAmI(() => 'eve'),
    'eve',
  )
})
