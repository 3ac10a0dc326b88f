import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { seededRandom } from '../../src/domain/random.ts'
import { createPowerBench, powerCutsMissing, type PowerBench } from './power-cut.ts'

/** `scripts/soak --power <n>` makes more of them. */
const CUTS = 2

const skip = powerCutsMissing() ?? false
let bench: PowerBench
before(async () => {
  if (skip === false) bench = await createPowerBench()
})
after(async () => {
  if (skip === false) await bench.close()
})

for (let seed = 1; seed <= CUTS; seed++) {
  test(`power cut ${seed} loses nothing that was acknowledged`, { skip }, async () => {
    const { acknowledged, lost, damage } = await bench.cut('full', seededRandom(seed))

    assert.ok(acknowledged > 0)
    assert.deepEqual(lost, [])
    assert.deepEqual(damage, [])
  })
}

test(
  'the same power cut loses acknowledged work of a writer that does not flush each commit',
  { skip },
  async () => {
    const { lost } = await bench.cut('normal', seededRandom(1))

    assert.ok(lost.length > 0)
  },
)
