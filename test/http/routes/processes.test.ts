import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancel, changed, fypWarmup, keywordWarmup, maintenance } from '../support/requests.ts'
import { type StartedApi, startedApi } from '../support/started-api.ts'

async function enqueue({ ask }: StartedApi, body: unknown): Promise<string> {
  const told = await ask('/capability-requests/enqueue', { method: 'POST', body })
  assert.equal(told.status, 202, told.text)
  return String(told.json['process_id'])
}

const NOBODY = '/processes/00000000-0000-7000-8000-000000000000'

for (const [method, path] of [
  ['GET', NOBODY],
  ['GET', `${NOBODY}/timeline`],
  ['POST', `${NOBODY}/cancel`],
  ['GET', '/processes/%00'],
  ['GET', "/processes/'%20OR%201=1"],
  ['GET', `/processes/${'x'.repeat(5000)}`],
] as const) {
  test(`${method} ${path.slice(0, 60)} is 404`, async (t) => {
    const { ask } = await startedApi(t)

    const told = await ask(path, { method, ...(method === 'POST' && { body: cancel() }) })

    assert.deepEqual([told.status, told.json['error']], [404, 'process_not_found'])
  })
}

test('a process is read as the seed shows it', async (t) => {
  const api = await startedApi(t)
  const id = await enqueue(api, keywordWarmup())

  const { status, json } = await api.ask(`/processes/${id}`)

  assert.equal(status, 200)
  assert.deepEqual(Object.keys(json), [
    'process_id',
    'process_type',
    'request_id',
    'status',
    'target',
    'requested_by',
    'callback',
    'result',
    'error',
    'timestamps',
    'linked_ids',
    'partial_progress',
  ])
  assert.deepEqual(json['target'], { account_id: 'account_01', phone_id: 'phone_01' })
  assert.deepEqual([json['result'], json['error'], json['partial_progress']], [{}, null, {}])
})

test('lists are filtered, newest first, and read page by page', async (t) => {
  const api = await startedApi(t)
  const first = await enqueue(api, keywordWarmup())
  const second = await enqueue(api, fypWarmup())
  const third = await enqueue(api, { ...keywordWarmup(), request_id: 'third' })
  const ids = async (query: string) => {
    const { json } = await api.ask(`/processes?${query}`)
    return (json['processes'] as { process_id: string }[]).map(({ process_id }) => process_id)
  }

  assert.deepEqual(await ids(''), [third, second, first])
  assert.deepEqual(await ids('process_type=fyp_warmup'), [second])
  assert.deepEqual(await ids('process_type=fyp_warmup&process_type=keyword_warmup&limit=200'), [
    third,
    second,
    first,
  ])
  assert.deepEqual(await ids('account_id=account_02'), [second])
  assert.deepEqual(await ids('phone_id=phone_01&status=queued&system=ugc-tracker'), [third, second, first])
  assert.deepEqual(await ids('status=completed'), [])
  const page = await api.ask('/processes?limit=2')
  const cursor = encodeURIComponent(String(page.json['next_cursor']))
  assert.deepEqual(await ids(`limit=2&cursor=${cursor}`), [first])
  assert.equal((await api.ask(`/processes?cursor=${cursor}`)).json['next_cursor'], null)
})

for (const [query, paths] of [
  ['limit=0', ['/limit']],
  ['limit=201', ['/limit']],
  ['limit=ten', ['/limit']],
  ['limit=', ['/limit']],
  ['limit=1&limit=2', ['/limit']],
  ['cursor=nonsense', ['/cursor']],
  ['status=running', ['/status']],
  ['status=queued&status=', ['/status']],
  ['process_type=post', ['/process_type']],
  ['account_id=', ['/account_id']],
  ['constructor=1', ['/constructor']],
  ['__proto__=1', ['/__proto__']],
  ['limit=0&page=2&status=x', ['/limit', '/page', '/status']],
] as const) {
  test(`GET /processes?${query} is refused`, async (t) => {
    const { ask } = await startedApi(t)

    const told = await ask(`/processes?${query}`)

    assert.deepEqual([told.status, told.json['error']], [422, 'invalid_request'], told.text)
    assert.deepEqual(
      (told.json['details'] as { path: string }[]).map(({ path }) => path),
      paths,
    )
  })
}

test('cancelling pending work ends it at once', async (t) => {
  const api = await startedApi(t)
  const id = await enqueue(api, keywordWarmup())

  const told = await api.ask(`/processes/${id}/cancel`, { method: 'POST', body: cancel() })
  const again = await api.ask(`/processes/${id}/cancel`, { method: 'POST', body: cancel() })

  const process = told.json['process'] as Record<string, unknown>
  assert.deepEqual(
    [told.status, told.json['status'], process['status']],
    [200, 'cancel_requested', 'cancelled'],
  )
  assert.deepEqual(process['error'], { message: 'operator requested stop', category: 'cancelled' })
  assert.deepEqual([again.status, again.json['status']], [200, 'ignored_terminal'])
})

for (const [what, body, paths] of [
  ['no reason', changed(cancel(), '/reason'), ['/reason']],
  ['an empty reason', { ...cancel(), reason: '' }, ['/reason']],
  ['too long a reason', { ...cancel(), reason: 'x'.repeat(1001) }, ['/reason']],
  ['nobody who asks', changed(cancel(), '/requested_by'), ['/requested_by']],
  ['another strategy', { ...cancel(), strategy: 'force' }, ['/strategy']],
  ['a negative time', { ...cancel(), force_after_seconds: -1 }, ['/force_after_seconds']],
  ['half a second', { ...cancel(), force_after_seconds: 0.5 }, ['/force_after_seconds']],
  ['an unknown field', { ...cancel(), force: true }, ['/force']],
] as const) {
  test(`a cancel with ${what} is refused and changes nothing`, async (t) => {
    const api = await startedApi(t)
    const id = await enqueue(api, keywordWarmup())
    const before = { rows: api.rowCounts(), process: (await api.ask(`/processes/${id}`)).json }

    const told = await api.ask(`/processes/${id}/cancel`, { method: 'POST', body })

    assert.deepEqual([told.status, told.json['error']], [422, 'invalid_request'])
    assert.deepEqual(
      (told.json['details'] as { path: string }[]).map(({ path }) => path),
      paths,
    )
    assert.deepEqual({ rows: api.rowCounts(), process: (await api.ask(`/processes/${id}`)).json }, before)
  })
}

test('a timeline tells what happened, oldest first', async (t) => {
  const api = await startedApi(t)
  const told = await api.ask('/maintenance/requests', { method: 'POST', body: maintenance() })
  const id = String(told.json['process_id'])
  await api.ask(`/processes/${id}/cancel`, { method: 'POST', body: cancel() })

  const { json } = await api.ask(`/processes/${id}/timeline`)

  const events = json['events'] as Record<string, unknown>[]
  assert.equal(events[0]?.['event'], 'accepted')
  assert.equal(events.at(-1)?.['event'], 'cancelled')
  assert.deepEqual(Object.keys(events[0] ?? {}).toSorted(), [
    'at',
    'attempt',
    'detail',
    'event',
    'phone_id',
    'queue_item_id',
  ])
})
