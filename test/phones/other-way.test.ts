import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdbDevice } from '../../src/devices/adb-protocol.ts'
import { RunError } from '../../src/domain/errors.ts'
import { goOnOverOtherWay } from '../../src/phones/other-way.ts'

const USB: AdbDevice = {
  serial: 'R5CT60ABCDE',
  state: 'device',
  transport_id: '1',
  model: null,
  usb: '1-1.2',
}
const WIFI: AdbDevice = {
  serial: '10.0.0.7:5555',
  state: 'device',
  transport_id: '2',
  model: null,
  usb: null,
}

/** What a run ends with that begins on USB and Wi-Fi, while the ways become `after`. */
async function endOf(after: readonly AdbDevice[], fault: RunError): Promise<unknown> {
  let ways: readonly AdbDevice[] = [USB, WIFI]
  const execute = goOnOverOtherWay<{ item: { phone_id: string } }, never>(
    { watcher: { waysTo: () => ways }, serialOf: () => USB.serial },
    () => {
      ways = after
      return Promise.reject(fault)
    },
  )
  return await execute({ item: { phone_id: 'phone_01' } }).catch((error: unknown) => error)
}

const LOST = new RunError('session', 'socket hang up', { rung: 'reopen_session' })

test('a run that has lost its connection goes on at once over the one that is left', async () => {
  const error = await endOf([WIFI], LOST)

  assert.ok(error instanceof RunError)
  assert.deepEqual([error.category, error.atOnce, error.rung], ['session', true, 'reopen_session'])
  assert.equal(
    error.message,
    'socket hang up; its connection R5CT60ABCDE was lost, it goes on over 10.0.0.7:5555',
  )
})

const OTHERS = [
  { name: 'whose connection still stands', after: [USB, WIFI], fault: LOST },
  { name: 'whose phone is gone altogether', after: [], fault: LOST },
  { name: 'that failed by its app', after: [WIFI], fault: new RunError('app_changed', 'no button') },
]

for (const { name, after, fault } of OTHERS) {
  test(`a run ${name} ends as it did`, async () => {
    assert.equal(await endOf(after, fault), fault)
  })
}
