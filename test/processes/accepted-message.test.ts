import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fypWarmupRequest, keywordWarmupRequest, maintenanceCapabilityRequest } from '../support/requests.ts'
import { createdId, openOffice } from '../support/store.ts'

const REQUESTS = {
  'a keyword warmup': keywordWarmupRequest(),
  'inputs that nobody acts on': keywordWarmupRequest({
    inputs: { keywords: ['meal prep'], comment_plan: { 'meal prep': 'none' }, metadata: { batch: 7 } },
  }),
  'an fyp warmup': fypWarmupRequest(),
  'maintenance in steps': maintenanceCapabilityRequest({
    inputs: {
      steps: [
        { action: 'edit_profile', params: { display_name: 'weekday meals' } },
        { action: 'edit_profile', params: { bio: 'quick dinners' } },
      ],
    },
  }),
  'a group': fypWarmupRequest({ target: { routing: 'group', account_ids: ['account_01', 'account_02'] } }),
}

for (const [name, request] of Object.entries(REQUESTS)) {
  test(`the accepted message of ${name} carries the record that a reader would get`, async (t) => {
    const { processes, store } = await openOffice(t)

    const processId = await createdId(processes.acceptCapabilityRequest(request))

    const [message] = store.read.deliveries.due({
      origin: 'https://ugc-tracker.example.com',
      at: '2026-03-22T08:30:00.000Z',
      limit: 1,
    })
    assert.deepEqual(JSON.parse(message?.body ?? '{}').process, processes.readProcess(processId))
  })
}
