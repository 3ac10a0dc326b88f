import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { createDecisions } from '../src/processes/decisions.ts'
import { createExplain } from '../src/processes/explain.ts'
import { createReadProcesses } from '../src/processes/read-processes.ts'
import { createProcessBundle } from '../src/process-bundle.ts'
import { createRecentLog } from '../src/recent-log.ts'
import { createFakeClock } from './support/fake-clock.ts'
import { addProcess, openFarm, silentLog } from './support/farm.ts'

test("a bundle tells the receiver's host and nothing more of its address", async (t) => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  t.after(() => store.close())
  const url = 'https://hooks.example/services/canary-path?token=canary-query'
  await addProcess(store, clock, { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }], url })
  const bundle = createProcessBundle({
    store,
    processes: {
      ...createReadProcesses({ store }),
      ...createExplain({ store, clock }),
      ...createDecisions({ store }),
    },
    readEvidence: () => Promise.resolve(null),
    recentLog: createRecentLog(),
    secrets: new Set(),
    version: '1.0.0',
    clock,
    log: silentLog,
  })

  const told = gunzipSync(await buffer(bundle('p-1').stream)).toString()

  assert.match(told, /"url": "https:\/\/hooks\.example"/)
  assert.doesNotMatch(told, /canary/)
})
