import { systemClock } from '../../src/domain/clock.ts'
import { RETRY_LIMITS } from '../../src/domain/retry.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import { openStore } from '../../src/store/store.ts'
import { countingIds, ONE_VIDEO, silentLog } from '../support/farm.ts'

// One life of a daemon on the store named by the first argument: item `poison` kills it as soon as it has a session, `a` takes a moment.

const [, , file = '', bootId = ''] = process.argv
const store = openStore({ file })
const scheduler = createScheduler({
  store,
  clock: systemClock,
  random: () => 0.5,
  log: silentLog,
  newId: countingIds(bootId),
  bootId,
  closeOrphan: () => Promise.resolve(),
  limits: { retry: { ...RETRY_LIMITS, baseMs: 1 } },
  async execute(run) {
    await run.onSession({
      session_id: `${bootId}/${run.item.queue_item_id}`,
      container: 'http://127.0.0.1:1',
    })
    if (run.item.queue_item_id === 'poison') process.kill(process.pid, 'SIGKILL')
    await systemClock.sleep(30, run.signal)
    await run.saveProgress({ ...ONE_VIDEO, worked_ms: (ONE_VIDEO.worked_ms += 1) })
    await systemClock.sleep(30, run.signal)
    return {}
  },
})
const isOver = (id: string) => store.read.queueItems.find(id)?.finished_at !== null
await scheduler.start()
// A suspect of the deaths waits for ten seconds while another one runs.
while (!['poison', 'a'].every(isOver)) await systemClock.sleep(50, new AbortController().signal)
await scheduler.stop()
await store.close()
