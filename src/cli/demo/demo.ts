import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { systemClock } from '../../domain/clock.ts'
import { PhoneStory, ShownProcess, Timeline, Accepted, CancelAnswer, SnapshotAnswer } from './answers.ts'
import { createApi, type Api } from './api.ts'
import { createBoard } from './board.ts'
import { checkOutcome, type Outcome } from './checks.ts'
import { startFarm, type DemoFarm } from './farm.ts'
import { startReceiver } from './receiver.ts'
import { printNextSteps, printSummary } from './report.ts'
import * as requests from './requests.ts'

const PHONES = ['vp-01', 'vp-02', 'vp-03'] as const
const PHONE_IDS = ['phone_virtual_01', 'phone_virtual_02', 'phone_virtual_03'] as const
const POLL_MS = 500
/** The work takes about a minute; after this something is wrong and the demo says what stands where. */
const WORK_MS = 170_000
/** How long the last callbacks may take after the last process ended. */
const CALLBACK_MS = 15_000

/** Adds `phonefarm demo`: the whole path on three virtual phones, with its own proof. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description(
      'run a daemon with Appium and three virtual phones, submit real requests, show and check what happens',
    )
    .option('--once', 'end by itself: 0 when every expectation held, 1 otherwise', false)
    .option('--dir <folder>', 'where data, log and pictures go; emptied first', 'var/demo')
    .action(async ({ once, dir }: { once: boolean; dir: string }) => {
      process.exitCode = (await runDemo(dir, once || !process.stdout.isTTY)) ? 0 : 1
    })
}

/** @returns whether every expectation held */
async function runDemo(dir: string, once: boolean): Promise<boolean> {
  const stopping = new AbortController()
  const onSignal = () => stopping.abort(new Error('interrupted'))
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  const apiKey = randomBytes(24).toString('hex')
  const webhookSecret = randomBytes(24).toString('hex')
  const receiver = await startReceiver(webhookSecret)
  say('starting the daemon, Appium and three virtual phones ...')
  let farm: DemoFarm | undefined
  try {
    farm = await startFarm({
      dataDir: path.join(dir, 'data'),
      logFile: path.join(dir, 'daemon.log'),
      virtualPhones: PHONES.length,
      apiKey,
      webhookSecret,
      callbackAllow: receiver.address,
    })
    const story = tellStory(farm, createApi(farm.url, apiKey), receiver, dir)
    const outcome = await story.play(stopping.signal)
    const checks = checkOutcome(outcome)
    printSummary(outcome, checks, dir)
    if (!once) {
      printNextSteps(farm, apiKey)
      await waitFor(stopping.signal)
    }
    return checks.every(({ held }) => held)
  } catch (error) {
    say(`the demo stopped: ${error instanceof Error ? error.message : String(error)}`)
    return false
  } finally {
    say('stopping ...')
    await farm?.stop()
    await receiver.stop()
  }
}

type Receiver = Awaited<ReturnType<typeof startReceiver>>

function tellStory(farm: DemoFarm, api: Api, receiver: Receiver, dir: string) {
  const phones = createApi(farm.controlUrl)
  const board = createBoard(PHONE_IDS, process.stdout)
  const demo = { callbackUrl: receiver.url }
  const stories = () => Promise.all(PHONES.map((serial) => phones.call(`/phones/${serial}`, PhoneStory)))
  const read = (processId: string) => api.call(`/processes/${processId}`, ShownProcess)

  async function submit(route: string, body: unknown): Promise<string> {
    const { process_id } = await api.call(route, Accepted, { method: 'POST', body })
    return process_id
  }

  async function picture(name: string): Promise<void> {
    for (const serial of PHONES) {
      await writeFile(
        path.join(dir, `${name}-${serial}.png`),
        await phones.bytes(`/phones/${serial}/screenshot`),
      )
    }
  }

  /** Polls until `isDone` holds for the records of `ids`, showing what the phones do meanwhile. */
  async function until(
    ids: readonly string[],
    isDone: (shown: readonly ShownProcess[]) => boolean,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<readonly ShownProcess[]> {
    for (;;) {
      const shown = await Promise.all(ids.map(read))
      board.update(shown)
      if (isDone(shown)) return shown
      if (systemClock.monotonicMs() > deadlineMs) {
        throw new Error(
          `not done in time: ${shown.map((one) => `${one.process_type} ${one.status}`).join(', ')}`,
        )
      }
      await systemClock.sleep(POLL_MS, signal)
    }
  }

  async function play(signal: AbortSignal): Promise<Outcome> {
    const deadlineMs = systemClock.monotonicMs() + WORK_MS
    const before = await stories()
    await picture('1-before')
    await api.call('/runtime-snapshots/upsert', SnapshotAnswer, {
      method: 'POST',
      body: requests.runtimeSnapshot(),
    })
    say('synced a runtime snapshot; submitting maintenance, two warmups and one that will be cancelled:')
    const ids = [
      await submit('/maintenance/requests', requests.maintenance(demo)),
      await submit('/capability-requests/enqueue', requests.keywordWarmup(demo)),
      await submit('/capability-requests/enqueue', requests.fypWarmup(demo)),
      await submit('/capability-requests/enqueue', requests.longWarmup(demo)),
    ]
    const [, , , longId = ''] = ids
    const hasWatched = (shown: readonly ShownProcess[]) =>
      shown.some(
        ({ process_id, partial_progress }) =>
          process_id === longId && (partial_progress.items?.[0]?.done ?? 0) >= 2,
      )
    await until(ids, hasWatched, deadlineMs, signal)
    await picture('2-working')
    await api.call(`/processes/${longId}/cancel`, CancelAnswer, { method: 'POST', body: requests.cancel() })
    const isOver = ({ status }: ShownProcess) =>
      status === 'completed' || status === 'cancelled' || status === 'failed_terminal'
    await until([longId], (shown) => shown.every(isOver), deadlineMs, signal)
    const cancelledSeenAt = systemClock.now()
    const ended = await until(ids, (shown) => shown.every(isOver), deadlineMs, signal)
    await lastCallbacks(ids, signal)
    await picture('3-after')
    const [maintenance, keyword, fyp, cancelled] = ended
    if (!maintenance || !keyword || !fyp || !cancelled) throw new Error('a process record is missing')
    return {
      maintenance,
      keyword,
      fyp,
      cancelled,
      timelines: await Promise.all(ids.map((id) => api.call(`/processes/${id}/timeline`, Timeline))),
      callbacks: receiver.all(),
      before,
      after: await stories(),
      cancelledSeenAt,
    }
  }

  /** Callbacks are sent after the commit: give the last ones their moment. */
  async function lastCallbacks(ids: readonly string[], signal: AbortSignal): Promise<void> {
    const deadlineMs = systemClock.monotonicMs() + CALLBACK_MS
    const isAnnounced = (id: string) =>
      receiver
        .of(id)
        .some(({ milestone }) => ['completed', 'failed_terminal', 'cancelled'].includes(milestone))
    while (!ids.every(isAnnounced) && systemClock.monotonicMs() < deadlineMs)
      await systemClock.sleep(100, signal)
  }

  return { play }
}

function waitFor(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
