import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_EVIDENCE } from '../src/domain/evidence.ts'
import type { PhoneSession } from '../src/domain/phone-session.ts'
import { PhoneNotFreed, RunStopped } from '../src/domain/run-control.ts'
import { loadPacks } from '../src/driving/load-packs.ts'
import { createShelf } from '../src/driving/pack-shelf.ts'
import { createRunOnPhone, type RunOnPhoneDeps } from '../src/run-on-phone.ts'
import type { Run } from '../src/scheduler/run.ts'
import { MINI_DOCUMENT, packOf } from './driving/support/mini-pack.ts'
import { createFakeClock } from './support/fake-clock.ts'
import { silentLog, WARMUP } from './support/farm.ts'

/** A session on a phone that never says that it is free of it, and does nothing until it is stopped. */
function mute(told: string[]): PhoneSession {
  const hang = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  const note = (what: string) => Promise.resolve(void told.push(what))
  return {
    sessionId: 's1',
    phoneId: 'phone_01',
    display: { width: 1080, height: 2400 },
    readScreen: hang,
    screenshot: hang,
    tap: (_at, signal) => hang(signal),
    swipe: (_swipe, signal) => hang(signal),
    pressKey: (_code, signal) => hang(signal),
    setText: (_field, _text, signal) => hang(signal),
    restartApp: hang,
    editorAction: (_action, signal) => hang(signal),
    hideKeyboard: hang,
    close: () => note('close').then(() => false),
    abort: () => note('abort').then(() => false),
    free: () => note('free'),
  }
}

/** A warmup that is stopped for that reason. @returns what was asked of its session, and how the run ended */
async function stopped(
  reason: RunStopped,
  changes: Partial<RunOnPhoneDeps> = {},
): Promise<{ told: string[]; error: unknown }> {
  const told: string[] = []
  const stop = new AbortController()
  const execute = createRunOnPhone({
    devices: {
      probe: () => Promise.resolve({ healthy: true }),
      sessions: { open: () => Promise.resolve(mute(told)) },
    },
    packs: await loadPacks(new URL('drivers/', import.meta.resolve('#package.json'))),
    openJudge: () => ({ kind: 'embedded', judge: () => Promise.reject(new Error('not asked for here')) }),
    serialOf: () => 'vp-01',
    appVersionOf: () => undefined,
    record: () => NO_EVIDENCE,
    clock: createFakeClock(),
    log: silentLog,
    ...changes,
  })
  const run: Run = {
    item: {
      queue_item_id: 'i1',
      process_id: 'p1',
      position: 0,
      phone_id: 'phone_01',
      account_id: 'account_01',
      action: WARMUP,
    },
    attempt: 1,
    bootId: 'boot-1',
    account: { account_id: 'account_01', app: 'clips', username: 'user_01' },
    snapshot: null,
    defaultsFromSnapshot: [],
    progress: null,
    onIdentity: () => Promise.resolve(),
    saveProgress: () => Promise.resolve(),
    decided: () => undefined,
    onDriven: () => undefined,
    onSession: () => Promise.resolve(),
    onTerminate: () => undefined,
    signal: stop.signal,
  }
  const ended = execute(run).then(
    () => null,
    (error: unknown) => error,
  )
  await new Promise((resolve) => setImmediate(resolve))
  stop.abort(reason)
  return { error: await ended, told }
}

test('a run that makes way for the stop of the daemon leaves a phone that stays mute to the next start', async () => {
  const { told, error } = await stopped(new RunStopped('daemon_stopping', 'the daemon is stopping'))

  assert.ok(error instanceof PhoneNotFreed)
  assert.deepEqual(told, ['close'])
})

for (const cause of ['cancelled', 'account_held'] as const) {
  test(`a run that is stopped because of ${cause} is over when its phone is free`, async () => {
    const reason = new RunStopped(cause, 'operator requested stop')

    const { told, error } = await stopped(reason)

    assert.equal(error, reason)
    assert.deepEqual(told, ['close', 'free'])
  })
}

test('a run is driven by the pack for the version of the app on its phone', async () => {
  const ranges = [
    { from: '1.0', below: '2.0' },
    { from: '2.0', below: '3.0' },
  ]
  const [old, next] = ranges.map((versions) => packOf({ ...MINI_DOCUMENT, app: 'clips', versions }))
  assert.ok(old && next)
  const asked: string[] = []
  const hashes: string[] = []

  await stopped(new RunStopped('cancelled', 'enough seen'), {
    packs: createShelf([old, next]),
    appVersionOf(phoneId, packageName) {
      asked.push(`${phoneId} ${packageName}`)
      return '1.7'
    },
    record(attempt) {
      hashes.push(attempt.pack_hash)
      return NO_EVIDENCE
    },
  })

  assert.equal(asked[0], 'phone_01 org.example.mini')
  assert.deepEqual(hashes, [old.hash])
})
