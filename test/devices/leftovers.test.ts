import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Forward } from '../../src/devices/adb-protocol.ts'
import { createLeftovers, type TagVerdict } from '../../src/devices/leftovers.ts'
import type { OnPhoneSession } from '../../src/devices/on-phone-sessions.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'
import { createFakeAdb } from './fake-adb.ts'

const NEVER = new AbortController().signal
const SERVER_RUNS = 'USER PID NAME\nu0_a1 77 io.appium.uiautomator2.server'
const TAG = { boot_id: 'boot', queue_item_id: 'item', attempt: 1 }

/** Phones `ours` and `stranger`, of which only the first is registered. */
function createSwept(options: {
  forwards?: Forward[]
  sessions?: OnPhoneSession[]
  verdict?: TagVerdict
  open?: string
  serverRuns?: boolean
}) {
  const commands: string[] = []
  const removed: string[] = []
  let stopped = false
  const adb = createFakeAdb({
    states: { ours: 'device', stranger: 'device' },
    shell(command) {
      commands.push(command)
      stopped ||= command.startsWith('am force-stop')
      return stopped || options.serverRuns === false ? 'USER PID NAME\nroot 1 init' : SERVER_RUNS
    },
  })
  const { log, lines } = recordingLog()
  const leftovers = createLeftovers({
    adb: {
      ...adb,
      forwards: async () => options.forwards ?? [],
      removeForward: async (serial, local) => removed.push(`${serial} ${local}`) > 0,
    },
    serials: () => ['ours'],
    verdict: () => options.verdict ?? 'unknown',
    sessionsOn: async () => options.sessions ?? [],
    isOpen: (serial) => serial === options.open,
    whileFree: async (_serial, look) => {
      await look()
      return true
    },
    clock: createFakeClock(),
    log,
  })
  return { leftovers, removed, lines, wasStopped: () => stopped, commands }
}

const FORWARDS = [
  { serial: 'ours', local: 'tcp:20123', remote: 'tcp:6790' },
  { serial: 'ours', local: 'tcp:8200', remote: 'tcp:6790' }, // an Appium that a person runs
  { serial: 'ours', local: 'tcp:20124', remote: 'tcp:9222' }, // a person's, to a browser
  { serial: 'stranger', local: 'tcp:20125', remote: 'tcp:6790' }, // another farm's phone
]

test('only our own forwards to our own phones are swept', async () => {
  const { leftovers, removed } = createSwept({ forwards: FORWARDS, serverRuns: false })

  await leftovers.sweep(NEVER)

  assert.deepEqual(removed, ['ours tcp:20123'])
})

test('the forwards of a phone on which somebody works stay', async () => {
  const { leftovers, removed } = createSwept({ forwards: FORWARDS })

  await leftovers.sweep(NEVER)

  assert.deepEqual(removed, [])
})

test('the forward of a session of ours stays', async () => {
  const { leftovers, removed } = createSwept({ forwards: FORWARDS, open: 'ours', serverRuns: false })

  await leftovers.sweep(NEVER)

  assert.deepEqual(removed, [])
})

test('a session whose run is over is ended on its phone', async () => {
  const { leftovers, wasStopped } = createSwept({
    sessions: [{ session_id: 's', tag: TAG }],
    verdict: 'over',
  })

  assert.deepEqual(await leftovers.sweep(NEVER), ['ours'])
  assert.equal(wasStopped(), true)
})

for (const { what, sessions, verdict } of [
  { what: 'of a run that works', sessions: [{ session_id: 's', tag: TAG }], verdict: 'running' },
  { what: "of another farm's run", sessions: [{ session_id: 's', tag: TAG }], verdict: 'unknown' },
  { what: 'that a person opened', sessions: [{ session_id: 's', tag: null }], verdict: 'over' },
] as const) {
  test(`a session ${what} is left alone`, async () => {
    const { leftovers, wasStopped } = createSwept({ sessions: [...sessions], verdict })

    assert.deepEqual(await leftovers.sweep(NEVER), [])
    assert.equal(wasStopped(), false)
  })
}

test('a phone with a session of ours, and one that is not registered, are not looked at', async () => {
  const { leftovers, commands } = createSwept({ open: 'ours' })

  await leftovers.sweep(NEVER)

  assert.deepEqual(commands, [])
})

test("another farm's session is told once", async () => {
  const { leftovers, lines } = createSwept({ sessions: [{ session_id: 's', tag: TAG }] })

  await leftovers.sweep(NEVER)
  await leftovers.sweep(NEVER)

  assert.equal(lines.filter(({ msg }) => msg.startsWith("another farm's session")).length, 1)
})
