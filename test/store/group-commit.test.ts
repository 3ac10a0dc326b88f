import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { createGroupCommit } from '../../src/store/group-commit.ts'

function numbers() {
  const statements: string[] = []
  const db = new Sqlite(':memory:', { verbose: (sql) => statements.push(String(sql)) })
  db.exec('CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT')
  const insert = db.prepare<[number]>('INSERT INTO numbers VALUES (?)')
  const all = db.prepare<[], number>('SELECT number FROM numbers ORDER BY number').pluck()
  const commits = () => statements.filter((sql) => sql === 'COMMIT').length
  return { db, insert, all, commits, ...createGroupCommit(db) }
}

test('changes that wait at the same moment share one commit', async () => {
  const { write, insert, all, commits } = numbers()
  await Promise.all([1, 2, 3].map((number) => write(() => insert.run(number))))
  assert.deepEqual(all.all(), [1, 2, 3])
  assert.equal(commits(), 1)
})

test('changes that come turn after turn of the event loop share one commit', async () => {
  const { write, insert, all, commits } = numbers()
  const written: Promise<unknown>[] = []
  for (const number of [1, 2, 3]) {
    written.push(write(() => insert.run(number)))
    await setImmediate()
  }
  await Promise.all(written)
  assert.deepEqual(all.all(), [1, 2, 3])
  assert.equal(commits(), 1)
})

test('callers who come without an end do not hold up the first one', async () => {
  const { write } = numbers()
  let isOver = false
  const first = write(() => undefined).then(() => (isOver = true))
  const others: Promise<unknown>[] = []
  for (let turn = 0; turn < 100; turn++) {
    others.push(write(() => undefined))
    await setImmediate()
  }
  assert.equal(isOver, true)
  await Promise.all([first, ...others])
})

test('a change that throws undoes and rejects only itself', async () => {
  const { write, insert, all } = numbers()
  const results = await Promise.allSettled([
    write(() => insert.run(1).changes),
    write(() => {
      insert.run(2)
      throw new Error('no')
    }),
    write(() => insert.run(1).changes),
    write(() => insert.run(3).changes),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(all.all(), [1, 3])
})

test('a promise resolves only after the commit', async () => {
  const { write, insert, db } = numbers()
  await write(() => insert.run(1))
  assert.equal(db.inTransaction, false)
})

test('changes run in the order in which they came', async () => {
  const { write, commits } = numbers()
  const seen: number[] = []
  await Promise.all(Array.from({ length: 600 }, (_, number) => write(() => seen.push(number))))
  assert.deepEqual(
    seen,
    Array.from({ length: 600 }, (_, number) => number),
  )
  assert.equal(commits(), 3)
})

test('a change may be asked for while another one runs', async () => {
  const { write, insert, all } = numbers()
  const inner = await write(() => {
    insert.run(1)
    return { later: write(() => insert.run(2).changes) }
  })
  assert.equal(await inner.later, 1)
  assert.deepEqual(all.all(), [1, 2])
})

test('a change that is not synchronous is refused and undone', async () => {
  const { write, insert, all } = numbers()
  await assert.rejects(
    write(() => {
      insert.run(1)
      return Promise.resolve()
    }),
    { message: 'a change must be synchronous' },
  )
  assert.deepEqual(all.all(), [])
})

test('when the whole transaction is lost, every change in it is rejected', async () => {
  const { write, insert, all, db } = numbers()
  const results = await Promise.allSettled([
    write(() => insert.run(1)),
    // What SQLite does by itself when the disk is full or cannot be read.
    write(() => {
      db.exec('ROLLBACK')
      throw new Error('disk I/O error')
    }),
    write(() => insert.run(3)),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  assert.deepEqual(all.all(), [])
  await write(() => insert.run(4))
  assert.deepEqual(all.all(), [4])
})

test('closing commits what waits and refuses what comes later', async () => {
  const { write, close, insert, all } = numbers()
  const waiting = write(() => insert.run(1))
  await close()
  await waiting
  assert.deepEqual(all.all(), [1])
  await assert.rejects(
    write(() => insert.run(2)),
    { code: 'unavailable', detail: 'stopping' },
  )
})
