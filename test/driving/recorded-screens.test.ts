import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { readFixtures } from '../../src/cli/drivers/pack-argument.ts'
import { checkFixtures, fixtureName } from '../../src/driving/check-fixtures.ts'
import { isProblem } from '../../src/driving/look-for-elements.ts'
import { loadPacks } from '../../src/driving/load-packs.ts'

const DRIVERS = new URL('drivers/', import.meta.resolve('#package.json'))
const packs = await loadPacks(DRIVERS)

for (const app of packs.apps()) {
  const fixtures = await readFixtures(fileURLToPath(new URL(`${app}/screens/`, DRIVERS)))
  const pack = packs.find(app)
  for (const { file, expected, seen, elements } of pack ? checkFixtures(pack, fixtures) : []) {
    test(`the pack ${app} recognizes ${expected} in ${file}, with all that it needs there`, () => {
      assert.equal(seen, expected)
      assert.deepEqual(
        elements.filter(isProblem).map(({ element, status }) => `${element} ${status}`),
        [],
      )
    })
  }
}

const UNRECORDED = {
  // They come up in drive-clips.test.ts and drive-clips-interruptions.test.ts.
  clips: ['network_error_page', 'discard_changes'],
  mawja: [],
}

for (const [app, expected] of Object.entries(UNRECORDED)) {
  test(`every dialog of the pack ${app} has a recording, but those that need work under way`, async () => {
    const files = await readdir(new URL(`${app}/screens/`, DRIVERS))
    const recorded = new Set(files.map(fixtureName))

    const missing = packs
      .find(app)
      ?.dialogs.map(({ name }) => name)
      .filter((name) => !recorded.has(name))

    assert.deepEqual(missing, expected)
  })
}

test('every screen of a pack without ids has a recording in each language of its app', async () => {
  const files = await readdir(new URL('mawja/screens/', DRIVERS))

  const missing = (packs.find('mawja')?.screens ?? []).flatMap(({ name }) =>
    ['ar', 'en', 'fr'].map((language) => `${name}.${language}.xml`).filter((file) => !files.includes(file)),
  )

  assert.deepEqual(missing, [])
})
