import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate } from './in-workers.ts'
import { PLANTED_BUGS } from './planted-bugs.ts'
import { runSimulation } from './run.ts'
import { storedSeeds } from './stored-seeds.ts'

/** scripts/soak lives many more. */
const LIVES = 1000

test('every life that once broke a promise keeps them all', async () => {
  const seeds = storedSeeds().map(({ seed }) => seed)

  const { failures } = await runSimulation({ seeds, mostFailures: seeds.length })

  assert.deepEqual(
    failures.map(({ report }) => report),
    [],
  )
})

test(`${LIVES} lives of work, cancels, faults and deaths keep every promise`, async () => {
  const { passed, failures } = await simulate({ first: 1, count: LIVES })

  assert.deepEqual(
    failures.map(({ report }) => report),
    [],
  )
  assert.equal(passed, LIVES)
})

for (const [name, bug] of Object.entries(PLANTED_BUGS)) {
  test(`the simulation finds within 40 lives that ${name}`, async () => {
    const seeds = Array.from({ length: 40 }, (_, index) => index + 1)

    const { failures } = await runSimulation({ seeds, bug, mostFailures: 1 })

    assert.equal(failures.length, 1)
  })
}
