import assert from 'node:assert/strict'
import test from 'node:test'
import { createTextField } from '../../../src/virtual-phone/android/text-field.ts'

test('a newline in set text becomes a blank and submits nothing', () => {
  const field = createTextField({
    hint: 'Search',
    action: 'search',
    onAction: () => assert.fail('submitted'),
  })

  field.set('meal prep\n')

  assert.equal(field.text(), 'meal prep ')
})

test('text beyond the longest length is cut without breaking a character', () => {
  const field = createTextField({ hint: '', action: 'done', maxLength: 4 })

  field.set('abc😀')

  assert.equal(field.text(), 'abc')
})

test('watchers hear of one change when the whole text is set', () => {
  const heard: string[] = []
  const field = createTextField({ hint: '', action: 'done', onChange: (text) => heard.push(text) })

  field.set('whole')
  field.set('whole')

  assert.deepEqual(heard, ['whole'])
})

test('typing goes to the cursor and delete takes the whole character before it', () => {
  const field = createTextField({ hint: '', action: 'done', initial: 'ad' })
  field.moveCursor(-1)
  field.insert('b😀')
  field.deleteBefore()

  assert.equal(field.text(), 'abd')
  assert.deepEqual(field.selection(), { start: 2, end: 2 })
})
