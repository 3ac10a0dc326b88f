import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'

/** The commands in a process of their own, without the rest of `phonefarm`. */
const SCRIPT = `
  import { Command } from '${import.meta.resolve('commander')}'
  import { addAccountCommands } from '${new URL('../../src/cli/account-commands.js', import.meta.url)}'
  import { addPhoneCommands } from '${new URL('../../src/cli/phone-commands.js', import.meta.url)}'
  import { addProcessCommands } from '${new URL('../../src/cli/process-commands.js', import.meta.url)}'
  const program = new Command()
  addPhoneCommands(program)
  addAccountCommands(program)
  addProcessCommands(program)
  await program.parseAsync(['node', 'phonefarm', ...process.argv.slice(1)])`

function phonefarm(t: TestContext, env: Record<string, string>, ...args: string[]) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'phonefarm-told-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: process.env['PATH'] ?? '', PHONEFARM_DATA_DIR: dataDir, ...env },
  })
  return { code: status, err: stderr.replaceAll(dataDir, 'DATA') }
}

const KEY = { PHONEFARM_API_KEY: 'a-key-of-16-characters' }

// Nothing listens on port 1 of a machine that is in order.
for (const args of [
  ['phones', 'list'],
  ['phones', 'scan', '--json'],
  ['accounts', 'resume', 'account_01', '--note', 'signed in'],
  ['process', 'explain', 'p1'],
]) {
  test(`without a daemon "${args.slice(0, 2).join(' ')}" says so and ends with 69`, (t) => {
    const { code, err } = phonefarm(t, { ...KEY, PHONEFARM_ADMIN_LISTEN: '127.0.0.1:1' }, ...args)
    assert.equal(code, 69, err)
    assert.match(err, /^no daemon answers at http:\/\/127\.0\.0\.1:1: [^\n]+\n$/)
  })
}

test('without a key the command names where one is looked for', (t) => {
  const { code, err } = phonefarm(t, {}, 'phones', 'list')
  assert.deepEqual(
    [code, err.startsWith('PHONEFARM_API_KEY is not set and there is no key in DATA/api-key')],
    [69, true],
  )
})

test('a wrong setting ends a command with 78 and names the setting', (t) => {
  const { code, err } = phonefarm(t, { ...KEY, PHONEFARM_PORT: 'none' }, 'phones', 'list')
  assert.deepEqual(
    [code, err],
    [78, 'configuration: PHONEFARM_PORT must be a whole number from 0 to 65535\n'],
  )
})
