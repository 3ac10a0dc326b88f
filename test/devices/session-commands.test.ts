import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSessionCommands } from '../../src/devices/session-commands.ts'
import { RunError } from '../../src/domain/errors.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeAdb } from './fake-adb.ts'

const NEVER = new AbortController().signal

function commandsOn(state: string, echo = 'alive') {
  const clock = createFakeClock()
  const adb = createFakeAdb({ states: { P1: state }, shell: () => echo })
  return {
    clock,
    commands: createSessionCommands({ serial: 'P1', adb, clock }),
  }
}

/** A request that ends only when its signal aborts, as an HTTP request does. */
function endless(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  )
}

test('a command that gets no answer ends as a timeout while the phone is alive', async () => {
  const { clock, commands } = commandsOn('device')

  const failed = assert.rejects(commands.run('tap', 1_000, NEVER, endless), {
    category: 'timeout',
    message: 'tap: no answer within 1000 ms',
  })
  await clock.advance(1_000)

  await failed
})

test('a command that gets no answer from a phone that is silent is a fault of the phone', async () => {
  const { clock, commands } = commandsOn('device', '')

  const failed = assert.rejects(commands.run('tap', 1_000, NEVER, endless), { category: 'device' })
  await clock.advance(1_000)

  await failed
})

test('after a command without an answer the session takes no other', async () => {
  const { clock, commands } = commandsOn('device')
  const failed = assert.rejects(commands.run('tap', 1_000, NEVER, endless))
  await clock.advance(1_000)
  await failed

  await assert.rejects(
    commands.run('tap', 1_000, NEVER, async () => 'never called'),
    { category: 'session', message: 'the session on P1 is given up: tap: no answer within 1000 ms' },
  )
})

test('a crashed on-phone server is a fault of the session while the phone is online', async () => {
  const { commands } = commandsOn('device')

  await assert.rejects(
    commands.run('tap', 1_000, NEVER, () =>
      Promise.reject(new Error('the instrumentation process is not running')),
    ),
    { category: 'session' },
  )
})

test('the same words mean the phone when it is not online', async () => {
  const { commands } = commandsOn('offline')

  await assert.rejects(
    commands.run('tap', 1_000, NEVER, () =>
      Promise.reject(new Error('the instrumentation process is not running')),
    ),
    {
      category: 'device',
      message: 'phone P1 is offline (tap: the instrumentation process is not running)',
    },
  )
})

test("an aborted run ends its command with the run's own reason", async () => {
  const { commands } = commandsOn('device')
  const stop = new AbortController()
  const reason = new Error('the run was stopped')

  const failed = assert.rejects(commands.run('tap', 1_000, stop.signal, endless), reason)
  stop.abort(reason)

  await failed
})

test('the end of a session cuts what is under way and refuses what comes after', async () => {
  const { commands } = commandsOn('device')
  const reason = new RunError('session', 'the session is stopped')

  const failed = assert.rejects(commands.run('tap', 1_000, NEVER, endless), reason)
  commands.end(reason)

  await failed
  await assert.rejects(
    commands.run('tap', 1_000, NEVER, async () => 'never called'),
    reason,
  )
})
