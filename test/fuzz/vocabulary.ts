import { cancel, keywordWarmup, prompt, snapshot } from '../http/support/requests.ts'
import type { StartedApi } from '../http/support/started-api.ts'
import type { Document } from '../http/support/answer-check.ts'
import type { Vocabulary } from './schema-arbitrary.ts'

/** What the farm of the tests knows, so that requests get beyond "unknown account"; the processes among it are made here. */
export async function vocabularyOf(
  { ask }: Pick<StartedApi, 'ask'>,
  { components }: Document,
): Promise<{ words: Vocabulary; endedProcess: string }> {
  const create = async (request_id: string) => {
    const told = await ask('/capability-requests/enqueue', {
      method: 'POST',
      body: { ...keywordWarmup(), request_id },
    })
    return String(told.json['process_id'])
  }
  const [endedProcess, waiting] = [await create('ended'), await create('waiting')]
  await ask(`/processes/${endedProcess}/cancel`, { method: 'POST', body: cancel() })
  await ask('/runtime-snapshots/upsert', { method: 'POST', body: snapshot() })
  const key = await ask('/keys', {
    method: 'POST',
    door: 'admin',
    body: { name: 'fuzzed', scopes: ['read'] },
  })
  const { json } = await ask(`/processes/${endedProcess}/deliveries`)
  const deliveries = Array.isArray(json['deliveries']) ? json['deliveries'] : []
  const meaningful = {
    delivery_id: [...deliveries.map(({ delivery_id }) => delivery_id), 'unknown'],
    since: ['2026-01-01T00:00:00.000Z', '2030-01-01T00:00:00Z'],
    until: ['2026-01-02T00:00:00.000Z', '2040-01-01T00:00:00Z'],
    key_id: [key.json['key_id'], 'nobody'],
    target: [
      { routing: 'direct', phone_id: 'phone_01', account_id: 'account_01' },
      { routing: 'queue', account_id: 'account_02' },
      { routing: 'group', account_ids: ['account_01', 'account_02'] },
      { routing: 'queue', account_id: 'account_nobody' },
    ],
    mode: ['manual', 'manual', 'manual', 'unattended'],
    process_id: [endedProcess, waiting, '0190c5a0-0000-7000-8000-000000000000'],
    account_id: ['account_01', 'account_02', 'account_01_alt', 'account_nobody'],
    account_ids: [['account_01'], ['account_01', 'account_02'], ['account_nobody']],
    phone_id: ['phone_01', 'phone_02', 'phone_03', 'phone_nobody'],
    phone_ids: [['phone_01'], ['phone_01', 'phone_02'], ['phone_03']],
    app: ['clips'],
    url: [
      ...Array<string>(8).fill('https://caller.example/updates'),
      'http://127.0.0.1/',
      'https://u:p@caller.example/',
    ],
    watch_seconds: [
      { min: 2, max: 5 },
      { min: 0, max: 600 },
      { min: 5, max: 2 },
    ],
    output_contract: [prompt().output_contract],
    strategy_synced_at: ['2026-03-22T08:30:00.000Z', '2026-03-22T08:30:00+02:00'],
    timezone: ['UTC', 'Europe/Berlin', 'America/St_Johns'],
    phone_group: [null],
    account_group: [null],
  }
  return { words: { schemas: components.schemas, meaningful }, endedProcess }
}
