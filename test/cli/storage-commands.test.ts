import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { lockDataDirectory } from '../../src/store/data-directory.ts'
import { databaseIn, dataDirectory, fill, openIn, processCount } from '../store/data-place.ts'

/** The commands in a process of their own, without the rest of `phonefarm`. */
const SCRIPT = `
  import { Command } from '${import.meta.resolve('commander')}'
  import { addStorageCommands } from '${new URL('../../src/cli/storage-commands.js', import.meta.url)}'
  const program = new Command()
  addStorageCommands(program)
  await program.parseAsync(['node', 'phonefarm', ...process.argv.slice(1)])`

interface Told {
  code: number | null
  out: string
  err: string
}

function phonefarm(dataDir: string, ...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', SCRIPT, ...args],
    { encoding: 'utf8', timeout: 30_000, env: { ...process.env, PHONEFARM_DATA_DIR: dataDir } },
  )
  return { code: status, out: stdout, err: stderr }
}

test('backup, loss and restore: what was known at the backup is known again', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  const made = phonefarm(dataDir, 'backup')
  assert.equal(made.code, 0, made.err)
  const { backup, rows, schema } = JSON.parse(made.out)
  assert.deepEqual([rows.processes, typeof schema, processCount(backup)], [3, 'number', 3])
  await kept.store.close()
  rmSync(databaseIn(dataDir))

  assert.deepEqual(phonefarm(dataDir, 'restore', backup), {
    code: 0,
    out: `restored ${backup} (schema ${schema}, taken ${JSON.parse(made.out).taken_at})\n`,
    err: '',
  })
  assert.deepEqual(phonefarm(dataDir, 'check'), {
    code: 0,
    out: `${databaseIn(dataDir)} is whole\n`,
    err: '',
  })
})

test('a backup goes where it is wanted', async (t) => {
  const dataDir = dataDirectory(t)
  await (await openIn(dataDir)).store.close()
  const to = path.join(dataDir, 'some', 'where')
  const { out } = phonefarm(dataDir, 'backup', '--to', to)
  assert.equal(path.dirname(JSON.parse(out).backup), to)
})

test('a backup to where nothing can be made is told in one line and comes to an end', async (t) => {
  const dataDir = dataDirectory(t)
  await (await openIn(dataDir)).store.close()
  const told = phonefarm(dataDir, 'backup', '--to', '/proc/backups/daily')
  assert.deepEqual([told.code, told.out], [78, ''])
  assert.match(told.err, /^ENOENT: no such file or directory, mkdir '\/proc\/backups'\n$/)
})

test('a restore is refused while a daemon holds the directory', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  const { out } = phonefarm(dataDir, 'backup')
  const lock = lockDataDirectory(dataDir)
  const told = phonefarm(dataDir, 'restore', JSON.parse(out).backup)
  lock.release()
  await kept.store.close()
  assert.deepEqual([told.code, told.out], [75, ''])
  assert.match(told.err, /^data directory .* is in use by another phonefarm daemon.*\n$/)
})

test('a restore names what it loses', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  const { out } = phonefarm(dataDir, 'backup')
  await fill(kept, 2)
  await kept.store.close()
  const told = phonefarm(dataDir, 'restore', JSON.parse(out).backup)
  assert.equal(told.code, 0, told.err)
  assert.match(
    told.out,
    /2 processes were accepted after the backup and are no longer known, 2 of them unfinished:/,
  )
  assert.match(told.out, /\n {2}process_001 ugc-tracker request of process_001 PLANNED\n/)
})

test('a check names what contradicts itself and ends with 1', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 2)
  await kept.store.close()
  const db = new Sqlite(databaseIn(dataDir))
  db.exec(`
    UPDATE status_counts SET count = 7 WHERE kind = 'processes';
    UPDATE processes SET last_sequence = 9 WHERE process_id = 'process_002';
    UPDATE queue_items SET status = 'CLAIMED', ready = 0 WHERE queue_item_id = 'item_001'`)
  db.close()
  const told = phonefarm(dataDir, 'check')
  assert.equal(told.code, 1, told.err)
  assert.match(told.out, /^status_counts differs from the rows: .*processes PLANNED/m)
  assert.match(told.out, /^items are held by no lease: item_001$/m)
  assert.match(told.out, /^callbacks have gaps in their sequence: process_002$/m)
})

const WRONG: [what: string, args: string[], code: number, err: RegExp][] = [
  ['a backup of nothing', ['backup'], 69, /^there is no database .*phonefarm\.db\n$/],
  ['a check of nothing', ['check'], 69, /^there is no database .*phonefarm\.db\n$/],
  [
    'a restore of nothing',
    ['restore', '/nowhere/at-all.db'],
    69,
    /^there is no backup \/nowhere\/at-all\.db\n$/,
  ],
]

for (const [what, args, code, err] of WRONG) {
  test(`${what} is told in one line`, (t) => {
    const told = phonefarm(dataDirectory(t), ...args)
    assert.equal(told.code, code, told.err)
    assert.match(told.err, err)
  })
}

/** Files that are no sound database of ours, with what the commands find in them. */
const UNSOUND: [
  what: string,
  contents: Buffer | string,
  finding: string,
  restored: [code: number, err: string],
][] = [
  [
    'a file that is no database',
    'garbage '.repeat(1000),
    'file is not a database',
    [65, 'database FILE is damaged: file is not a database. Nothing was changed'],
  ],
  ['an empty file', '', 'no database of ours', [69, 'FILE is no database of ours']],
]

for (const [what, contents, finding, [code, err]] of UNSOUND) {
  test(`${what} is not called whole and not restored`, (t) => {
    const dataDir = dataDirectory(t)
    const file = path.join(dataDir, 'unsound')
    writeFileSync(file, contents)

    const checked = phonefarm(dataDir, 'check', file)
    const restored = phonefarm(dataDir, 'restore', file)

    assert.deepEqual(checked, { code: 1, out: `${finding}\n`, err: '' })
    assert.deepEqual(restored, { code, out: '', err: `${err.replace('FILE', file)}\n` })
  })
}
