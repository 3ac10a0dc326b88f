import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Query } from '../../src/processes/page-query.ts'
import { refusalOf } from '../support/refusal.ts'
import { cancelRequest, keywordWarmupRequest, maintenanceRequest } from '../support/requests.ts'
import { createdId, openOffice, type Office } from '../support/store.ts'

/** Five processes, oldest first, named by their request_id. */
async function fiveProcesses({ processes, claim, end }: Office): Promise<void> {
  const first = { routing: 'queue', account_id: 'account_01' }
  const second = { routing: 'queue', account_id: 'account_02' }
  const accept = async (request_id: string, fields: object) =>
    await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest({ request_id, ...fields })))
  await accept('done', { target: first })
  await end(await claim('phone_01'), { to: 'DONE' })
  await accept('cancelled', { target: first, requested_by: { system: 'other' } })
  const [cancelled] = processes.listProcesses({ limit: ['1'] }).processes
  await processes.cancelProcess(cancelled?.process_id ?? '', cancelRequest())
  await processes.acceptMaintenanceRequest(
    maintenanceRequest({ request_id: 'upkeep', account_id: 'account_02' }),
  )
  await end(await claim('phone_02'), { to: 'DEAD_LETTER', error: { message: 'no', category: 'input' } })
  await accept('executing', { target: second })
  await claim('phone_02')
  await accept('queued', { target: { routing: 'group', account_ids: ['account_01', 'account_02'] } })
}

const LISTED: [query: Query, requests: string[]][] = [
  [{}, ['queued', 'executing', 'upkeep', 'cancelled', 'done']],
  [{ status: ['queued'] }, ['queued']],
  [{ status: ['completed', 'cancelled'] }, ['cancelled', 'done']],
  [{ status: ['failed_terminal'] }, ['upkeep']],
  [{ process_type: ['maintenance'] }, ['upkeep']],
  [{ system: ['other'] }, ['cancelled']],
  [{ system: ['nobody'] }, []],
  [{ account_id: ['account_01'] }, ['queued', 'cancelled', 'done']],
  [{ account_id: ['account_01', 'account_02'], status: ['executing'] }, ['executing']],
  [{ phone_id: ['phone_02'] }, ['queued', 'executing', 'upkeep']],
  [
    { phone_id: ['phone_02'], process_type: ['keyword_warmup'], system: ['ugc-tracker'] },
    ['queued', 'executing'],
  ],
]

for (const [query, requests] of LISTED) {
  test(`the list of ${JSON.stringify(query)} is ${requests.join(', ') || 'empty'}`, async (t) => {
    const office = await openOffice(t)
    await fiveProcesses(office)
    const { processes, next_cursor } = office.processes.listProcesses(query)
    assert.deepEqual(
      processes.map(({ request_id }) => request_id),
      requests,
    )
    assert.equal(next_cursor, null)
  })
}

test('pages follow each other without gaps or repeats, also when something new comes between', async (t) => {
  const office = await openOffice(t)
  await fiveProcesses(office)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query: Query = cursor === null ? { limit: ['2'] } : { limit: ['2'], cursor: [cursor] }
    const page = office.processes.listProcesses(query)
    seen.push(...page.processes.map(({ request_id }) => request_id))
    cursor = page.next_cursor
    const request = maintenanceRequest({ request_id: `new ${seen.length}` })
    await office.processes.acceptMaintenanceRequest(request)
  } while (cursor !== null)
  assert.deepEqual(seen, ['queued', 'executing', 'upkeep', 'cancelled', 'done'])
})

test('entries of a list are the records themselves', async (t) => {
  const { processes } = await openOffice(t)
  const id = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest()))
  assert.deepEqual(processes.listProcesses({}).processes, [processes.readProcess(id)])
})

const REFUSED: [query: Query, paths: string[]][] = [
  [{ colour: ['red'] }, ['/colour']],
  [{ toString: ['x'] }, ['/toString']],
  [{ limit: ['0'] }, ['/limit']],
  [{ limit: ['201'] }, ['/limit']],
  [{ limit: ['1.5'] }, ['/limit']],
  [{ limit: ['ten'] }, ['/limit']],
  [{ limit: [''] }, ['/limit']],
  [{ limit: ['1', '2'] }, ['/limit']],
  [{ cursor: ['nonsense'] }, ['/cursor']],
  [{ cursor: [''] }, ['/cursor']],
  [{ cursor: [Buffer.from('{"other":1}').toString('base64url')] }, ['/cursor']],
  [{ status: ['QUEUED'] }, ['/status']],
  [{ status: ['queued', 'running'] }, ['/status']],
  [{ process_type: ['dance'] }, ['/process_type']],
  [{ account_id: [''] }, ['/account_id']],
  [{ limit: ['x'], colour: ['red'] }, ['/limit', '/colour']],
]

for (const [query, paths] of REFUSED) {
  test(`the query ${JSON.stringify(query)} is refused at ${paths.join(', ')}`, async (t) => {
    const { processes } = await openOffice(t, { phones: 0 })
    assert.deepEqual(await refusalOf(() => processes.listProcesses(query)), {
      error: 'invalid_request',
      paths,
    })
  })
}

test('a limit of 200 is taken', async (t) => {
  const { processes } = await openOffice(t, { phones: 0 })
  assert.deepEqual(processes.listProcesses({ limit: ['200'] }), { processes: [], next_cursor: null })
})

test('the timeline tells what happened, oldest first', async (t) => {
  const { processes, clock } = await openOffice(t)
  const id = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const [itemId = ''] = processes.readProcess(id).linked_ids.queue_item_ids
  await clock.advance(1000)
  await processes.cancelProcess(id, cancelRequest())
  const event = (at: string, name: string, detail: string | null, queue_item_id: string | null = null) => ({
    at: `2026-03-22T08:30:${at}.000Z`,
    event: name,
    queue_item_id,
    attempt: null,
    phone_id: null,
    detail,
  })
  assert.deepEqual(processes.readTimeline(id).events, [
    event('00', 'accepted', null),
    event('00', 'planned', 'queue items: 1'),
    event('01', 'cancel_requested', 'soft_then_force: operator requested stop'),
    event('01', 'item_cancelled', 'operator requested stop', itemId),
    event('01', 'cancelled', null),
  ])
})

test('an unknown process is not found', async (t) => {
  const { processes } = await openOffice(t)
  assert.deepEqual(await refusalOf(() => processes.readProcess('x')), {
    error: 'process_not_found',
    paths: [],
  })
  assert.deepEqual(await refusalOf(() => processes.readTimeline('x')), {
    error: 'process_not_found',
    paths: [],
  })
})
