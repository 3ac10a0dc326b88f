import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import sharp from 'sharp'
import { fixtureFile, saveFixture } from '../../../src/cli/drivers/save-fixture.ts'
import { readFixtures } from '../../../src/cli/drivers/pack-argument.ts'
import { parseScreen } from '../../../src/devices/screen-parser.ts'

const SCREEN = parseScreen(
  '<hierarchy><node class="Text" package="p" text="Vera Example" content-desc="photo of vera" bounds="[0,0][10,10]"/><node class="Text" package="p" text="Home" bounds="[10,10][20,20]"/></hierarchy>',
)
const FIXTURE = { app: 'mini', language: 'en' }

let drivers: string
let before: string | undefined
beforeEach(async () => {
  drivers = await mkdtemp(path.join(tmpdir(), 'phonefarm-fixtures-'))
  before = process.env['PHONEFARM_DRIVERS_DIR']
  process.env['PHONEFARM_DRIVERS_DIR'] = drivers
})
afterEach(async () => {
  if (before === undefined) delete process.env['PHONEFARM_DRIVERS_DIR']
  else process.env['PHONEFARM_DRIVERS_DIR'] = before
  await rm(drivers, { recursive: true, force: true })
})

const picture = () =>
  sharp({ create: { width: 20, height: 20, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()

test('a screen is kept with its picture under the name and language that were given, and read back', async () => {
  const files = await saveFixture('feed', { screen: SCREEN, picture: await picture() }, FIXTURE)

  const folder = path.join(drivers, 'mini', 'screens')
  assert.deepEqual(files, [path.join(folder, 'feed.en.xml'), path.join(folder, 'feed.en.png')])
  const [fixture] = await readFixtures(folder)
  assert.equal(fixture?.file, 'feed.en.xml')
  assert.equal(fixture?.screen.root.children[0]?.text, 'Vera Example')
})

test('a recorded screen that is there is not overwritten unless one insists', async () => {
  await saveFixture('feed', { screen: SCREEN, picture: null }, FIXTURE)

  await assert.rejects(saveFixture('feed', { screen: SCREEN, picture: null }, FIXTURE), {
    name: 'BadUsage',
    message: /feed\.en\.xml is there already; --force overwrites it/,
  })
  await saveFixture('feed', { screen: SCREEN, picture: null }, { ...FIXTURE, force: true })
})

test('hidden words are in neither hierarchy nor picture', async () => {
  const [xml = '', png = ''] = await saveFixture(
    'feed',
    { screen: SCREEN, picture: await picture() },
    { ...FIXTURE, hide: ['VERA'] },
  )

  assert.doesNotMatch(await readFile(xml, 'utf8'), /vera/i)
  const pixels = await sharp(png).removeAlpha().raw().toBuffer()
  assert.deepEqual([...pixels.subarray((5 * 20 + 5) * 3, (5 * 20 + 5) * 3 + 3)], [0, 0, 0])
  assert.deepEqual([...pixels.subarray((15 * 20 + 15) * 3, (15 * 20 + 15) * 3 + 3)], [255, 255, 255])
})

const BAD: [name: string, options: { app: string; language: string }][] = [
  ['../feed', FIXTURE],
  ['Feed', FIXTURE],
  ['feed.en', FIXTURE],
  ['', FIXTURE],
  ['feed', { app: '../clips', language: 'en' }],
  ['feed', { app: 'mini', language: '../en' }],
  ['feed', { app: 'mini', language: 'english' }],
]
for (const [name, options] of BAD) {
  test(`"${name}" of ${options.app} in ${options.language} is refused, and nothing is written`, async () => {
    assert.throws(() => fixtureFile(name, options), { name: 'BadUsage' })
    await assert.rejects(saveFixture(name, { screen: SCREEN, picture: null }, options), { name: 'BadUsage' })
    assert.deepEqual(await readdir(drivers), [])
  })
}
