import { parseAllowList } from '../../src/domain/callback-url.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { RunError } from '../../src/domain/errors.ts'
import { createNewId } from '../../src/new-id.ts'
import { createProcesses } from '../../src/processes/processes.ts'
import { openClaiming } from '../claiming.ts'
import { PHONES, requestOf } from '../requests.ts'
import { reportReady } from './parent.ts'

// A farm of idle phones that is given work now and then: how long until the phone's lane has it? Every second run fails once, so that it is
// given out a second time by the scheduler's timer.

const PAUSE_MS = 10
const RETRY_BASE_MS = 200

const [dataDir = ''] = process.argv.slice(2)
/** Wall time in milliseconds at which the process's item became runnable. */
const runnableAt = new Map<string, number>()
let delays: number[] = []

const farm = openClaiming(
  dataDir,
  ({ item: { process_id, queue_item_id }, attempt }) => {
    const now = Date.now()
    const due = attempt === 1 ? runnableAt.get(process_id) : dueAt.get(queue_item_id)
    if (due !== undefined) delays.push(Math.max(0, now - due))
    if (attempt > 1 || Number.parseInt(process_id.slice(-1), 16) % 2 === 0) return Promise.resolve({})
    void noteDue(queue_item_id)
    return Promise.reject(new RunError('device', 'fails once'))
  },
  RETRY_BASE_MS,
)
/** The same of items that wait for their second attempt. */
const dueAt = new Map<string, number>()

/** Reads when the failed item is due again, as soon as that is stored. */
async function noteDue(queueItemId: string): Promise<void> {
  for (;;) {
    await systemClock.sleep(5, new AbortController().signal)
    const item = farm.store.read.queueItems.find(queueItemId)
    if (item?.status !== 'EXECUTING') {
      if (item?.not_before) dueAt.set(queueItemId, Date.parse(item.not_before))
      return
    }
  }
}

const processes = createProcesses({
  store: farm.store,
  clock: systemClock,
  newId: createNewId(systemClock),
  runs: farm.scheduler,
  callbackAllow: parseAllowList(''),
  knownApps: () => ['clips'],
  wake: farm.scheduler.wake,
})
await farm.scheduler.start()
farm.setOpen(true)

let count = 0

async function acceptOne(): Promise<void> {
  const nnnn = String(((++count * 7919) % PHONES) + 1).padStart(4, '0')
  const request = requestOf(`account_${nnnn}`, `phone_${nnnn}`, `dispatch-${count}`)
  const accepted = await processes.acceptCapabilityRequest(request)
  if (!accepted.created) throw new Error('the request was a duplicate')
  // The scheduler was woken a moment ago and has not looked yet.
  runnableAt.set(accepted.process_id, Date.now())
}

async function round(seconds: number): Promise<object> {
  delays = []
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    await acceptOne()
    await systemClock.sleep(PAUSE_MS, new AbortController().signal)
  }
  return { delaysMs: delays }
}

reportReady({}, { round, stop: farm.close })
