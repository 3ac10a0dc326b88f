import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { parseScreen } from '../../src/devices/screen-parser.ts'
import { loadPacks } from '../../src/driving/load-packs.ts'
import { recognize } from '../../src/driving/recognize.ts'
import { sketchOf } from '../../src/driving/sketch-screen.ts'

const DRIVERS = new URL('drivers/', import.meta.resolve('#package.json'))

test('a sketch reads back as the screen that it was made of, as far as rules can tell', async () => {
  const clips = (await loadPacks(DRIVERS)).find('clips')
  assert.ok(clips)
  const screen = parseScreen(await readFile(new URL('clips/screens/rate_us.fr.xml', DRIVERS), 'utf8'))

  const again = parseScreen(sketchOf(screen))

  assert.equal(again.package_name, 'com.phonefarm.clips')
  assert.deepEqual(recognize(clips, again), recognize(clips, screen))
  assert.equal(sketchOf(again), sketchOf(screen))
})

test('texts that look like markup and characters that XML has not stay out of its way', () => {
  const screen = parseScreen(
    '<hierarchy><node package="p" text="a &lt;b&gt; &amp; &quot;c&quot;"/></hierarchy>',
  )
  const [window] = screen.root.children
  assert.ok(window)
  const odd = { ...screen, root: { ...screen.root, children: [{ ...window, text: '\u0001<\u{1F35D}>' }] } }

  assert.equal(parseScreen(sketchOf(screen)).root.children[0]?.text, 'a <b> & "c"')
  assert.equal(parseScreen(sketchOf(odd)).root.children[0]?.text, '\uFFFD<\u{1F35D}>')
})
