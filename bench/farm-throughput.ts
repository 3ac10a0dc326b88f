import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import Type from 'typebox'
import { createApi, type Api } from '../src/cli/demo/api.ts'
import { Accepted, ShownProcess } from '../src/cli/demo/answers.ts'
import { startFarm } from '../src/cli/demo/farm.ts'

/**
 * Videos per minute and phone, and what the processes of the farm take, with more and more phones on this machine.
 *   node dist/bench/farm-throughput.js [phones …]      default: 1 2 4 8
 * Every phone watches the feed with `watch_seconds` 0, so what is measured is the farm's own pace: session, judge, swipe, proof, record.
 */
const VIDEOS = 20
const API_KEY = 'bench-farm-throughput-key'
const DEADLINE_MS = 300_000

interface Row {
  phones: number
  videosPerMinuteAndPhone: number
  videosPerMinute: number
  /** From the item's claim to its end, with opening and closing the session. */
  medianRunSeconds: number
  daemonMib: number
  appiumMib: number
  appiumProcesses: number
}

async function measure(phones: number): Promise<Row> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'phonefarm-bench-'))
  const farm = await startFarm({
    dataDir: path.join(dir, 'data'),
    logFile: path.join(dir, 'daemon.log'),
    virtualPhones: phones,
    apiKey: API_KEY,
    webhookSecret: 'bench-secret-of-no-use',
    callbackAllow: '',
  })
  try {
    const api = createApi(farm.url, API_KEY)
    // The first session of a phone installs three APKs: that is not what a farm does all day.
    await runGroup(api, 'warm-up', phones, 1)
    const started = performance.now()
    const { process_id } = await runGroup(api, 'measured', phones, VIDEOS)
    const minutes = (performance.now() - started) / 60_000
    const memory = await memoryOf(farm.pid)
    return {
      phones,
      videosPerMinuteAndPhone: round(VIDEOS / minutes),
      videosPerMinute: round((VIDEOS * phones) / minutes),
      medianRunSeconds: round(await medianRunSeconds(api, process_id)),
      ...memory,
    }
  } finally {
    await farm.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function runGroup(api: Api, request_id: string, phones: number, videos: number): Promise<ShownProcess> {
  const body = {
    request_id,
    capability: 'fyp_warmup',
    mode: 'manual',
    target: {
      routing: 'group',
      account_ids: Array.from({ length: phones }, (_, index) => accountOf(index + 1)),
    },
    inputs: { videos, watch_seconds: { min: 0, max: 0 }, fyp_judge_prompt: PROMPT },
    callback: { url: 'https://ugc-tracker.example.com/nowhere' },
    requested_by: { system: 'bench' },
  }
  const { process_id } = await api.call('/capability-requests/enqueue', Accepted, { method: 'POST', body })
  const until = performance.now() + DEADLINE_MS
  for (;;) {
    const shown = await api.call(`/processes/${process_id}`, ShownProcess)
    if (shown.status === 'completed') return shown
    if (shown.status === 'failed_terminal' || performance.now() > until) {
      throw new Error(`${request_id} is ${shown.status}: ${shown.error?.message}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const PROMPT = {
  prompt_id: 'bench',
  name: 'bench',
  version: 1,
  system_prompt: '',
  task_prompt: 'Watch videos about cooking.',
  output_contract: {
    type: 'object',
    properties: { decision: { enum: ['watch', 'skip'] } },
    required: ['decision'],
  },
}

const accountOf = (number: number) => `account_virtual_${String(number).padStart(2, '0')}`

const Timeline = Type.Object({
  events: Type.Array(
    Type.Object({
      at: Type.String(),
      event: Type.String(),
      queue_item_id: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
})

async function medianRunSeconds(api: Api, processId: string): Promise<number> {
  const { events } = await api.call(`/processes/${processId}/timeline`, Timeline)
  const timeOf = (item: string | null, event: string) =>
    new Date(events.find((one) => one.queue_item_id === item && one.event === event)?.at ?? 0).getTime()
  const items = [...new Set(events.map(({ queue_item_id }) => queue_item_id).filter((id) => id !== null))]
  const seconds = items.map((id) => (timeOf(id, 'item_done') - timeOf(id, 'item_executing')) / 1000)
  return seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0
}

/** Resident memory of the daemon and of the Appium processes below it, from /proc. */
async function memoryOf(daemonPid: number) {
  const processes = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((name) => readProcess(Number(name))),
  )
  const alive = processes.filter((one) => one !== null)
  const appium = alive.filter(({ parent, command }) => parent === daemonPid && command.includes('appium'))
  const mib = (bytes: number) => Math.round(bytes / 2 ** 20)
  return {
    daemonMib: mib(alive.find(({ pid }) => pid === daemonPid)?.rss ?? 0),
    appiumMib: mib(appium.reduce((sum, { rss }) => sum + rss, 0)),
    appiumProcesses: appium.length,
  }
}

async function readProcess(pid: number) {
  try {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])
    return { pid, parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]), command, rss: pages * 4096 }
  } catch {
    return null // it ended while we looked
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

const counts = process.argv.slice(2).map(Number).filter(Number.isInteger)
const rows: Row[] = []
for (const phones of counts.length > 0 ? counts : [1, 2, 4, 8]) rows.push(await measure(phones))
console.table(rows)
