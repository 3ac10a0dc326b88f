import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import type { Devices } from '../src/devices/devices.ts'
import { systemClock } from '../src/domain/clock.ts'
import { createVirtualFarm, type VirtualFarmDeps } from '../src/virtual-farm.ts'
import { openOffice } from './support/store.ts'

/** An adb server that knows none of the phones. */
const NO_ADB = { disconnect: () => Promise.resolve() } satisfies Partial<Devices['adb']>

/** Starts and stops the two virtual phones of one data directory, as one life of the daemon does; returns their ports while they lived. */
async function lives(t: TestContext, given: Pick<VirtualFarmDeps, 'virtualApps'> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'phonefarm-virtual-'))
  t.after(() => rm(dataDir, { recursive: true, force: true }))
  const { store, processes } = await openOffice(t, { phones: 0, knownApps: () => ['clips', 'mawja'] })
  async function live(): Promise<string[]> {
    const log = pino({ level: 'silent' })
    const farm = createVirtualFarm({
      virtualPhones: 2,
      ...given,
      dataDir,
      store,
      processes,
      clock: systemClock,
      log,
    })
    try {
      await farm.start()
      return store.read.phones.all().map(({ serial }) => serial)
    } finally {
      await farm.stop(NO_ADB, AbortSignal.timeout(1000))
    }
  }
  return { live, processes, store }
}

test('virtual phones that are held when their daemon starts again are held where they are now', async (t) => {
  const { live, processes, store } = await lives(t)
  await live()
  await processes.takePhone('phone_virtual_01', { holder: 'Ann' })
  // What a daemon that was killed leaves behind.
  await store.write('put_phone', ({ leases }) =>
    leases.take({
      phone_id: 'phone_virtual_02',
      queue_item_id: 'item',
      attempt: 1,
      boot_id: 'boot',
      at: '2026-03-22T08:30:00.000Z',
    }),
  )

  const ports = await live()

  assert.match(ports.join(' '), /^127\.0\.0\.1:\d+ 127\.0\.0\.1:\d+$/)
  assert.equal(store.read.leases.ofPhone('phone_virtual_01')?.holder, 'Ann')
  assert.equal(store.read.leases.ofPhone('phone_virtual_02')?.queue_item_id, 'item')
})

test('virtual phones keep the names that they were given', async (t) => {
  const { live, processes } = await lives(t)
  await live()
  await processes.putPhone('phone_virtual_01', { serial: 'vp-01', name: 'window seat' })

  await live()

  assert.equal(processes.readPhone('phone_virtual_01').name, 'window seat')
})

test('accounts are registered in the first app alone, unless others are named', async (t) => {
  const one = await lives(t)
  const both = await lives(t, { virtualApps: ['clips', 'mawja'] })

  await one.live()
  await both.live()

  const told = ({ store }: typeof one) =>
    store.read.accounts
      .ofPhone('phone_virtual_01')
      .map(({ account_id, app, username }) => `${account_id} ${app} ${username}`)
      .toSorted()
  const ofClips = ['account_virtual_01 clips clips_user01', 'account_virtual_alt_01 clips clips_alt01']
  assert.deepEqual(told(one), ofClips)
  assert.deepEqual(told(both), [
    ...ofClips,
    'account_virtual_mawja_01 mawja mawja_user01',
    'account_virtual_mawja_alt_01 mawja mawja_alt01',
  ])
})
