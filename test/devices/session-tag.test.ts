import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTag, tagText } from '../../src/devices/session-tag.ts'

const TAG = { boot_id: '0193-boot', queue_item_id: 'item-1', attempt: 12 }

test('a tag is read from the capabilities as it was written into them', () => {
  assert.deepEqual(readTag({ platformName: 'Android', 'phonefarm:run': tagText(TAG) }), TAG)
})

for (const capabilities of [null, {}, { 'phonefarm:run': 7 }, { 'phonefarm:run': 'boot/item' }, 'text']) {
  test(`a session with ${JSON.stringify(capabilities)} is nobody's that we know`, () => {
    assert.equal(readTag(capabilities), null)
  })
}
