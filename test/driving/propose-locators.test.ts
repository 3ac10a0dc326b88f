import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allNodes, findNodes, type ScreenNode } from '../../src/domain/selector.ts'
import { parseScreen } from '../../src/devices/screen-parser.ts'
import { proposeLocators } from '../../src/driving/propose-locators.ts'

function screenOf(nodes: string): ScreenNode {
  return parseScreen(`<hierarchy>${nodes}</hierarchy>`).root
}

/** The node with `key`, which stands in the fixtures' otherwise unused hint. */
function nodeOf(root: ScreenNode, key: string): ScreenNode {
  const found = [...allNodes(root)].find(({ hint }) => hint === key)
  assert.ok(found)
  return found
}

const BOX = 'package="org.app" bounds="[0,0][10,10]"'
const firstFind = (root: ScreenNode, key: string) => proposeLocators(root, nodeOf(root, key))[0]?.find

test('an id that one node alone has comes before everything else', () => {
  const root = screenOf(`
    <node ${BOX} class="Button" resource-id="org.app:id/save" text="Save" hint="it"/>
    <node ${BOX} class="Button" resource-id="org.app:id/back" text="Back"/>`)

  assert.deepEqual(proposeLocators(root, nodeOf(root, 'it')).slice(0, 2), [
    { find: { id: 'org.app:id/save' } },
    {
      find: { class: 'Button', package: 'org.app', text: 'Save' },
      why: 'words of one language: see "texts"',
    },
  ])
})

const PLACES: [what: string, nodes: string, find: object][] = [
  [
    'a description comes before the text',
    `<node ${BOX} class="View" content-desc="Search" text="Find" hint="it"/><node ${BOX} class="View"/>`,
    { class: 'View', package: 'org.app', desc: 'Search' },
  ],
  [
    'an id that several nodes have is told by what is around it',
    `<node ${BOX} class="Tab" resource-id="home"><node ${BOX} class="Icon" resource-id="icon" hint="it"/></node>
     <node ${BOX} class="Tab" resource-id="inbox"><node ${BOX} class="Icon" resource-id="icon"/></node>`,
    { id: 'icon', within: { id: 'home' } },
  ],
  [
    'a wrapper without words is told by the words inside',
    `<node ${BOX} class="View" clickable="true" hint="it"><node ${BOX} class="Text" text="Profile"/></node>
     <node ${BOX} class="View" clickable="true"><node ${BOX} class="Text" text="Inbox"/></node>`,
    { class: 'View', package: 'org.app', clickable: true, has: { text: 'Profile' } },
  ],
  [
    'a field is told by its class when it is the only one, never by what stands in it',
    `<node ${BOX} class="android.widget.EditText" text="Vera" clickable="true" hint="it"/><node ${BOX} class="View"/>`,
    { class: 'android.widget.EditText', package: 'org.app', clickable: true },
  ],
  [
    'one of several fields is the first one after its label',
    `<node ${BOX} class="Text" text="Name"/><node ${BOX} class="Field" text="Vera 1"/>
     <node ${BOX} class="Text" text="Bio"/><node ${BOX} class="Field" text="Vera 2" hint="it"/>`,
    { class: 'Field', package: 'org.app', after: { package: 'org.app', text: 'Bio' }, nth: 1 },
  ],
  [
    'what nothing else tells has a number',
    `<node ${BOX} class="Row"/><node ${BOX} class="Row" hint="it"/><node ${BOX} class="Row"/><node ${BOX} class="Row"/>`,
    { class: 'Row', package: 'org.app', nth: 2 },
  ],
  [
    'numbers count from the nearer end',
    `<node ${BOX} class="Row"/><node ${BOX} class="Row"/><node ${BOX} class="Row"/><node ${BOX} class="Row" hint="it"/>`,
    { class: 'Row', package: 'org.app', nth: -1 },
  ],
]

for (const [what, nodes, find] of PLACES) {
  test(what, () => {
    assert.deepEqual(firstFind(screenOf(nodes), 'it'), find)
  })
}

for (const words of [
  '1,204 likes',
  '٣٤ إعجاب',
  '@vera',
  'one pan chicken #dinner',
  'a'.repeat(31),
  'ok 👍',
]) {
  test(`"${words}" is somebody's, not the app's, and is no way to a node`, () => {
    const root = screenOf(
      `<node ${BOX} class="Text" text="${words}" hint="it"/><node ${BOX} class="Text" text="x"/>`,
    )

    for (const { find } of proposeLocators(root, nodeOf(root, 'it'))) assert.equal(find.text, undefined)
  })
}

test('every proposal finds its node and no other one', () => {
  const root = screenOf(`
    <node ${BOX} class="List" scrollable="true">
      <node ${BOX} class="Row" clickable="true"><node ${BOX} class="Text" text="First"/><node ${BOX} class="Icon"/></node>
      <node ${BOX} class="Row" clickable="true"><node ${BOX} class="Text" text="First"/><node ${BOX} class="Icon"/></node>
      <node ${BOX} class="Row" clickable="true"><node ${BOX} class="Text" text="Last"/><node ${BOX} class="Icon"/></node>
    </node>`)

  for (const node of allNodes(root)) {
    for (const { find } of proposeLocators(root, node)) assert.deepEqual(findNodes(root, find), [node])
  }
})

test('a node that takes no room on the screen has no proposal: nobody could tap it', () => {
  const root = screenOf(`<node class="View" bounds="[0,0][0,0]" package="org.app" hint="it"/>`)

  assert.deepEqual(proposeLocators(root, nodeOf(root, 'it')), [])
})
