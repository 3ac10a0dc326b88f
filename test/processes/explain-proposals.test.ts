import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordWarmupRequest } from '../support/requests.ts'
import { createdId, openOffice } from '../support/store.ts'

test('a failure names what its last attempt proposes to mend the pack with', async (t) => {
  const { store, processes, claim, end, newId } = await openOffice(t)
  const process_id = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const item = await claim('phone_01')
  const { queue_item_id, attempt } = item
  await store.write('begin_attempt', (tables) =>
    tables.attempts.begin({ ...item, started_at: '2026-03-22T08:30:00.000Z' }),
  )
  await end(item, {
    to: 'DEAD_LETTER',
    error: { message: 'no video', category: 'app_changed' },
    failed: 'work',
  })
  const piece = { process_id, queue_item_id, attempt, kind: 'proposal', name: '001-proposal.json' } as const
  const detail = { moment: 'proposal', lost: 'the element author_name', score: 0.78, screen: null }
  await store.write('keep_evidence', (tables) =>
    tables.artifacts.add({
      ...piece,
      artifact_id: newId(),
      content_type: 'application/json',
      sha256: 'a'.repeat(64),
      bytes: 2,
      at: '2026-03-22T08:30:00.000Z',
      detail: JSON.stringify(detail),
      missing: null,
    }),
  )

  const [failure] = processes.explainProcess(process_id).failures

  assert.deepEqual(
    failure?.evidence?.proposals.map(({ lost, score, ...rest }) => ({
      lost,
      score,
      keys: Object.keys(rest),
    })),
    [{ lost: 'the element author_name', score: 0.78, keys: ['artifact_id'] }],
  )
})
