import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FarmError } from '../../src/domain/errors.ts'
import { refusalOf } from '../support/refusal.ts'
import { keywordWarmupRequest } from '../support/requests.ts'
import { openOffice, type Office } from '../support/store.ts'

const ANN = { holder: 'Ann' }

/** What a refused change says. */
async function wordsOf(change: () => Promise<unknown>): Promise<string> {
  try {
    await change()
  } catch (error) {
    if (error instanceof FarmError) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

/** phone_01 is held by a run of the request's item. */
async function withRun(office: Office): Promise<string> {
  const { processes, store } = office
  await processes.acceptCapabilityRequest(keywordWarmupRequest())
  const { queue_item_id, attempt, boot_id } = await office.claim('phone_01')
  const lease = { phone_id: 'phone_01', queue_item_id, attempt, boot_id }
  await store.write('put_phone', ({ leases }) => leases.take({ ...lease, at: '2026-03-22T08:30:00.000Z' }))
  return queue_item_id
}

test('a phone that was taken shows its holder until it is released', async (t) => {
  const { processes } = await openOffice(t)

  const taken = await processes.takePhone('phone_01', { ...ANN, minutes: 30 })
  const shown = processes.readPhone('phone_01').lease
  const released = await processes.releasePhone('phone_01', ANN)

  const lease = {
    kind: 'person',
    holder: 'Ann',
    queue_item_id: null,
    since: '2026-03-22T08:30:00.000Z',
    until: '2026-03-22T09:00:00.000Z',
  }
  assert.deepEqual([taken.lease, shown, released.lease], [lease, lease, null])
})

test('who takes a phone again sets the time of the hold anew and begins no second one', async (t) => {
  const { processes, clock } = await openOffice(t)
  await processes.takePhone('phone_01', { ...ANN, minutes: 30 })
  await clock.advance(60_000)

  const again = await processes.takePhone('phone_01', ANN)

  assert.deepEqual([again.lease?.since, again.lease?.until], ['2026-03-22T08:30:00.000Z', null])
  assert.equal(processes.listPhoneLeases('phone_01', {}).leases.length, 1)
})

test('a phone that somebody else holds is neither taken nor released, and the refusal says who and since when', async (t) => {
  const { processes } = await openOffice(t)
  await processes.takePhone('phone_01', ANN)
  const bob = { holder: 'Bob' }

  const refused = { error: 'conflict:phone_held', paths: [] }
  assert.deepEqual(await refusalOf(() => processes.takePhone('phone_01', bob)), refused)
  assert.deepEqual(await refusalOf(() => processes.releasePhone('phone_01', bob)), refused)
  assert.equal(
    await wordsOf(() => processes.takePhone('phone_01', bob)),
    'phone phone_01 is held by Ann since 2026-03-22T08:30:00.000Z',
  )
})

test('a phone on which a run works is neither taken nor released nor given another serial', async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  await withRun(office)

  const words = [
    await wordsOf(() => processes.takePhone('phone_01', ANN)),
    await wordsOf(() => processes.releasePhone('phone_01', ANN)),
    await wordsOf(() => processes.putPhone('phone_01', { serial: 'another' })),
  ]

  // Whose run it is, is not everybody's to know: it is told by the phone's lease.
  const held = 'phone phone_01 is held by a run since 2026-03-22T08:30:00.000Z'
  assert.deepEqual(words, [held, held, held])
})

test('what is said of a held phone may change as long as its serial stays', async (t) => {
  const { processes } = await openOffice(t)
  await processes.takePhone('phone_01', ANN)

  const { phone } = await processes.putPhone('phone_01', { serial: 'serial-01', name: 'Desk' })

  assert.equal(phone.name, 'Desk')
})

test('a held phone is not forgotten', async (t) => {
  const { processes } = await openOffice(t, { phones: 0 })
  await processes.putPhone('phone_09', { serial: 'x' })
  await processes.takePhone('phone_09', ANN)

  assert.deepEqual(await refusalOf(() => processes.deletePhone('phone_09')), {
    error: 'conflict:phone_held',
    paths: [],
  })
})

test('releasing a phone that nobody holds changes nothing', async (t) => {
  const { processes } = await openOffice(t)

  const phone = await processes.releasePhone('phone_01', ANN)

  assert.equal(phone.lease, null)
  assert.deepEqual(processes.listPhoneLeases('phone_01', {}), { leases: [], next_cursor: null })
})

test('the history of a phone is read page by page, newest first', async (t) => {
  const { processes, clock } = await openOffice(t)
  for (const holder of ['Ann', 'Bob']) {
    await processes.takePhone('phone_01', { holder })
    await clock.advance(1000)
    await processes.releasePhone('phone_01', { holder })
  }

  const first = processes.listPhoneLeases('phone_01', { limit: ['1'] })
  const second = processes.listPhoneLeases('phone_01', { limit: ['1'], cursor: [first.next_cursor ?? ''] })

  const lease = { kind: 'person', queue_item_id: null, attempt: null, until: null }
  assert.deepEqual(first.leases, [
    {
      ...lease,
      holder: 'Bob',
      since: '2026-03-22T08:30:01.000Z',
      released_at: '2026-03-22T08:30:02.000Z',
    },
  ])
  assert.deepEqual([second.leases.map(({ holder }) => holder), second.next_cursor], [['Ann'], null])
})
