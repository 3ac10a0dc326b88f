import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { startedApi } from '../http/support/started-api.ts'
import { KEY } from '../http/support/started-http.ts'

/** The commands in a process of their own, without the rest of `phonefarm`. */
const SCRIPT = `
  import { Command } from '${import.meta.resolve('commander')}'
  import { addKeysCommands } from '${new URL('../../src/cli/keys-commands.js', import.meta.url)}'
  const program = new Command()
  addKeysCommands(program)
  await program.parseAsync(['node', 'phonefarm', 'keys', ...process.argv.slice(1)])`

/** A real server, and `phonefarm keys` beside it. */
async function given(t: TestContext) {
  const api = await startedApi(t)
  async function keys(...args: string[]) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, '--', ...args], {
      env: {
        PATH: process.env['PATH'] ?? '',
        PHONEFARM_API_KEY: KEY,
        PHONEFARM_ADMIN_LISTEN: new URL(api.admin).host,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { code: child.exitCode, out, err }
  }
  const statusWith = async (key: string) =>
    (await api.ask('/processes', { headers: { authorization: `Bearer ${key}` } })).status
  return { api, keys, statusWith }
}

test('a key is made, listed, rotated and revoked at the terminal', async (t) => {
  const { keys, statusWith } = await given(t)

  const made = await keys('create', 'ugc-tracker', '--scopes', 'submit,read', '--system', 'ugc', '--own-only')
  assert.match(
    made.err,
    /^key [0-9a-f]{12} of ugc-tracker may submit, read and does not expire; it will not be shown again:\n$/,
  )
  assert.match(made.out, /^pfk_[0-9a-f]{12}_[\w-]{43}\n$/)
  const key = made.out.trim()
  const id = key.split('_')[1] ?? ''
  assert.equal(await statusWith(key), 200)

  const rotated = await keys('rotate', id, '--overlap-minutes', '5')
  const next = rotated.out.trim()
  assert.deepEqual([await statusWith(key), await statusWith(next)], [200, 200])

  const revoked = await keys('revoke', id)
  assert.deepEqual(revoked, { code: 0, out: `key ${id} of ugc-tracker is not accepted any more\n`, err: '' })
  assert.deepEqual([await statusWith(key), await statusWith(next)], [401, 200])

  const listed = await keys('list', '--all')
  assert.match(listed.out, /^KEY +NAME +STATE +SCOPES +SYSTEM +SEES +RATE .*\n/)
  assert.match(listed.out, new RegExp(`\\n${id} +ugc-tracker +revoked +submit,read +ugc +own +10/50 +20`))
  assert.match(listed.out, new RegExp(`\\n${next.split('_')[1]} +ugc-tracker +live +submit,read `))
  assert.equal(listed.out.includes(key.slice(17)), false)
})

test('for programs the key comes as JSON, with its rate and its end', async (t) => {
  const { keys } = await given(t)

  const args = ['--scopes', 'read', '--rate', '0.5/2', '--expires-at', '2099-01-01T00:00:00Z', '--json']
  const { out, err } = await keys('create', 'grafana', ...args)

  const { name, rate, expires_at, key } = JSON.parse(out)
  assert.deepEqual(
    [name, rate, expires_at, err],
    ['grafana', { per_second: 0.5, burst: 2 }, '2099-01-01T00:00:00.000Z', ''],
  )
  assert.match(key, /^pfk_/)
})

const REFUSED: readonly (readonly [readonly string[], RegExp])[] = [
  [['create', 'x', '--scopes', 'root'], /root is none of submit, read, operate, admin/],
  [['create', 'main', '--scopes', 'read'], /^conflict:name_taken: /],
  [['rotate', 'no key'], /^key_not_found: key no key not found\n$/],
]

test('what is refused is told in a line, and the command ends with 1', async (t) => {
  const { keys } = await given(t)

  const all = await Promise.all(REFUSED.map(([args]) => keys(...args)))

  for (const [number, [args, words]] of REFUSED.entries()) {
    assert.deepEqual([all[number]?.code, all[number]?.out], [1, ''], args.join(' '))
    assert.match(all[number]?.err ?? '', words)
  }
})
