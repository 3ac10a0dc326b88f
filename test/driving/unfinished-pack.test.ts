import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placesToBeFound, TO_BE_FOUND } from '../../src/driving/unfinished-pack.ts'
import { MINI_DOCUMENT, packOf } from './support/mini-pack.ts'

test('a finished pack has no place that is still to be found', () => {
  assert.deepEqual(placesToBeFound(packOf(MINI_DOCUMENT).document), [])
})

test('each place where nobody has said what to look for is pointed at', () => {
  const { document } = packOf(MINI_DOCUMENT)
  const elements = {
    author: { candidates: [{ find: { id: TO_BE_FOUND } }] },
    save: { candidates: [{ find: { id: 'x:id/save' } }, { find: { text: TO_BE_FOUND } }] },
  }

  assert.deepEqual(placesToBeFound({ ...document, elements }), [
    '/elements/author/candidates/0/find/id',
    '/elements/save/candidates/1/find/text',
  ])
})
