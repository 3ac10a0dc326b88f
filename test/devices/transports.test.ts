import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdbDevice } from '../../src/devices/adb-protocol.ts'
import { createTransports, type KnownPhone } from '../../src/devices/transports.ts'

const HARDWARE = 'R5CT60ABCDE'
const ADDRESS = '10.0.0.7:5555'
const USB = device({ serial: HARDWARE, transport_id: '1', usb: '1-1.2' })
const WIFI = device({ serial: ADDRESS, transport_id: '2' })

function device(parts: Partial<AdbDevice>): AdbDevice {
  return { serial: 'X', state: 'device', transport_id: '9', model: null, usb: null, ...parts }
}

function transportsOf(serials: string[], known: Record<string, string> = {}) {
  const knownOf = (serial: string): KnownPhone => ({ hardware: known[serial] ?? null, addresses: [] })
  const transports = createTransports(knownOf)
  transports.register(serials)
  return transports
}

test('a phone on USB and at an address is one phone, reached by USB first', () => {
  const transports = transportsOf([HARDWARE])
  transports.take([WIFI, USB])
  transports.identify(WIFI, HARDWARE)

  assert.deepEqual(transports.waysTo(HARDWARE), [USB, WIFI])
  assert.equal(transports.transportOf(HARDWARE), HARDWARE)
  assert.equal(transports.nameOf(ADDRESS), HARDWARE)
})

test('a phone whose cable is pulled is reached at its address', () => {
  const transports = transportsOf([HARDWARE])
  transports.take([WIFI, USB])
  transports.identify(WIFI, HARDWARE)

  transports.take([WIFI])

  assert.equal(transports.transportOf(HARDWARE), ADDRESS)
  assert.equal(transports.stateOf(HARDWARE), 'device')
})

test('a dead cable gives way to an address that works', () => {
  const transports = transportsOf([HARDWARE])
  transports.take([WIFI, { ...USB, state: 'offline' }])
  transports.identify(WIFI, HARDWARE)

  assert.equal(transports.transportOf(HARDWARE), ADDRESS)
})

test('a phone that is registered by its address is found on USB when it tells its hardware serial', () => {
  const transports = transportsOf([ADDRESS])
  transports.take([WIFI])
  transports.identify(WIFI, HARDWARE)

  transports.take([USB])

  assert.equal(transports.transportOf(ADDRESS), HARDWARE)
  assert.equal(transports.nameOf(HARDWARE), ADDRESS)
})

test('an address that is answered by another phone leads to nobody', () => {
  const transports = transportsOf([ADDRESS], { [ADDRESS]: HARDWARE })
  transports.take([WIFI])
  transports.identify(WIFI, 'ZY22OTHER00')

  assert.equal(transports.stateOf(ADDRESS), 'stranger')
  assert.deepEqual(transports.waysTo(ADDRESS), [])
})

test('a phone that has moved to another address is found there', () => {
  const moved = device({ serial: '10.0.0.9:5555', transport_id: '3' })
  const transports = transportsOf([ADDRESS], { [ADDRESS]: HARDWARE })
  transports.take([moved])
  transports.identify(moved, HARDWARE)

  assert.equal(transports.transportOf(ADDRESS), '10.0.0.9:5555')
})

test('a known phone takes no work before it has told who it is', () => {
  const transports = transportsOf([ADDRESS], { [ADDRESS]: HARDWARE })
  transports.take([WIFI])
  assert.equal(transports.stateOf(ADDRESS), 'connecting')

  transports.identify(WIFI, HARDWARE)
  assert.equal(transports.stateOf(ADDRESS), 'device')
})

test('a phone that tells no serial, or gives no answer, is believed to be who it was', () => {
  for (const settle of ['null', 'silent'] as const) {
    const transports = transportsOf([ADDRESS], { [ADDRESS]: HARDWARE })
    transports.take([WIFI])
    if (settle === 'null') transports.identify(WIFI, null)
    else transports.leaveUnidentified(WIFI)

    assert.equal(transports.stateOf(ADDRESS), 'device', settle)
  }
})

test('a new connection to an address is asked anew', () => {
  const transports = transportsOf([ADDRESS], { [ADDRESS]: HARDWARE })
  transports.take([WIFI])
  transports.identify(WIFI, HARDWARE)

  transports.take([{ ...WIFI, transport_id: '7' }])

  assert.equal(transports.stateOf(ADDRESS), 'connecting')
})

test('two phones on USB with one serial are both blocked', () => {
  const transports = transportsOf([HARDWARE])
  transports.take([USB, { ...USB, transport_id: '5', usb: '1-1.3' }])

  assert.equal(transports.stateOf(HARDWARE), 'clone')
})

test('two registered phones that tell one hardware serial are both blocked', () => {
  const other = device({ serial: '10.0.0.8:5555', transport_id: '3' })
  const transports = transportsOf([ADDRESS, other.serial])
  transports.take([WIFI, other])
  transports.identify(WIFI, HARDWARE)
  transports.identify(other, HARDWARE)

  assert.deepEqual(
    [ADDRESS, other.serial].map((serial) => transports.stateOf(serial)),
    ['clone', 'clone'],
  )
})

test('a phone that nobody has registered goes by the name that adb gives it', () => {
  const transports = transportsOf([])
  transports.take([WIFI])
  transports.identify(WIFI, HARDWARE)

  assert.equal(transports.nameOf(ADDRESS), ADDRESS)
  assert.equal(transports.stateOf(ADDRESS), 'device')
})
