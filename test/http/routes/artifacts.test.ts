import assert from 'node:assert/strict'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { hashOf } from '../../../src/evidence/evidence-files.ts'
import type { ArtifactRow } from '../../../src/store/artifacts.ts'
import { keywordWarmup } from '../support/requests.ts'
import { KEY } from '../support/started-http.ts'
import { startedApi, type StartedApi } from '../support/started-api.ts'

async function newProcess({ ask }: StartedApi, request_id = 'r-1'): Promise<string> {
  const body = { ...keywordWarmup(), request_id }
  const told = await ask('/capability-requests/enqueue', { method: 'POST', body })
  return String(told.json['process_id'])
}

/** Keeps a piece as the daemon does. */
async function keep(api: StartedApi, process_id: string, more: Partial<ArtifactRow> & { text: string }) {
  const { text, ...row } = more
  const content = Buffer.from(text)
  const sha256 = hashOf(content)
  await api.evidence.write(sha256, content)
  const listed: ArtifactRow = {
    artifact_id: 'a-1',
    process_id,
    queue_item_id: 'i-1',
    attempt: 1,
    kind: 'logcat',
    name: '001-logcat.txt',
    content_type: 'text/plain; charset=utf-8',
    sha256,
    bytes: content.length,
    at: '2026-03-22T08:30:00.000Z',
    detail: '{"moment":"failure"}',
    missing: null,
    ...row,
  }
  await api.store.write('keep_evidence', (tables) => tables.artifacts.add(listed))
  return sha256
}

test('evidence is listed newest first, page by page', async (t) => {
  const api = await startedApi(t)
  const id = await newProcess(api)
  for (const number of [1, 2, 3]) await keep(api, id, { artifact_id: `a-${number}`, text: `${number}` })

  const first = await api.ask(`/processes/${id}/artifacts?limit=2`)
  const rest = await api.ask(`/processes/${id}/artifacts?limit=2&cursor=${String(first.json['next_cursor'])}`)

  const idsOf = (told: typeof first) =>
    (told.json['artifacts'] as { artifact_id: string }[]).map(({ artifact_id }) => artifact_id)
  assert.deepEqual([idsOf(first), idsOf(rest)], [['a-3', 'a-2'], ['a-1']])
  assert.equal(rest.json['next_cursor'], null)
})

test('a text is an attachment that nothing can run of, with its hash as ETag', async (t) => {
  const api = await startedApi(t)
  const id = await newProcess(api)
  const sha256 = await keep(api, id, { text: '<script>alert(1)</script>' })

  const told = await api.ask(`/processes/${id}/artifacts/a-1`)
  const again = await api.ask(`/processes/${id}/artifacts/a-1`, {
    headers: { 'if-none-match': `"${sha256}"` },
  })

  assert.deepEqual([told.status, told.text], [200, '<script>alert(1)</script>'])
  assert.equal(told.headers.get('content-type'), 'text/plain; charset=utf-8')
  assert.equal(told.headers.get('content-disposition'), 'attachment; filename="001-logcat.txt"')
  assert.equal(told.headers.get('x-content-type-options'), 'nosniff')
  assert.match(told.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/)
  assert.equal(told.headers.get('etag'), `"${sha256}"`)
  assert.deepEqual([again.status, again.text], [304, ''])
})

test('a picture is shown where it is', async (t) => {
  const api = await startedApi(t)
  const id = await newProcess(api)
  await keep(api, id, { kind: 'screenshot', name: '001.webp', content_type: 'image/webp', text: 'pixels' })

  const told = await api.ask(`/processes/${id}/artifacts/a-1`)

  assert.equal(told.headers.get('content-type'), 'image/webp')
  assert.equal(told.headers.get('content-disposition'), 'inline; filename="001.webp"')
})

test('a piece that was pruned is 410 with why', async (t) => {
  const api = await startedApi(t)
  const id = await newProcess(api)
  await keep(api, id, { text: 'x', sha256: null, missing: 'pruned' })

  const told = await api.ask(`/processes/${id}/artifacts/a-1`)

  assert.deepEqual([told.status, told.json['error']], [410, 'artifact_missing:pruned'])
})

test('a piece of another process is not found', async (t) => {
  const api = await startedApi(t)
  const [mine, other] = [await newProcess(api), await newProcess(api, 'r-2')]
  await keep(api, mine, { text: 'x' })

  const told = await api.ask(`/processes/${other}/artifacts/a-1`)

  assert.deepEqual([told.status, told.json['error']], [404, 'artifact_not_found'])
})

/** Ways out of the folder, as they stand in a URL. */
const WAYS_OUT = [
  '..',
  '..%2f',
  '..%2f..%2fphonefarm.db',
  '%2e%2e%2fphonefarm.db',
  '..%5cphonefarm.db',
  '%252e%252e%252fphonefarm.db',
  '....%2f%2fphonefarm.db',
  '%2fetc%2fpasswd',
  'file:%2f%2f%2fetc%2fpasswd',
  'a-1%00.webp',
  'a-1%2f..%2fa-1',
  '%E2%80%A5%E2%88%95phonefarm.db',
  'CON',
  '../evidence-of-others/a-1',
]
test(`none of ${WAYS_OUT.length} ways leads out of the evidence`, async (t) => {
  const api = await startedApi(t)
  const id = await newProcess(api)
  await keep(api, id, { text: 'x' })

  for (const way of WAYS_OUT) {
    const told = await api.raw(
      `GET /processes/${id}/artifacts/${way} HTTP/1.1\r\nHost: farm\r\nAuthorization: Bearer ${KEY}\r\nConnection: close\r\n\r\n`,
    )
    assert.match(told, /^HTTP\/1\.1 4\d\d /, way)
    assert.doesNotMatch(told, /SQLite format|root:/, way)
  }
})

test('a row that names no hash, or whose file has become a link, gives nothing out', async (t) => {
  const api = await startedApi(t)
  const id = await newProcess(api)
  const sha256 = await keep(api, id, { text: 'x' })
  const file = path.join(api.folder, 'evidence', sha256.slice(0, 2), sha256)
  writeFileSync(`${api.folder}/outside`, readFileSync(file))
  await api.evidence.remove(sha256)
  symlinkSync(`${api.folder}/outside`, file)
  await keep(api, id, { artifact_id: 'a-2', text: 'y', sha256: '../outside' })

  const linked = await api.ask(`/processes/${id}/artifacts/a-1`)
  const forged = await api.ask(`/processes/${id}/artifacts/a-2`)

  assert.deepEqual([linked.status, linked.json['error']], [410, 'artifact_missing:lost'])
  assert.equal(forged.status, 500)
})

test('a process that does not exist has neither evidence nor bundle', async (t) => {
  const { ask } = await startedApi(t)

  for (const what of ['artifacts', 'artifacts/a-1'])
    assert.equal((await ask(`/processes/nobody/${what}`)).json['error'], 'process_not_found')
})
