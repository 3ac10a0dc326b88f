import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import type { Static } from 'typebox'
import { ArtifactPage, type Artifact } from '../../src/http/artifact-schemas.ts'
import { Explanation } from '../../src/http/explain-schema.ts'
import { unpacked } from './support/canaries.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))

let farm: Place
let requests: ReturnType<typeof requestsOf>
before(async () => {
  farm = await startFarm(2, { PHONEFARM_EVIDENCE_PICTURES: '2' })
  requests = requestsOf(farm.receiver.url)
})
after(() => farm.stop())

const address = () => new URL(String(farm.daemon().log.find((line) => line['msg'] === 'ready')?.['url']))

async function artifactsOf(processId: string): Promise<Static<typeof Artifact>[]> {
  const { artifacts } = await farm.client.expect(
    200,
    ArtifactPage,
    'GET',
    `/processes/${processId}/artifacts?limit=200`,
  )
  return artifacts
}

/** Fetches every piece that has its bytes and holds them against their hash. @returns the bytes by the piece's name */
async function fetched(processId: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const { artifact_id, sha256, name, bytes, missing } of await artifactsOf(processId)) {
    if (missing !== null) continue
    const answer = await fetch(new URL(`/processes/${processId}/artifacts/${artifact_id}`, address()), {
      headers: { authorization: `Bearer ${farm.env['PHONEFARM_API_KEY']}` },
    })
    const content = Buffer.from(await answer.arrayBuffer())
    assert.equal(answer.status, 200, name)
    assert.equal(content.length, bytes, name)
    assert.equal(createHash('sha256').update(content).digest('hex'), sha256, name)
    found.set(name, content)
  }
  return found
}

test('a warmup that ends well keeps some pictures of its decisions, what the judge said of each, and the versions', async () => {
  const { client } = farm
  const id = await client.submit(
    ENQUEUE,
    requests.keywordWarmup('account_virtual_01', { keywords: ['travel'], videos_per_keyword: 4 }),
  )
  assert.equal((await client.ended(id)).status, 'completed')

  const pieces = await artifactsOf(id)
  const contents = await fetched(id)

  const countOf = (kind: string, isThere: boolean) =>
    pieces.filter((piece) => piece.kind === kind && (piece.missing === null) === isThere).length
  assert.deepEqual(
    [countOf('screenshot', true), countOf('judgement', true), countOf('versions', true)],
    [2, 1, 1],
  )
  assert.equal(countOf('failure', true), 0)
  const judged = [...contents].find(([name]) => name.endsWith('judgement-all.jsonl'))?.[1].toString() ?? ''
  assert.equal(judged.trimEnd().split('\n').length, 4)
  const versions = [...contents].find(([name]) => name.includes('versions'))?.[1].toString() ?? ''
  assert.equal(JSON.parse(versions).phone.android, '14')
  assert.match(JSON.parse(versions).phone.packages['com.phonefarm.clips'], /^\d/)
  const picture = [...contents].find(([name]) => name.endsWith('.webp'))?.[1]
  const { width, height } = await sharp(picture).metadata()
  assert.ok(width && height && height > width, `${width} x ${height}`)
})

test('a run that ends at a dialog shows it: picture, hierarchy, commands, log, error; explain names them, and the bundle has them', async () => {
  const { client, phones } = farm
  const id = await client.submit(
    ENQUEUE,
    requests.keywordWarmup('account_virtual_02', { keywords: ['travel'], videos_per_keyword: 4 }),
  )
  await client.done(id, 1)
  await phones.fault(2, { fault: 'dialog', kind: 'login_required' })
  assert.equal((await client.ended(id)).error?.category, 'account_action_needed')

  const contents = await fetched(id)
  const explained = await client.expect(200, Explanation, 'GET', `/processes/${id}/explain`)
  const archive = join(farm.env['PHONEFARM_DATA_DIR'] ?? '', 'bundle.tar.gz')
  await promisify(execFile)(process.execPath, [MAIN, 'process', 'bundle', id, '-o', archive], {
    env: { ...process.env, ...farm.env, PHONEFARM_ADMIN_LISTEN: new URL(farm.admin()).host },
  })
  const files = await unpacked(archive)

  const textOf = (kind: string) =>
    [...contents].find(([name]) => name.slice(4).startsWith(kind))?.[1].toString() ?? ''
  assert.equal(JSON.parse(textOf('failure')).causes[0].category, 'account_action_needed')
  assert.match(textOf('hierarchy'), /<hierarchy/)
  assert.match(textOf('commands'), /"name":"read the screen"/)
  assert.ok([...contents.keys()].some((name) => /screenshot-failure/.test(name)))
  const named = explained.failures[0]?.evidence?.artifacts.map(({ name }) => name) ?? []
  assert.ok(
    named.some((name) => /screenshot-failure/.test(name)),
    named.join(),
  )
  for (const [name, content] of contents) {
    const bundled = Object.entries(files).find(([file]) => file.endsWith(`/${name}`))
    assert.deepEqual(bundled?.[1], content, name)
  }
  const sums =
    Object.entries(files)
      .find(([file]) => file.endsWith('SHA256SUMS'))?.[1]
      .toString() ?? ''
  for (const line of sums.trimEnd().split('\n')) {
    const [hash, name] = line.split('  ')
    const content = files[`phonefarm-process-${id}/${name}`]
    assert.equal(
      createHash('sha256')
        .update(content ?? '')
        .digest('hex'),
      hash,
      name,
    )
  }
  const everything = Object.values(files).map(String).join('\n')
  assert.equal(everything.includes(farm.env['PHONEFARM_API_KEY'] ?? 'no key'), false)
  assert.match(String(files[`phonefarm-process-${id}/daemon-log.jsonl`]), /run started/)
})
