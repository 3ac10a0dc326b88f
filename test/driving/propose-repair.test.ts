import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPacks } from '../../src/driving/load-packs.ts'
import type { Pack } from '../../src/driving/pack.ts'
import { proposeRepairs, type Proposal } from '../../src/driving/propose-repair.ts'
import type { Screen } from '../../src/domain/phone-session.ts'
import type { ScreenNode } from '../../src/domain/selector.ts'

const CLIPS = 'com.phonefarm.clips'

function node(given: Partial<ScreenNode>): ScreenNode {
  return {
    class_name: 'android.widget.TextView',
    package_name: CLIPS,
    resource_id: null,
    text: '',
    content_desc: null,
    hint: null,
    showing_hint: false,
    bounds: { left: 0, top: 0, right: 720, bottom: 100 },
    clickable: false,
    enabled: true,
    focused: false,
    scrollable: false,
    selected: false,
    checked: false,
    children: [],
    ...given,
  }
}

const id = (name: string) => `${CLIPS}:id/${name}`

/** A screen of the app with these views one below the other. */
function screen(children: readonly ScreenNode[], more: Partial<Screen> = {}): Screen {
  const placed = children.map((child, row) => ({
    ...child,
    bounds: { left: 0, top: row * 100, right: 720, bottom: row * 100 + 80 },
  }))
  const bounds = { left: 0, top: 0, right: 720, bottom: 1600 }
  return {
    package_name: CLIPS,
    root: node({ class_name: 'android.widget.FrameLayout', bounds, children: placed }),
    ...more,
  }
}

async function clips(): Promise<Pack> {
  const pack = (await loadPacks(new URL('drivers/', import.meta.resolve('#package.json')))).find('clips')
  assert.ok(pack)
  return pack
}

const NO_MEMORY = { traceOf: () => undefined }

async function proposalsFor(seen: Screen, element: string): Promise<Proposal[]> {
  return proposeRepairs(await clips(), seen, { elements: [element], screens: [] }, NO_MEMORY)
}

test('an element is known again by the words of the pack in another language', async () => {
  const button = node({ resource_id: id('b7'), text: 'Edit profile', clickable: true })

  const [proposal] = await proposalsFor(screen([node({ text: 'Clips' }), button]), 'edit_profile_button')

  // The pack's second candidate would have found a clickable one: this one is not lost.
  assert.equal(proposal, undefined)
})

test('what has become another kind of view is found by its words', async () => {
  const label = node({ resource_id: id('b7'), content_desc: 'Edit profile' })

  const [proposal] = await proposalsFor(screen([node({ text: 'Clips' }), label]), 'edit_profile_button')

  assert.equal(proposal?.node.id, id('b7'))
  assert.ok(proposal?.node.reasons.includes('it says "edit profile"'))
})

test('a renamed id is proposed as an alternative at the end of the candidates', async () => {
  const saved = node({ resource_id: id('edit_save_button'), text: 'Save' })

  const proposals = await proposalsFor(screen([node({ resource_id: id('title') }), saved]), 'edit_save')

  assert.deepEqual(
    proposals.map(({ patch }) => patch),
    [
      [
        {
          op: 'add',
          path: '/elements/edit_save/candidates/1',
          value: {
            find: { id: id('edit_save_button') },
            alternative: true,
            why: 'its id edit_save_button is like edit_save',
          },
        },
      ],
    ],
  )
})

const NOTHING: [what: string, seen: Screen][] = [
  [
    'two nodes could be it',
    screen([node({ resource_id: id('edit_save_a') }), node({ resource_id: id('edit_save_b') })]),
  ],
  ['the only likely one stands twice', screen([1, 2].map(() => node({ resource_id: id('edit_save_all') })))],
  ['nothing is like it', screen([node({ resource_id: id('title') }), node({ text: 'Hello' })])],
  [
    'it is in a window of another app',
    screen([node({ resource_id: 'com.other:id/edit_save_it', package_name: 'com.other' })]),
  ],
  [
    'another app is in front',
    screen([node({ resource_id: id('edit_save_it') })], { package_name: 'com.other' }),
  ],
  ['the screen is a picture', screen([node({ resource_id: id('edit_save_it') })], { source: 'ocr' })],
  ['the pack finds something else there', screen([node({ resource_id: id('edit_status') })])],
]

for (const [what, seen] of NOTHING) {
  test(`nothing is proposed when ${what}`, async () => {
    assert.deepEqual(await proposalsFor(seen, 'edit_save'), [])
  })
}

test('an element that is there is not lost', async () => {
  const seen = screen([node({ resource_id: id('edit_save'), enabled: false }), node({ text: 'Save it' })])

  assert.deepEqual(await proposalsFor(seen, 'edit_save'), [])
})
