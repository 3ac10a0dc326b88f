import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createShelf } from '../../src/driving/pack-shelf.ts'
import { MINI_DOCUMENT, packOf } from './support/mini-pack.ts'

const shelf = createShelf(
  [
    { from: '3.0', below: '4.0' },
    { from: '1.2', below: '1.10' },
    { from: '1.10', below: '2.0' },
  ].map((versions) => packOf({ ...MINI_DOCUMENT, versions })),
)

const VERSIONS: readonly [what: string, version: string | undefined, from: string][] = [
  ['the range that holds it', '1.9', '1.2'],
  ['the range that begins with it', '1.10', '1.10'],
  ['the nearest range below, between two ranges', '2.5', '1.10'],
  ['the newest range when it is newer than all', '12.1', '3.0'],
  ['the oldest range when it is older than all', '1.1', '1.2'],
  ['the newest range when it is not known', undefined, '3.0'],
]

for (const [what, version, from] of VERSIONS) {
  test(`version ${version ?? '?'} of an app is driven by the pack for ${what}`, () => {
    assert.equal(shelf.find('mini', version)?.versions.from, from)
  })
}

test('an app without a pack has none', () => {
  assert.equal(shelf.find('other'), undefined)
})

test('packs are listed from the oldest range to the newest', () => {
  assert.deepEqual(
    shelf.all().map(({ versions }) => versions.from),
    ['1.2', '1.10', '3.0'],
  )
})
