import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startedApi } from '../support/started-api.ts'

test('capabilities are told with reasons and the schema of their inputs', async (t) => {
  const { ask } = await startedApi(t)

  const { json } = await ask('/capabilities')

  const yes = { allowed: true, reason: null }
  const no = (reason: string) => ({ allowed: false, reason })
  const unknown = {
    app: 'clips',
    app_version: null,
    pack_hash: null,
    status: 'unverified',
    since: null,
    reason: 'no driver pack drives clips',
    runs: [],
    needed: 3,
  }
  const proof = { live_verified: false, verifications: [unknown] }
  const told = (json['capabilities'] as Record<string, unknown>[]).map(
    ({ inputs_schema: _schema, ...rest }) => rest,
  )
  assert.deepEqual(told, [
    {
      capability: 'keyword_warmup',
      modes: { manual: yes, unattended: yes },
      routing: { direct: yes, queue: yes, group: yes },
      ...proof,
    },
    {
      capability: 'fyp_warmup',
      modes: { manual: yes, unattended: no('capability_not_live_verified') },
      routing: { direct: yes, queue: yes, group: yes },
      ...proof,
    },
    {
      capability: 'maintenance',
      modes: { manual: yes, unattended: no('unattended_not_permitted') },
      routing: { direct: no('routing_not_supported'), queue: yes, group: no('routing_not_supported') },
      ...proof,
    },
  ])
})
