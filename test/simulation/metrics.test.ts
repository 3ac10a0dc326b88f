import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { itemStatus } from '../../src/domain/partial-progress.ts'
import { publicStatus, type ProcessStatus, type QueueItemStatus } from '../../src/domain/process.ts'
import { someCommands } from './commands.ts'
import { createWorld, type World } from './world.ts'

test('the metrics are the numbers of the rows after any work', async () => {
  const wrong: string[] = []
  const life = fc.asyncProperty(someCommands, fc.nat(), async (commands, seed) => {
    const world = await createWorld(seed)
    await fc.asyncModelRun(() => ({ model: world.model, real: world }), commands)
    const told = toldBy(world)
    for (const [name, count] of countedIn(world)) {
      if (told.get(name) !== count) wrong.push(`${name} is told as ${told.get(name)}, there are ${count}`)
      told.delete(name)
    }
    for (const [name, count] of told)
      if (count !== 0) wrong.push(`${name} is told as ${count}, there is none`)
    await world.comeToRest()
  })

  await fc.assert(life, { seed: 14, numRuns: 20 })

  assert.deepEqual(wrong, [])
})

const METRICS = ['phonefarm_processes', 'phonefarm_queue_items', 'phonefarm_callbacks']

function toldBy({ boot }: World): Map<string, number> {
  const metrics = boot.processes.readMetrics().filter(({ name }) => METRICS.includes(name))
  return new Map(
    metrics.flatMap(({ name, samples }) =>
      samples.map(({ labels, value }) => [`${name} ${labels?.['status']}`, value] as const),
    ),
  )
}

function countedIn({ db }: World): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (table: string, nameOf: (status: string) => string) => {
    for (const status of db.prepare<[], string>(`SELECT status FROM ${table}`).pluck().all()) {
      const name = `phonefarm_${table} ${nameOf(status)}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  count('processes', (status) => publicStatus(status as ProcessStatus))
  count('queue_items', (status) => itemStatus(status as QueueItemStatus))
  count('callbacks', (status) => status)
  return counts
}
