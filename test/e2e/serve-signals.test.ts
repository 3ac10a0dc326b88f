import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace } from './support/farm.ts'
import { runMain } from './support/main-process.ts'
import { until } from './support/until.ts'

// Before Appium is up, and when the phones have just been registered.
for (const moment of ['adb server started', 'appium is up']) {
  test(`a daemon that is told to stop when "${moment}" ends in order`, async (t) => {
    const place = await createPlace()
    t.after(place.stop)
    const daemon = runMain(['serve', '--virtual-phones', '1'], place.env)
    await until(moment, () => daemon.log.some(({ msg }) => msg === moment), 60_000)

    assert.equal(await daemon.stop(), 0)

    const problems = daemon.log.filter(({ level }) => level === 'error' || level === 'fatal')
    assert.deepEqual([problems, daemon.log.at(-1)?.['msg']], [[], 'stopped'])
  })
}
