import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Phone } from '../../src/http/answer-schemas.ts'
import { createPlace, type Place } from './support/farm.ts'
import { installUhubctl } from './support/install-uhubctl.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { foundVideos, warmupsOf } from './support/told.ts'
import { until } from './support/until.ts'

/** The health gate looks at an idle phone every 25 s, and the ladder tries cheaper things before the port. */
const MENDED_MS = 150_000

let folder: string
let farm: Place

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phonefarm-usb-'))
  farm = await createPlace({ PATH: `${folder}:${process.env['PATH'] ?? ''}` })
  const serials = await farm.startUsbPhones(2)
  await installUhubctl(folder, farm.control())
  await farm.serve()
  for (const [index, serial] of serials.entries()) {
    const number = index + 1
    await farm.client.ask('PUT', `/phones/phone_0${number}`, { serial })
    const account = { phone_id: `phone_0${number}`, app: 'clips', username: `clips_user0${number}` }
    await farm.client.ask('PUT', `/accounts/account_0${number}`, { ...account, status: 'active' })
  }
})
after(async () => {
  await farm.stop()
  await rm(folder, { recursive: true })
})

const phone = (id: string) => farm.client.expect(200, Phone, 'GET', `/phones/${id}`)

test('an item whose phone loses its cable goes on over Wi-Fi, with every video counted once', async (t) => {
  const { adb: address } = await farm.phones.read(1)
  farm.adb('connect', address)
  const requests = requestsOf(farm.receiver.url)
  const warmup = requests.keywordWarmup('account_01', { keywords: ['travel'], videos_per_keyword: 4 })
  const id = await farm.client.submit(ENQUEUE, warmup)
  await farm.client.done(id, 2)

  const pulledMs = performance.now()
  await farm.phones.fault(1, { fault: 'usb_unplug' })
  const told = await farm.client.ended(id)

  t.diagnostic(`ended ${Math.round(performance.now() - pulledMs)} ms after the cable was pulled`)
  assert.deepEqual([told.status, told.error], ['completed', null])
  const [item] = warmupsOf(told)
  assert.deepEqual([item?.attempt, item?.videos_seen], [2, 4])
  assert.equal(foundVideos(await farm.phones.read(1)).length, 4)
  const away = farm.daemon().log.filter(({ msg }) => msg === 'phone connection changed')
  assert.equal(away.findLast(({ state }) => state === 'device')?.['by'], address)
})

test('a zombie on USB is mended by the power of its port', async (t) => {
  await until(
    'phone_02 ready',
    async () => ((await phone('phone_02')).state === 'ready' ? true : undefined),
    MENDED_MS,
  )

  const sinceMs = performance.now()
  await farm.phones.fault(2, { fault: 'usb_zombie' })
  await until(
    'phone_02 not ready',
    async () => ((await phone('phone_02')).state !== 'ready' ? true : undefined),
    MENDED_MS,
  )
  t.diagnostic(`seen after ${Math.round(performance.now() - sinceMs)} ms`)
  await until(
    'phone_02 ready again',
    async () => ((await phone('phone_02')).state === 'ready' ? true : undefined),
    MENDED_MS,
  )

  t.diagnostic(`mended after ${Math.round(performance.now() - sinceMs)} ms`)
  // The other phone's port goes dark for the sake of its battery: adb still has it over Wi-Fi.
  const switched = farm.daemon().log.filter(({ msg, port }) => msg === 'USB port switched' && port === 2)
  assert.deepEqual(
    switched.map(({ hub, port, power }) => [hub, port, power]),
    [
      ['1-1', 2, 'off'],
      ['1-1', 2, 'on'],
    ],
  )
})

test('a phone that adb has as offline on USB is connected anew, with nothing asked of it', async (t) => {
  await until(
    'phone_02 ready',
    async () => ((await phone('phone_02')).state === 'ready' ? true : undefined),
    MENDED_MS,
  )
  await farm.phones.fault(2, { fault: 'wifi_off' })
  await farm.phones.fault(2, { fault: 'usb_state', state: 'offline', until: 'reconnect' })
  const sinceMs = performance.now()
  await until(
    'phone_02 not ready',
    async () => ((await phone('phone_02')).state !== 'ready' ? true : undefined),
    MENDED_MS,
  )
  await until(
    'phone_02 ready again',
    async () => ((await phone('phone_02')).state === 'ready' ? true : undefined),
    MENDED_MS,
  )

  t.diagnostic(`mended after ${Math.round(performance.now() - sinceMs)} ms`)
  const tried = farm
    .daemon()
    .log.filter(({ msg, symptom }) => msg === 'recovery rung tried' && symptom === 'adb_offline')
  assert.deepEqual(
    tried.map(({ rung, outcome }) => [rung, outcome]),
    [['adb_reconnect', 'helped']],
  )
})
