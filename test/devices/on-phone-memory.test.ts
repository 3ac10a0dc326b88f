import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOnPhoneMemory, parseProcesses } from '../../src/devices/on-phone-memory.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'
import { createFakeAdb } from './fake-adb.ts'

const NEVER = new AbortController().signal
const HOUR_MS = 3_600_000
const HEAD = 'USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME'

function line(pid: number, rss: number, name: string): string {
  return `u0_a123       ${pid}   350 1234567 ${rss} do_epoll_wait       0 S ${name}`
}

/** A phone on which the settings app has the given pid and size (KiB). */
function createPhone(app: { pid: number; rss: number }) {
  const stops: string[] = []
  const adb = createFakeAdb({
    states: { phone: 'device' },
    shell(command) {
      if (command !== 'ps -A') stops.push(command)
      return [
        HEAD,
        line(4001, 90_000, 'io.appium.uiautomator2.server'),
        line(app.pid, app.rss, 'io.appium.settings'),
      ].join('\n')
    },
  })
  const clock = createFakeClock()
  const limits = { longestAgeMs: 24 * HOUR_MS, mostBytes: 256 * 1024 * 1024 }
  const memory = createOnPhoneMemory({ adb, limits, clock, log: recordingLog().log })
  return { memory, clock, stops, app }
}

test('processes are read by the names of their columns, in whatever order', () => {
  assert.deepEqual(parseProcesses('PID RSS S NAME\n17 2 S com.app:remote'), [
    { name: 'com.app:remote', pid: 17, residentBytes: 2048 },
  ])
  assert.deepEqual(parseProcesses('sh: ps: not found'), [])
})

test('a settings app that is small and young is left alone', async () => {
  const { memory, stops } = createPhone({ pid: 7, rss: 60_000 })

  await memory.look('phone', NEVER)
  await memory.recycle('phone', NEVER)

  assert.deepEqual(stops, [])
})

test('a settings app that has grown too big is ended between items, once', async () => {
  const { memory, stops } = createPhone({ pid: 7, rss: 262_145 })

  await memory.look('phone', NEVER)
  await memory.recycle('phone', NEVER)
  await memory.recycle('phone', NEVER)

  assert.deepEqual(stops, ['am force-stop io.appium.settings'])
  assert.deepEqual(memory.metrics()[1]?.samples, [
    { labels: { why: 'age' }, value: 0 },
    { labels: { why: 'memory' }, value: 1 },
  ])
})

test('the age of a settings app counts from when its process was first seen', async () => {
  const { memory, clock, stops, app } = createPhone({ pid: 7, rss: 60_000 })
  await memory.look('phone', NEVER)

  await clock.advance(20 * HOUR_MS)
  app.pid = 8
  await memory.look('phone', NEVER)
  await clock.advance(20 * HOUR_MS)
  await memory.look('phone', NEVER)
  await memory.recycle('phone', NEVER)
  assert.deepEqual(stops, [])
  await clock.advance(5 * HOUR_MS)
  await memory.look('phone', NEVER)
  await memory.recycle('phone', NEVER)

  assert.deepEqual(stops, ['am force-stop io.appium.settings'])
})

test('what the on-phone server held at the end of its session is told', async () => {
  const { memory } = createPhone({ pid: 7, rss: 60_000 })

  await memory.look('phone', NEVER)

  assert.deepEqual(memory.metrics()[0]?.samples, [{ value: 90_000 * 1024 }])
})
