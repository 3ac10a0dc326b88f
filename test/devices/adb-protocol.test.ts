import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDevices, parseForwards } from '../../src/devices/adb-protocol.ts'

const LINES = [
  {
    name: 'a USB phone',
    line: 'R5CT1234               device usb:1-4.2 product:a52 model:SM_A525F device:a52q transport_id:3',
    device: { serial: 'R5CT1234', state: 'device', transport_id: '3', model: 'SM_A525F', usb: '1-4.2' },
  },
  {
    name: 'a network phone that is offline',
    line: '127.0.0.1:16001        offline transport_id:12',
    device: { serial: '127.0.0.1:16001', state: 'offline', transport_id: '12', model: null, usb: null },
  },
  {
    name: 'an mDNS phone whose serial holds a blank and parentheses',
    line: 'adb-R5CT1234-AbCdEf (2)._adb-tls-connect._tcp device product:x model:y device:z transport_id:7',
    device: {
      serial: 'adb-R5CT1234-AbCdEf (2)._adb-tls-connect._tcp',
      state: 'device',
      transport_id: '7',
      model: 'y',
      usb: null,
    },
  },
  {
    name: 'a phone without udev rules',
    line: 'HT7A1               no permissions (user in plugdev group; are your udev rules wrong?); see [http://developer.android.com/tools/device.html] usb:3-1 transport_id:4',
    device: { serial: 'HT7A1', state: 'no permissions', transport_id: '4', model: null, usb: '3-1' },
  },
  {
    name: 'an unauthorized phone of an old server without transport ids',
    line: 'emulator-5554          unauthorized',
    device: { serial: 'emulator-5554', state: 'unauthorized', transport_id: null, model: null, usb: null },
  },
  {
    name: 'a phone without a serial number',
    line: '(no serial number)     device usb:1-1 transport_id:1',
    device: { serial: '(no serial number)', state: 'device', transport_id: '1', model: null, usb: '1-1' },
  },
]

for (const { name, line, device } of LINES) {
  test(`the list of phones tells ${name}`, () => {
    assert.deepEqual(parseDevices(`${line}\n`), [device])
  })
}

test('an empty list of phones is empty', () => {
  assert.deepEqual(parseDevices(''), [])
})

test('several phones come in the order of the list', () => {
  const devices = parseDevices(
    'b                      device transport_id:2\na                      recovery transport_id:1\n',
  )
  assert.deepEqual(
    devices.map(({ serial, state }) => [serial, state]),
    [
      ['b', 'device'],
      ['a', 'recovery'],
    ],
  )
})

test('forwards are told apart though a serial holds blanks', () => {
  assert.deepEqual(
    parseForwards('127.0.0.1:16001 tcp:8200 tcp:6790\nadb-X (2)._tcp tcp:8201 localabstract:foo\n\n'),
    [
      { serial: '127.0.0.1:16001', local: 'tcp:8200', remote: 'tcp:6790' },
      { serial: 'adb-X (2)._tcp', local: 'tcp:8201', remote: 'localabstract:foo' },
    ],
  )
})
