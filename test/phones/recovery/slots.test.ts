import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSlots } from '../../../src/phones/recovery/slots.ts'

test('a place that becomes free is not taken by two, whoever comes in between', async () => {
  const slots = createSlots(1)
  let atWork = 0
  let most = 0
  const work = async () => {
    atWork += 1
    most = Math.max(most, atWork)
    await Promise.resolve()
    atWork -= 1
  }
  const waiting = [slots(work), slots(work)]
  // Comes in the moment in which the first one leaves.
  const late = waiting[0]?.then(() => slots(work))
  const others = [1, 2, 3, 4, 5].map(async (turns) => {
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    await slots(work)
  })
  await Promise.all([...waiting, late, ...others])
  assert.equal(most, 1)
})
