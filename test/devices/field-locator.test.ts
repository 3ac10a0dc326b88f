import assert from 'node:assert/strict'
import { test } from 'node:test'
import { locatorOf, locatorOnScreen } from '../../src/devices/field-locator.ts'
import { parseScreen } from '../../src/devices/screen-parser.ts'
import type { NodeSelector } from '../../src/domain/selector.ts'

const CASES: { name: string; selector: NodeSelector; locator: unknown }[] = [
  { name: 'a full id', selector: { id: 'com.a:id/bio' }, locator: { using: 'id', value: 'com.a:id/bio' } },
  {
    name: 'a bare Compose tag',
    selector: { id: 'bio' },
    locator: { using: 'xpath', value: '//*[@resource-id="bio"]' },
  },
  {
    name: 'an id and more',
    selector: { id: 'com.a:id/bio', class: 'android.widget.EditText', focused: true },
    locator: {
      using: 'xpath',
      value: '//*[@resource-id="com.a:id/bio"][@class="android.widget.EditText"][@focused="true"]',
    },
  },
  {
    name: 'a scope',
    selector: { class: 'android.widget.EditText', within: { id: 'com.a:id/form' } },
    locator: {
      using: 'xpath',
      value: '//*[@resource-id="com.a:id/form"]/descendant-or-self::*[@class="android.widget.EditText"]',
    },
  },
  {
    name: 'a text with double quotes',
    selector: { text: 'say "hi"' },
    locator: { using: 'xpath', value: `//*[@text='say "hi"']` },
  },
  {
    name: 'a text with both kinds of quotes',
    selector: { desc: `it's "x"` },
    locator: { using: 'xpath', value: `//*[@content-desc=concat("it's ", '"', "x", '"', "")]` },
  },
  {
    name: 'what is on and can be used',
    selector: { class: 'x', enabled: true, checked: false, scrollable: false },
    locator: {
      using: 'xpath',
      value: '//*[@class="x"][@enabled="true"][@checked="false"][@scrollable="false"]',
    },
  },
  { name: 'something inside', selector: { class: 'x', has: { text: 'a' } }, locator: null },
  { name: 'something before it', selector: { class: 'x', after: { text: 'a' } }, locator: null },
  { name: 'a number', selector: { class: 'x', nth: -1 }, locator: null },
  { name: 'a numbered scope', selector: { class: 'x', within: { class: 'y', nth: 1 } }, locator: null },
  { name: 'a regular expression', selector: { text_matches: 'a.*' }, locator: null },
  {
    name: 'a regular expression in the scope',
    selector: { class: 'x', within: { desc_matches: 'a.*' } },
    locator: null,
  },
]

for (const { name, selector, locator } of CASES) {
  test(`a selector with ${name} has its locator`, () => {
    assert.deepEqual(locatorOf(selector), locator)
  })
}

const { root } = parseScreen(`<hierarchy width="10" height="10">
  <a class="E" package="p" text="one" resource-id="p:id/f" />
  <a class="E" package="p" text="two" resource-id="p:id/f" content-desc="d" />
  <a class="E" package="p" text="two and a half" resource-id="p:id/f" content-desc="d" />
</hierarchy>`)

test('a node found by a regular expression is located by its own attributes and its number among its likes', () => {
  assert.deepEqual(locatorOnScreen(root, { text_matches: 'two and.*' }), {
    using: 'xpath',
    value: '(//*[@resource-id="p:id/f"][@content-desc="d"][@class="E"][@package="p"])[2]',
  })
})

test('a regular expression that describes two nodes has no locator', () => {
  assert.equal(locatorOnScreen(root, { text_matches: 'two.*' }), null)
})

test('a field that only its label tells is located by its number among the fields', () => {
  const form = parseScreen(`<hierarchy>
    <l class="T" package="p" text="Name" /><f class="E" package="p" text="Ann" />
    <l class="T" package="p" text="Bio" /><f class="E" package="p" text="" />
  </hierarchy>`)

  assert.deepEqual(locatorOnScreen(form.root, { class: 'E', after: { text: 'Bio' }, nth: 1 }), {
    using: 'xpath',
    value: '(//*[@class="E"][@package="p"])[2]',
  })
})
