import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDaemonMetrics } from '../src/daemon-metrics.ts'
import { FarmError } from '../src/domain/errors.ts'
import { metricsText } from '../src/domain/metrics.ts'
import { createStopTimes } from '../src/scheduler/stop-times.ts'
import { openStore } from '../src/store/store.ts'
import { createFakeClock } from './support/fake-clock.ts'
import { readPrometheus } from './support/prometheus.ts'

function startMetrics() {
  const clock = createFakeClock()
  const metrics = createDaemonMetrics({ clock, version: '1.2.3' })
  const stopTimes = createStopTimes()
  const read = () => {
    const told = metrics.read({ runningCount: () => 2, stopTimes, aheadMs: () => 1500, logBytes: () => 4096 })
    return readPrometheus(metricsText(told))
  }
  return { clock, metrics, stopTimes, read }
}

test('the daemon tells its build, its runs and how far its clock is ahead', (t) => {
  const { metrics, read } = startMetrics()
  t.after(metrics.stop)

  const samples = read()

  assert.equal(samples.get(`phonefarm_build_info{version="1.2.3",node="${process.version}"}`), 1)
  assert.equal(samples.get('phonefarm_runs'), 2)
  assert.equal(samples.get('phonefarm_clock_ahead_seconds'), 1.5)
  assert.equal(samples.get('phonefarm_store_log_bytes'), 4096)
  assert.equal(samples.get('process_start_time_seconds'), 1_774_168_200)
})

test('every write is timed under the name of its change, also one that is refused', async (t) => {
  const { metrics, read } = startMetrics()
  t.after(metrics.stop)
  const store = metrics.timed(openStore({ file: ':memory:' }))
  t.after(() => store.close())

  await store.write('put_phone', () => 'stored')
  const refused = store.write('accept', () => {
    throw new FarmError('account_not_found', 'account account_01 not found')
  })
  await assert.rejects(refused)

  assert.equal(read().get('phonefarm_store_write_seconds_count{change="put_phone"}'), 1)
  assert.equal(read().get('phonefarm_store_write_seconds_count{change="accept"}'), 1)
})

test('stop times are told as quantiles once there are some', (t) => {
  const { metrics, stopTimes, read } = startMetrics()
  t.after(metrics.stop)

  stopTimes.record('hard', 400)
  stopTimes.record('hard', 800)

  const samples = read()
  assert.equal(samples.get('phonefarm_stop_seconds{kind="hard",quantile="0.99"}'), 0.8)
  assert.equal(samples.get('phonefarm_stop_seconds_count{kind="hard"}'), 2)
  assert.equal(samples.get('phonefarm_stop_seconds_count{kind="soft"}'), 0)
  assert.equal(samples.has('phonefarm_stop_seconds{kind="soft",quantile="0.99"}'), false)
})
