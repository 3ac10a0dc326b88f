import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import Type, { type Static } from 'typebox'
import { Phone } from '../../src/http/answer-schemas.ts'
import { command } from './support/command.ts'
import { createPlace, type Place } from './support/farm.ts'
import { until } from './support/until.ts'

/** The gate looks at an unfit phone every nine seconds, in turns of five. */
const SHOWN_MS = 40_000

const States = Type.Object({ states: Type.Array(Type.Object({ state: Type.String() })) })

let place: Place
let serial = ''
before(async () => {
  place = await createPlace()
  ;[serial = ''] = await place.startPhones(1)
  await place.serve()
  place.adb('connect', serial)
})
after(() => place.stop())

const phoneIn = (state: string): Promise<Static<typeof Phone>> =>
  until(
    `the phone to be ${state}`,
    async () => {
      const phone = await place.client.expect(200, Phone, 'GET', '/phones/shelf_1')
      return phone.state === state ? phone : undefined
    },
    SHOWN_MS,
  )

// One story after the other, on the same phone.
suite('what a phone is fit for', { concurrency: 1 }, () => {
  test('a phone that adb has is a candidate, and one command adopts it', async () => {
    const scanned = await until(
      'the candidate',
      async () => {
        const told = await command(place, 'phones', 'scan')
        return told.out.includes(serial) ? told : undefined
      },
      SHOWN_MS,
    )
    assert.match(scanned.out, /^SERIAL +STATE +MODEL +SUGGESTED ID/)

    const adopted = await command(place, 'phones', 'adopt', serial, '--id', 'shelf_1', '--name', 'Shelf 1')

    assert.deepEqual(adopted, { code: 0, out: `shelf_1 is registered (${serial})\n`, err: '' })
    const again = await command(place, 'phones', 'scan')
    assert.equal(again.out, 'every phone that adb has is registered\n')
    const refused = await command(place, 'phones', 'adopt', serial)
    assert.deepEqual([refused.code, refused.err], [1, `${serial} is no candidate; there are: none\n`])
  })

  test('an adopted phone is ready, with what it tells of itself', async () => {
    await phoneIn('ready')
    const { facts, hardware_serial } = await until(
      'the facts',
      async () => {
        const phone = await phoneIn('ready')
        return phone.facts === null ? undefined : phone
      },
      SHOWN_MS,
    )
    assert.deepEqual(facts?.screen, { width: 720, height: 1600, density: 320 })
    assert.deepEqual(facts?.keyguard, { showing: false, secure: false, user_unlocked: true })
    assert.ok((facts?.storage.free_mb ?? 0) > 0)
    assert.equal(facts?.hardware_serial, hardware_serial)
  })

  test('a phone behind a PIN is locked until a person has opened it', async () => {
    await place.phones.fault(1, { fault: 'lock', pin: true })
    const { next } = await phoneIn('locked')
    assert.equal(next, 'a person unlocks it')
    await place.phones.fault(1, { fault: 'clear' })
    await phoneIn('ready')
  })

  test('a phone that restarts is told as away, and ready when Android has come up', async () => {
    place.adb('-s', serial, 'reboot')
    await until(
      'the phone to be away',
      async () => {
        const { state } = await place.client.expect(200, Phone, 'GET', '/phones/shelf_1')
        return state === 'ready' ? undefined : state
      },
      SHOWN_MS,
    )
    await phoneIn('ready')
    const { states } = await place.client.expect(200, States, 'GET', '/phones/shelf_1/states')
    const told = states.map(({ state }) => state)
    assert.ok(told.includes('offline') && told.includes('locked'), told.join())
  })
})
