import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import pino from 'pino'
import { createPackLibrary, type PackLibrary } from '../../src/driving/pack-library.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { MINI_DOCUMENT } from './support/mini-pack.ts'

/** What the log was told: `<message> <file>`. */
type Told = string[]

interface Shelf {
  packs: PackLibrary
  clock: FakeClock
  told: Told
  write: (file: string, text: string) => Promise<void>
  remove: (file: string) => Promise<void>
  keptFiles: () => Promise<string[]>
  /** A library as the next start of the daemon makes it. */
  restarted: () => PackLibrary
  /** Resolves when the log is told this. */
  hears: (message: string) => Promise<void>
}

async function openShelf(t: TestContext, { needed = false } = {}): Promise<Shelf> {
  const folder = await mkdtemp(path.join(tmpdir(), 'phonefarm-packs-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const [directory, keptDirectory] = [path.join(folder, 'drivers'), path.join(folder, 'kept')]
  await mkdir(directory)
  const clock = createFakeClock()
  const told: Told = []
  const waiting = new Map<string, () => void>()
  const log = pino(
    { level: 'info' },
    {
      write(line) {
        const { msg, file = '' }: { msg: string; file?: string } = JSON.parse(line)
        told.push(`${msg} ${file}`)
        waiting.get(msg)?.()
      },
    },
  )
  const open = () => createPackLibrary({ directory, keptDirectory, isNeeded: () => needed, clock, log })
  const packs = open()
  t.after(() => packs.stop())
  return {
    packs,
    clock,
    told,
    restarted: open,
    async write(file, text) {
      await mkdir(path.dirname(path.join(directory, file)), { recursive: true })
      await writeFile(path.join(directory, file), text)
    },
    remove: (file) => rm(path.join(directory, file), { recursive: true }),
    keptFiles: async () =>
      (await readdir(keptDirectory, { recursive: true })).filter((name) => name.includes('/')).toSorted(),
    hears: (message) => new Promise((resolve) => void waiting.set(message, () => resolve())),
  }
}

const mini = (changes: object = {}) => JSON.stringify({ ...MINI_DOCUMENT, ...changes })
const named = (name: string) => mini({ name })

test('a changed pack is taken up by what is looked up afterwards; what was looked up before stays as it was', async (t) => {
  const { packs, write } = await openShelf(t)
  await write('mini/driver.json', named('Mini'))
  await packs.start()
  const before = packs.find('mini')

  await write('mini/driver.json', named('Maxi'))
  await packs.reload()

  assert.equal(before?.name, 'Mini')
  assert.equal(packs.find('mini')?.name, 'Maxi')
  assert.deepEqual(packs.health(), { ok: true })
})

test('a file that changes while it is read for the first time is taken up as changed', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'phonefarm-packs-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'drivers/mini/driver.json')
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, named('Mini'))
  const clock = createFakeClock()
  let takenUp = 0
  let onSecond: () => void = () => undefined
  const second = new Promise<void>((resolve) => void (onSecond = resolve))
  const packs = createPackLibrary({
    directory: path.join(folder, 'drivers'),
    keptDirectory: path.join(folder, 'kept'),
    isNeeded: () => false,
    clock,
    log: {
      debug: () => undefined,
      warn: () => undefined,
      info() {
        takenUp += 1
        if (takenUp === 1) writeFileSync(file, named('A longer name'))
        else onSecond()
      },
    },
  })
  t.after(() => packs.stop())

  await packs.start()
  await clock.advance(5_000)
  await second

  assert.equal(packs.find('mini')?.name, 'A longer name')
})

test('a file that changes is found by looking every five seconds where nothing tells of it', async (t) => {
  const { packs, write, clock, hears } = await openShelf(t)
  await write('mini/driver.json', named('Mini'))
  await packs.start()
  const taken = hears('driver pack taken up')

  await write('mini/driver.json', named('A longer name'))
  await clock.advance(5_000)
  await taken

  assert.equal(packs.find('mini')?.name, 'A longer name')
})

test('an app that appears is known at once', async (t) => {
  const { packs, write } = await openShelf(t)
  await write('mini/driver.json', mini())
  await packs.start()

  await write('other/driver.json', mini({ app: 'other', package: 'org.example.other' }))
  await packs.reload()

  assert.deepEqual(packs.apps(), ['mini', 'other'])
})

test('a broken file keeps the last good pack in use, and the probe names file, place and reason', async (t) => {
  const { packs, write, told } = await openShelf(t)
  await write('mini/driver.json', mini())
  await packs.start()

  await write('mini/driver.json', mini({ feed: { screen: 'moon' } }))
  await packs.reload()
  await packs.reload()

  assert.equal(packs.find('mini')?.feed.screen, 'feed')
  assert.deepEqual(packs.health(), {
    ok: true,
    message:
      'driver pack mini/driver.json cannot be used: /feed/screen names the screen moon, which is not defined',
  })
  assert.deepEqual(told, [
    'driver pack taken up mini/driver.json',
    'driver pack cannot be used mini/driver.json',
  ])
})

