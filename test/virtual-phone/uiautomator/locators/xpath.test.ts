import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rect, view } from '../fake-phone.ts'
import { openWire } from '../wire.ts'

const root = () =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, [
    view({ id: 'one', text: 'Alpha', contentDesc: 'first' }),
    view({ id: 'two', text: 'beta 2' }),
    view({ id: 'three', text: 'Gamma', className: 'com.app.Outer$Inner' }),
  ])

const FOUND: readonly [xpath: string, texts: string[]][] = [
  ['//*[@text="Alpha"]', ['Alpha']],
  ['//android.widget.TextView', ['Alpha', 'beta 2']],
  ['/hierarchy/android.widget.FrameLayout/*[2]', ['beta 2']],
  ['(//android.widget.TextView)[last()]', ['beta 2']],
  ['//*[@class="com.app.Outer$Inner"]', ['Gamma']],
  ['//com.app.Outer.Inner', ['Gamma']],
  ['//*[text()="Alpha"]', []],
  ['//*[@content-desc=""]', []],
  ['//*[not(@content-desc) and @text="beta 2"]', ['beta 2']],
  ["//*[matches(@text, '^[a-z]+ \\d$')]", ['beta 2']],
  ["//*[lower-case(@text)='alpha']", ['Alpha']],
  ["//*[ends-with(@text, 'mma')]", ['Gamma']],
  ["//*[@text = ('Alpha', 'Gamma')]", ['Alpha', 'Gamma']],
  ["//*[some $part in tokenize(@text, ' ') satisfies $part = '2']", ['beta 2']],
  ["if (//*[@text='none']) then //x else //*[@text='Gamma']", ['Gamma']],
  ["//*[@text='Alpha']/following-sibling::*[1]", ['beta 2']],
  ["//*[@text='Alpha']/../*[3]", ['Gamma']],
  ['//*[attribute::text="Alpha"]', []],
  ['//*[@*="first"]', ['Alpha']],
  ['//hierarchy', []],
  ['//@text', []],
  ['count(//*)', []],
  ['"Alpha"', []],
]

for (const [xpath, texts] of FOUND) {
  test(`${xpath} finds ${JSON.stringify(texts)}`, async () => {
    const wire = await openWire(root)

    assert.deepEqual(await wire.texts('xpath', xpath), texts)
  })
}

const REFUSED: readonly [xpath: string, answer: RegExp][] = [
  ['//*[', /^400 invalid selector: org\.eclipse\.wst\.xml\.xpath2\.processor\.XPathParserException: /],
  ['//*[@text="a"', /^400 invalid selector: /],
  ["//*[@text = 'a' || 'b']", /^400 invalid selector: /],
  ['let $x := 1 return //*', /^400 invalid selector: /],
  ['//* ! @text', /^400 invalid selector: /],
  ['//*[head(@text)]', /^500 unknown error: org\.eclipse\.wst\.xml\.xpath2\.processor\.StaticError: /],
  ['//*[nonsense(@text)]', /^500 unknown error: org\.eclipse\.wst\.xml\.xpath2\.processor\.StaticError: /],
  [
    '//*[@text=1]',
    /^500 unknown error: .+\. Try changing the 'enforceXPath1' driver setting to 'true' in order to workaround the problem\.$/,
  ],
]

for (const [xpath, answer] of REFUSED) {
  test(`${xpath} fails with ${answer.source.slice(1, 40)}…`, async () => {
    const wire = await openWire(root)

    assert.match(await wire.find('xpath', xpath), answer)
  })
}
