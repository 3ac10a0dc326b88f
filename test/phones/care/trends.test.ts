import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BatteryReading } from '../../../src/domain/battery.ts'
import { createTrends } from '../../../src/phones/care/trends.ts'
import { openOffice } from '../../support/store.ts'

const DAY_MS = 24 * 3_600_000
const READING: BatteryReading = {
  level: 80,
  temperature_c: 28,
  status: 'charging',
  health: 'good',
  powered: true,
  voltage_mv: 4100,
  charge_uah: null,
  design_uah: null,
  cycles: null,
  free_mb: null,
}

test('a battery that loses capacity is told of once, and its phone shows it', async (t) => {
  const { store, clock } = await openOffice(t, { phones: 2 })
  const warned: object[] = []
  const trends = createTrends({ read: store.read, clock, log: { warn: (facts) => void warned.push(facts) } })
  const nowMs = clock.now().getTime()
  await store.write('record_samples', ({ phoneSamples }) => {
    for (let step = 0; step < 20 * 6; step++) {
      const at = new Date(nowMs - 20 * DAY_MS + step * 4 * 3_600_000).toISOString()
      const row = { at, level: 80, temperature_c: 28, status: 'full', health: 'good', voltage_mv: 4100 }
      const rest = { design_uah: 4_500_000, cycles: null, free_mb: null, working: 0 } as const
      phoneSamples.add({ phone_id: 'phone_01', ...row, charge_uah: 2_737_000, ...rest })
      phoneSamples.add({ phone_id: 'phone_02', ...row, charge_uah: 3_600_000, ...rest })
    }
  })

  for (let look = 0; look < 3; look++) {
    trends.look('phone_01', READING)
    trends.look('phone_02', READING)
    await clock.advance(7 * 3_600_000)
  }

  assert.deepEqual(trends.of('phone_01'), {
    full_mah: 3400,
    lost_percent: 24,
    warnings: ['it has lost 24 % of what it was made for'],
  })
  assert.deepEqual(trends.of('phone_02')?.warnings, [])
  assert.equal(warned.length, 1)
})

test('a phone without samples has no warnings, and one that was forgotten is not known', async (t) => {
  const { store, clock } = await openOffice(t, { phones: 1 })
  const trends = createTrends({ read: store.read, clock, log: { warn: () => undefined } })

  trends.look('phone_01', READING)
  const known = trends.of('phone_01')
  trends.forget('phone_01')

  assert.deepEqual(known, { full_mah: null, lost_percent: null, warnings: [] })
  assert.equal(trends.of('phone_01'), null)
})
