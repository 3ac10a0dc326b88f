import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PhoneView } from '../src/domain/phone.ts'
import type { ScreenReading } from '../src/domain/screen-reading.ts'
import type { Processes } from '../src/processes/processes.ts'
import { tellLive } from '../src/tell-live.ts'
import { recordedProcesses } from './http/support/recorded-processes.ts'

const READING: ScreenReading = {
  by: 'picture',
  since: '2026-03-22T08:30:00.000Z',
  latency_ms: 7_400,
  deadline_ms: 10_000,
}

test('a phone tells how its screen is read, alone and in the list; one that was not read tells null', () => {
  const { processes } = recordedProcesses()
  const phone = (phone_id: string): PhoneView => ({ ...processes.readPhone('phone_01'), phone_id })
  const some: Pick<Processes, 'readPhone' | 'listPhones'> = {
    readPhone: phone,
    listPhones: () => ({ phones: [phone('phone_01'), phone('phone_02')], next_cursor: 'more' }),
  }

  const told = tellLive(some, (phoneId) => ({ screen_reading: phoneId === 'phone_01' ? READING : null }))

  assert.deepEqual(told.readPhone('phone_01').screen_reading, READING)
  const { phones, next_cursor } = told.listPhones({})
  assert.deepEqual(
    phones.map(({ screen_reading }) => screen_reading),
    [READING, null],
  )
  assert.equal(next_cursor, 'more')
})