test('a file that is whole again is told once', async (t) => {
  const { packs, write, told } = await openShelf(t)
  await write('mini/driver.json', mini())
  await packs.start()
  await write('mini/driver.json', '{')
  await packs.reload()
  told.length = 0

  await write('mini/driver.json', mini())
  await packs.reload()

  assert.deepEqual(told, ['driver pack in order again mini/driver.json'])
  assert.deepEqual(packs.health(), { ok: true })
})

test('a start with a broken file goes on with the last good one of the life before', async (t) => {
  const { packs, write, restarted } = await openShelf(t)
  await write('mini/driver.json', named('Kept'))
  await packs.start()
  await packs.stop()
  await write('mini/driver.json', '{"app": "mi')

  const next = restarted()
  await next.start()
  await next.stop()

  assert.equal(next.find('mini')?.name, 'Kept')
  assert.match(next.health().message ?? '', /mini\/driver\.json cannot be used: \/ is not JSON/)
})

test('a start without a single good pack fails with the reason', async (t) => {
  const { packs, write } = await openShelf(t)
  await write('mini/driver.json', '[]')

  await assert.rejects(packs.start(), { name: 'InvalidPack', message: /mini\/driver\.json cannot be used/ })
})

test('a start without any pack says where it has looked', async (t) => {
  const { packs } = await openShelf(t)

  await assert.rejects(packs.start(), {
    message: /drivers\/\*\/driver\.json cannot be used: \/ is not there/,
  })
})

test('a broken app does not keep the others from starting', async (t) => {
  const { packs, write } = await openShelf(t)
  await write('mini/driver.json', mini())
  await write('other/driver.json', '[')

  await packs.start()

  assert.deepEqual(packs.apps(), ['mini'])
  assert.match(packs.health().message ?? '', /other\/driver\.json/)
})

test('a pack that is gone stays, over a restart too, while accounts live on its app', async (t) => {
  const { packs, write, remove, restarted } = await openShelf(t, { needed: true })
  await write('mini/driver.json', mini())
  await write('other/driver.json', mini({ app: 'other', package: 'org.example.other' }))
  await packs.start()
  await remove('mini')
  await packs.reload()
  const reloaded = packs.apps()
  await packs.stop()

  const next = restarted()
  await next.start()
  await next.stop()

  assert.deepEqual(
    [reloaded, next.apps()],
    [
      ['mini', 'other'],
      ['mini', 'other'],
    ],
  )
  assert.match(
    next.health().message ?? '',
    /mini\/driver\.json cannot be used: \/ is gone, and accounts live on mini/,
  )
})

test('a pack that nobody needs goes with its file, and is not kept', async (t) => {
  const { packs, write, remove, keptFiles } = await openShelf(t)
  await write('mini/driver.json', mini())
  await write('other/driver.json', mini({ app: 'other', package: 'org.example.other' }))
  await packs.start()

  await remove('other')
  await packs.reload()

  assert.deepEqual(packs.apps(), ['mini'])
  assert.deepEqual(await keptFiles(), ['mini/driver.json'])
})

test('a directory that is emptied leaves the last packs in use', async (t) => {
  const { packs, write, remove } = await openShelf(t)
  await write('mini/driver.json', mini())
  await packs.start()

  await remove('mini')
  await packs.reload()

  assert.deepEqual(packs.apps(), ['mini'])
  assert.match(packs.health().message ?? '', /drivers\/\*\/driver\.json cannot be used: \/ is not there/)
})

test('a directory that cannot be listed leaves everything as it is', async (t) => {
  const { packs, write, remove } = await openShelf(t)
  await write('mini/driver.json', mini())
  await packs.start()

  await remove('.')
  await packs.reload()

  assert.deepEqual(packs.apps(), ['mini'])
  assert.match(packs.health().message ?? '', /cannot be listed/)
})

test('a file of more than a mebibyte is not read', async (t) => {
  const { packs, write } = await openShelf(t)
  await write('mini/driver.json', mini())
  await write('mini/driver-2.json', ' '.repeat(1024 * 1024 + 1))

  await packs.start()

  assert.match(
    packs.health().message ?? '',
    /driver-2\.json cannot be used: \/ has 1048577 bytes, at most 1048576/,
  )
})

test('a folder in the place of a file is told, not waited for', async (t) => {
  const { packs, write } = await openShelf(t)
  await write('mini/driver.json', mini())
  await write('mini/driver-2.json/x', '')

  await packs.start()

  assert.match(
    packs.health().message ?? '',
    /driver-2\.json cannot be used: \/ (?:is not a file|cannot be read)/,
  )
})

test('fixtures, notes and hidden folders are no packs', async (t) => {
  const { packs, write } = await openShelf(t)
  await write('mini/driver.json', mini())
  await write('mini/screens/driver.json', '{')
  await write('mini/driver.json.bak', '{')
  await write('.git/driver.json', '{')
  await write('being-made/screens/feed.en.xml', '<hierarchy/>')

  await packs.start()

  assert.deepEqual(packs.health(), { ok: true })
})
