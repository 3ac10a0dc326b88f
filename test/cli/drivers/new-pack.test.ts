import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTemplate, versionsFrom } from '../../../src/cli/drivers/new-pack.ts'

test('the template is a pack that can be used, with every element still to be found', async () => {
  const { elements } = await readTemplate()

  assert.deepEqual(elements['author']?.candidates, [
    { find: { id: 'to be found' }, why: 'not looked up yet' },
  ])
})

const CASES: [version: string | undefined, from: string, below: string][] = [
  ['3.4.1', '3.4', '4'],
  ['38.0', '38.0', '39'],
  ['12', '12.0', '13'],
  ['2.9.1-beta', '2.9', '3'],
  [undefined, '0.0', '1'],
]
for (const [version, from, below] of CASES) {
  test(`a pack begun on version ${version ?? '(unknown)'} is for ${from} to below ${below}`, () => {
    assert.deepEqual(versionsFrom(version), { from, below })
  })
}
