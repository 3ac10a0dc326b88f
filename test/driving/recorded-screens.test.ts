import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { parseScreen } from '../../src/devices/screen-parser.ts'
import { loadPacks } from '../../src/driving/load-packs.ts'
import { recognize } from '../../src/driving/recognize.ts'

const DRIVERS = new URL('drivers/', import.meta.resolve('#package.json'))
const packs = await loadPacks(DRIVERS)

for (const pack of packs.all()) {
  const { app } = pack
  const folder = new URL(`${app}/screens/`, DRIVERS)
  for (const file of (await readdir(folder)).toSorted()) {
    /** `rate_us.es.xml`, `system_alert-sim.en.xml`: the name is what the pack has to see in it. */
    const [expected = ''] = file.split(/[.-]/)
    test(`the pack ${app} recognizes ${expected} in ${file}`, async () => {
      const is = recognize(pack, parseScreen(await readFile(new URL(file, folder), 'utf8')))

      const seen = is.kind === 'dialog' ? is.dialog.name : is.kind === 'unknown' ? is.kind : is.name
      assert.equal(seen, expected)
    })
  }
}

test('every dialog of the clips pack has a recording, but two that need work under way', async () => {
  const files = await readdir(new URL('clips/screens/', DRIVERS))
  const recorded = new Set(files.map((file) => file.split(/[.-]/)[0]))

  const missing = packs
    .find('clips')
    ?.dialogs.map(({ name }) => name)
    .filter((name) => !recorded.has(name))

  // They come up in drive-clips.test.ts and drive-clips-interruptions.test.ts.
  assert.deepEqual(missing, ['network_error_page', 'discard_changes'])
})
