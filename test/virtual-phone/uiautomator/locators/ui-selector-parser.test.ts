import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseUiSelector } from '../../../../src/virtual-phone/uiautomator/locators/ui-selector-parser.ts'
import { describeSelector } from '../../../../src/virtual-phone/uiautomator/locators/ui-selector.ts'
import { WdError } from '../../../../src/virtual-phone/uiautomator/wd-errors.ts'

const PARSED: readonly [expression: string, selector: string][] = [
  ['new UiSelector().text("test")', 'UiSelector[TEXT=test]'],
  ['UiSelector().text("test")', 'UiSelector[TEXT=test]'],
  ['text("test")', 'UiSelector[TEXT=test]'],
  ['.text("test")', 'UiSelector[TEXT=test]'],
  ['  new UiSelector() . text ( "test" ) . clickable ( false ) ', 'UiSelector[TEXT=test, CLICKABLE=false]'],
  ['text(")test(test)(")', 'UiSelector[TEXT=)test(test)(]'],
  [String.raw`text("say \"hi\"\n")`, String.raw`UiSelector[TEXT=say "hi"\n]`],
  ['text("te\nst")', 'UiSelector[TEXT=te\nst]'],
  ['className(android.widget.TextView)', 'UiSelector[CLASS=android.widget.TextView]'],
  ['index(1).instance(2).text("a")', 'UiSelector[TEXT=a, INDEX=1, INSTANCE=2]'],
  [
    'text("a").childSelector(new UiSelector().checkable(true))',
    'UiSelector[TEXT=a, CHILD=UiSelector[CHECKABLE=true]]',
  ],
  ['text("a").fromParent(text("b"))', 'UiSelector[TEXT=a, PARENT=UiSelector[TEXT=b]]'],
  [
    'text("a").childSelector(text("b")).childSelector(text("c"))',
    'UiSelector[TEXT=a, CHILD=UiSelector[TEXT=b, CHILD=UiSelector[TEXT=c]]]',
  ],
]

for (const [expression, selector] of PARSED) {
  test(`${JSON.stringify(expression)} is ${JSON.stringify(selector)}`, () => {
    assert.equal(describeSelector(parseUiSelector(expression)), selector)
  })
}

const REFUSED: readonly [expression: string, words: string][] = [
  ['new UiSelector().test(5)', 'UiSelector has no `test` method'],
  [
    'new UiSelector().toString()',
    'Unsupported return value type:`String`. Only methods with return type `UiSelector` are supported.',
  ],
  ['new UiSelector()text("test")', 'Expected "." at position 16'],
  ['new UiSelector().text)"test")', 'No opening parenthesis after method name at position 17'],
  ['new UiSelector().(0)', 'Missing method name at position 17'],
  ['new UiSelector().index(,1)', 'Missing argument at position 22'],
  ['new UiSelector().index(0,)', 'Missing argument at position 24'],
  ['new UiSelector().text("test"()', 'Unclosed paren in expression'],
  ['new UiSelector(1, true).text("test")', 'UiSelector has no suitable constructor with arguments [1, true]'],
  [
    'new UiSelector().text("test1", 5)',
    '`UiSelector` doesn\'t have suitable method `text` with arguments ["test1", 5]: Invalid arguments count. Actual:2. Expected:1.',
  ],
  [
    'new UiSelector().checkable(maybe)',
    "`UiSelector` doesn't have suitable method `checkable` with arguments [maybe]: maybe is not a boolean",
  ],
  [
    "new UiSelector().text('a')",
    "`UiSelector` doesn't have suitable method `text` with arguments ['a']: 'a' is not a string",
  ],
  [
    'new UiSelector().index(x)',
    "`UiSelector` doesn't have suitable method `index` with arguments [x]: x is not a integer",
  ],
  [
    'new UiSelector().className(com.fake.Class)',
    "`UiSelector` doesn't have suitable method `className` with arguments [com.fake.Class]: com.fake.Class class could not be found",
  ],
  ['new UiSelector()\t.text("a")', 'Expected "." at position 16'],
]

for (const [expression, words] of REFUSED) {
  test(`${JSON.stringify(expression)} is refused: ${words}`, () => {
    assert.throws(
      () => parseUiSelector(expression),
      new WdError(400, 'invalid selector', `Could not parse selector expression \`${expression}\`: ${words}`),
    )
  })
}

test('a pattern that does not compile is an unknown error, not an invalid selector', () => {
  assert.throws(
    () => parseUiSelector('resourceIdMatches("[")'),
    (error) =>
      error instanceof WdError &&
      error.status === 500 &&
      error.message.startsWith('java.util.regex.PatternSyntaxException: '),
  )
})
