import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseScreen } from '../../src/devices/screen-parser.ts'
import { findNodes, type NodeSelector } from '../../src/domain/selector.ts'

/** A settings page without ids, as Compose shows one: rows that take taps around texts that do not, and a flat list below. */
const { root } = parseScreen(`<hierarchy>
  <page class="View" package="p" scrollable="true">
    <row class="View" clickable="true" enabled="true">
      <a class="Text" text="Name" /><b class="Text" text="Ann" />
    </row>
    <row class="View" clickable="true" enabled="true">
      <a class="Text" text="Username" /><b class="Text" text="ann.01" /><c class="Icon" content-desc="Edit" checked="true" />
    </row>
    <row class="View" clickable="true">
      <a class="Text" text="Bio" /><b class="Text" text="" />
    </row>
    <icon class="Icon" content-desc="Avatar" />
    <x class="Text" text="ann.01" /><y class="Text" text="here since May" />
    <icon class="Icon" content-desc="Avatar"><z class="Text" text="inside" /></icon>
    <x class="Text" text="bob.02" /><y class="Text" text="here since June" />
  </page>
</hierarchy>`)

const textsOf = (selector: NodeSelector) => findNodes(root, selector).map(({ text }) => text)

const CASES: readonly { what: string; selector: NodeSelector; texts: readonly string[] }[] = [
  {
    what: 'a value by the label beside it',
    selector: { class: 'Text', within: { clickable: true, has: { text: 'Username' } }, nth: 2 },
    texts: ['ann.01'],
  },
  {
    what: 'the first text of every row',
    selector: { class: 'Text', within: { clickable: true }, nth: 1 },
    texts: ['Name', 'Username', 'Bio'],
  },
  {
    what: 'the last text of every row',
    selector: { class: 'Text', within: { clickable: true }, nth: -1 },
    texts: ['Ann', 'ann.01', ''],
  },
  {
    what: 'nothing where a scope has too few',
    selector: { class: 'Icon', within: { clickable: true }, nth: 2 },
    texts: [],
  },
  {
    what: 'the last but one of all',
    selector: { class: 'Text', nth: -2 },
    texts: ['bob.02'],
  },
  {
    what: 'everything that comes after a node, but not what is inside it',
    selector: { class: 'Text', after: { desc: 'Avatar', nth: -1 } },
    texts: ['bob.02', 'here since June'],
  },
  {
    what: 'the first after each of several nodes',
    selector: { class: 'Text', after: { desc: 'Avatar' }, nth: 1 },
    texts: ['ann.01', 'bob.02'],
  },
  {
    what: 'the last before the next of several nodes',
    selector: { text_matches: 'here.*', after: { desc: 'Avatar' }, nth: -1 },
    texts: ['here since May', 'here since June'],
  },
  {
    what: 'what comes after a node of the same scope, not of another one',
    selector: { class: 'Text', within: { clickable: true }, after: { text_matches: 'Name|Bio' } },
    texts: ['Ann', ''],
  },
  {
    what: 'nothing after a node that is not there',
    selector: { class: 'Text', after: { text: 'Followers' } },
    texts: [],
  },
  {
    what: 'nothing after the last one',
    selector: { class: 'Text', after: { text: 'here since June' } },
    texts: [],
  },
  {
    what: 'a text of a row that has an icon',
    selector: { class: 'Text', within: { clickable: true, has: { class: 'Icon' } }, nth: 1 },
    texts: ['Username'],
  },
  {
    what: 'a text in a row that is off',
    selector: { class: 'Text', within: { clickable: true, enabled: false }, nth: 1 },
    texts: ['Bio'],
  },
]

for (const { what, selector, texts } of CASES) {
  test(`a selector finds ${what}`, () => {
    assert.deepEqual(textsOf(selector), texts)
  })
}

test('a node does not have itself', () => {
  assert.deepEqual(findNodes(root, { class: 'Text', has: { class: 'Text' } }), [])
})

test('a node has what is anywhere inside it', () => {
  const found = findNodes(root, { scrollable: true, has: { checked: true, desc: 'Edit' } })

  assert.deepEqual(
    found.map(({ package_name }) => package_name),
    ['p'],
  )
})

test('the count of a selector inside `has` is of each node by itself', () => {
  const found = findNodes(root, { clickable: true, has: { class: 'Text', nth: 3 } })

  assert.deepEqual(found, [])
})

test('a node that two scopes hold is found once', () => {
  assert.deepEqual(textsOf({ text: 'Name', within: { class: 'View' } }), ['Name'])
})
