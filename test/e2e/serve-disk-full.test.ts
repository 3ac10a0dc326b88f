import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { Account } from '../../src/http/account-schemas.ts'
import { AcceptedProcess, Phone } from '../../src/http/answer-schemas.ts'
import Value from 'typebox/value'
import { createPlace } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { until } from './support/until.ts'

const MIB = 1024 * 1024

/** A disk of 72 MiB in memory. @returns null when this user may not mount one */
function smallDisk(): string | null {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=72m', 'tmpfs', directory], { stdio: 'pipe' })
  } catch {
    rmdirSync(directory) // Not root, or in a container that may not: the test says so and is skipped.
    return null
  }
  after(() => {
    execFileSync('umount', [directory])
    rmdirSync(directory)
  })
  return directory
}

/** Takes every byte that is left. @returns gives them back */
function fill(disk: string): () => void {
  const file = path.join(disk, 'filler')
  for (const bytes of [MIB, 4096]) {
    const piece = Buffer.alloc(bytes, 1)
    try {
      for (;;) appendFileSync(file, piece)
    } catch {
      // Full, at this grain.
    }
  }
  return () => rmSync(file)
}

const disk = smallDisk()

test(
  'on a full disk nothing new is taken in, what runs is brought to its end, and work goes on when there is room',
  { skip: disk === null && 'no small disk could be mounted: needs root' },
  async (t) => {
    const place = await createPlace({ PHONEFARM_DATA_DIR: path.join(disk ?? '', 'data') })
    t.after(place.stop)
    const { client } = place
    const requests = requestsOf(place.receiver.url)
    const [serial] = await place.startPhones(1)
    await place.serve()
    await client.expect(201, Phone, 'PUT', '/phones/phone_01', { serial })
    await client.expect(201, Account, 'PUT', '/accounts/account_01', {
      phone_id: 'phone_01',
      app: 'clips',
      username: 'clips_user01',
      status: 'active',
    })
    const warmup = (videos: number) =>
      requests.keywordWarmup('account_01', { keywords: ['travel'], videos_per_keyword: videos })
    const enqueue = () => client.ask('POST', ENQUEUE, warmup(1))
    const running = await client.submit(ENQUEUE, warmup(4))
    await client.done(running, 1)

    const giveBack = fill(disk ?? '')
    const accepted: string[] = []
    let answer = await enqueue()
    for (; answer.status === 202; answer = await enqueue())
      accepted.push(Value.Parse(AcceptedProcess, answer.json).process_id)
    const refused = [answer, ...(await Promise.all(Array.from({ length: 20 }, enqueue)))]

    assert.deepEqual(
      [...new Set(refused.map(({ status, json }) => `${status} ${String(Object(json).error)}`))],
      ['503 unavailable:storage_full'],
    )
    const { status, json } = await client.ask('GET', '/readyz')
    assert.deepEqual([status, Object(json).checks.storage.ok], [503, false])
    const told = await client.ended(running)
    assert.equal(told.status, 'completed', JSON.stringify(told.error))
    for (const id of accepted.slice(-20)) assert.equal((await client.read(id)).process_id, id)
    assert.equal((await enqueue()).status, 503)

    giveBack()
    const after = performance.now()
    await until('work to be taken in', async () => (await enqueue()).status === 202, 30_000)
    t.diagnostic(
      `${accepted.length} accepted before; taken in again after ${Math.round(performance.now() - after)} ms`,
    )

    assert.equal((await client.ask('GET', '/readyz')).status, 200)
    for (const id of accepted) assert.equal((await client.read(id)).process_id, id)
    const words = place.daemon().log.map(({ msg }) => msg)
    assert.equal(words.filter((msg) => msg === 'disk is full: nothing new is stored').length, 1)
    assert.equal(words.filter((msg) => msg === 'disk has room again').length, 1)
  },
)
