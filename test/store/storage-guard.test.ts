import assert from 'node:assert/strict'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { openStore, type Store } from '../../src/store/store.ts'

const failure = (code: string) => () => {
  throw new Sqlite.SqliteError('no', code)
}

function opened() {
  const told: string[] = []
  const store = openStore({ file: ':memory:', giveWay: () => told.push('gave way') })
  store.storage.onChange((state) => told.push(state))
  return { store, told }
}

const phone = { phone_id: 'phone_01', serial: 'vp-01', name: null, app_versions: '{}' }

const putPhone = (store: Store) => store.write('put_phone', (tables) => tables.phones.put(phone, new Date(0)))

const FULL = { code: 'unavailable', detail: 'storage_full' }
const FAILED = { code: 'unavailable', detail: 'storage_failed' }

test('a full disk is told as unavailable, once to those who listen, and room is made before', async () => {
  const { store, told } = opened()
  for (let time = 0; time < 3; time++) {
    await assert.rejects(store.write('end_attempt', failure('SQLITE_FULL')), FULL)
  }
  assert.equal(store.storage.state(), 'full')
  assert.deepEqual(told, ['gave way', 'full'])
})

test('while the disk is full nothing new is stored, running work ends, and reading goes on', async () => {
  const { store } = opened()
  await putPhone(store)
  store.storage.filled(new Error('no room'))

  for (const name of ['accept', 'claim', 'put_phone', 'upsert_snapshot'] as const) {
    await assert.rejects(
      store.write(name, () => 1),
      FULL,
      name,
    )
  }
  for (const name of ['save_progress', 'end_attempt', 'cancel', 'rescue', 'callback_delivered'] as const) {
    assert.equal(await store.write(name, () => 1), 1)
  }
  assert.equal(store.read.phones.find('phone_01')?.serial, 'vp-01')
})

test('when there is room again everything is stored again', async () => {
  const { store, told } = opened()
  await assert.rejects(store.write('accept', failure('SQLITE_FULL')), FULL)
  store.storage.recovered()
  store.storage.recovered()
  await putPhone(store)
  assert.deepEqual(told, ['gave way', 'full', 'ok'])
})

for (const code of ['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_READ', 'SQLITE_CORRUPT', 'SQLITE_NOTADB']) {
  test(`after ${code} nothing is written any more, whatever comes`, async () => {
    const { store, told } = opened()
    const results = await Promise.allSettled([
      putPhone(store),
      store.write('end_attempt', failure(code)),
      putPhone(store),
    ])
    assert.deepEqual(
      results.map((result) => result.status === 'rejected' && result.reason.detail),
      ['storage_failed', 'storage_failed', 'storage_failed'],
    )
    assert.equal(store.read.phones.find('phone_01'), undefined)

    store.storage.recovered()
    await assert.rejects(
      store.write('end_attempt', () => 1),
      FAILED,
    )
    assert.deepEqual(told, ['failed'])
  })
}

test('a change that waits when the database fails is refused as well', async () => {
  const { store } = opened()
  const failing = store.write('end_attempt', () => {
    // Joins the next transaction, after this one has failed.
    later = putPhone(store)
    throw new Sqlite.SqliteError('no', 'SQLITE_IOERR_FSYNC')
  })
  let later: Promise<void> = Promise.resolve()
  await assert.rejects(failing, FAILED)
  await assert.rejects(later, FAILED)
})

test('another error is the change’s own', async () => {
  const { store, told } = opened()
  await assert.rejects(store.write('end_attempt', failure('SQLITE_CONSTRAINT_UNIQUE')), {
    code: 'SQLITE_CONSTRAINT_UNIQUE',
  })
  await putPhone(store)
  assert.deepEqual(told, [])
})
