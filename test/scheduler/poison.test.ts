import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openStore } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, eventually, ONE_VIDEO, openFarm } from '../support/farm.ts'
import { schedulerOn } from './farm-scheduler.ts'

const PHONES = ['phone_01', 'phone_02', 'phone_03', 'phone_04']
const INNOCENT = ['a', 'b', 'c', 'd', 'e', 'f']

const DIED = { message: 'the daemon died 3 times in a row during this item', category: 'interrupted' }

/** A farm with the poison on the phone of that index and two items on each of the others. */
async function poisonedFarm(t: TestContext, poisonAt: number, innocent = INNOCENT): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-poison-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'farm.db')
  const clock = createFakeClock()
  const store = await openFarm(clock, { file, phones: PHONES })
  const others = PHONES.filter((_, index) => index !== poisonAt)
  const items = innocent.map((queue_item_id, index) => ({ queue_item_id, phone_id: others[index % 3] ?? '' }))
  const poison = { queue_item_id: 'poison', phone_id: PHONES[poisonAt] ?? '' }
  for (const item of [...items, poison])
    await addProcess(store, clock, { process_id: `p-${item.queue_item_id}`, items: [item] })
  await store.close()
  return file
}

function assertOnlyThePoisonDied(file: string, innocent = INNOCENT): void {
  const store = openStore({ file })
  const rowOf = (id: string) => store.read.queueItems.find(id)
  assert.deepEqual([rowOf('poison')?.status, rowOf('poison')?.attempt], ['DEAD_LETTER', 3])
  assert.deepEqual(JSON.parse(rowOf('poison')?.error ?? ''), DIED)
  assert.deepEqual(
    innocent.map((id) => rowOf(id)?.status),
    innocent.map(() => 'DONE'),
  )
  void store.close()
}

/** One life of the daemon under a fake clock. @returns whether the poison killed it */
async function live(file: string, bootId: string): Promise<boolean> {
  const clock = createFakeClock()
  const store = openStore({ file })
  const poison = { runs: false }
  const scheduler = schedulerOn(store, clock, {
    bootId,
    async execute(run) {
      await run.onSession({
        session_id: `${bootId}/${run.item.queue_item_id}`,
        container: 'http://127.0.0.1:1',
      })
      poison.runs ||= run.item.queue_item_id === 'poison'
      if (poison.runs) return await new Promise(() => undefined)
      await clock.sleep(5_000, run.signal)
      await run.saveProgress({ ...ONE_VIDEO, videos_seen: run.attempt })
      await clock.sleep(60_000, run.signal)
      return {}
    },
  })
  await scheduler.start()
  for (let second = 0; second < 600 && !poison.runs; second++) await clock.advance(1000)
  if (!poison.runs) await scheduler.stop()
  else await eventually(() => store.read.queueItems.find('poison')?.status === 'EXECUTING')
  await store.close()
  return poison.runs
}

for (const poisonAt of [0, 1, 2, 3]) {
  test(`an item on phone ${poisonAt + 1} that kills the daemon each time is a dead letter after three deaths, the rest is done`, async (t) => {
    const file = await poisonedFarm(t, poisonAt)

    let deaths = 0
    while (deaths < 10 && (await live(file, `boot-${deaths + 1}`))) deaths++

    assert.equal(deaths, 3)
    assertOnlyThePoisonDied(file)
  })
}

test('a real process that an item kills each time is rid of it after three deaths, and the rest is done', async (t) => {
  const file = await poisonedFarm(t, 0, ['a'])
  const program = fileURLToPath(new URL('poison-daemon.js', import.meta.url))
  const lives: (string | number | null)[] = []
  while (lives.at(-1) !== 0 && lives.length < 10) {
    const { signal, status } = spawnSync(process.execPath, [program, file, `boot-${lives.length + 1}`], {
      timeout: 60_000,
    })
    lives.push(signal ?? status)
  }

  assert.deepEqual(lives, ['SIGKILL', 'SIGKILL', 'SIGKILL', 0])
  assertOnlyThePoisonDied(file, ['a'])
})
