import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidPack } from '../../src/driving/check-pack.ts'
import { readPack, type PackReading } from '../../src/driving/load-packs.ts'
import type { Pack } from '../../src/driving/pack.ts'
import { settlePacks } from '../../src/driving/settle-packs.ts'
import { MINI_DOCUMENT } from './support/mini-pack.ts'

/** A good pack in that file, for those versions. */
function packIn(file: string, from: string, below: string, changes: object = {}): Pack {
  const document = { ...MINI_DOCUMENT, versions: { from, below }, ...changes }
  return readPack(Buffer.from(JSON.stringify(document)), file)
}

const good = (pack: Pack, app = 'mini'): PackReading => ({
  app,
  file: pack.file,
  pack,
  bytes: Buffer.from(''),
})
const broken = (file: string): PackReading => ({
  app: 'mini',
  file,
  error: new InvalidPack(file, [{ path: '', message: 'is broken' }]),
})

function settle(readings: readonly PackReading[], before: readonly Pack[] = [], isNeeded = false) {
  const { used, problems } = settlePacks({
    readings,
    before: new Map(before.map((pack) => [pack.file, pack])),
    isNeeded: () => isNeeded,
  })
  return {
    used: used.map(({ file, versions }) => `${file} ${versions.from}-${versions.below}`).toSorted(),
    problems: problems.flatMap(({ file, error }) =>
      error.problems.map(({ path, message }) => `${file} ${path || '/'} ${message}`),
    ),
  }
}

const OLD = packIn('mini/driver.json', '1.0', '2.0')
const NEXT = packIn('mini/driver-2.json', '2.0', '3.0')

test('packs for other versions of an app stand beside each other', () => {
  assert.deepEqual(settle([good(OLD), good(NEXT)]), {
    used: ['mini/driver-2.json 2.0-3.0', 'mini/driver.json 1.0-2.0'],
    problems: [],
  })
})

test('of two packs whose versions overlap the one that has changed gives way to what it was before', () => {
  const wider = packIn('mini/driver.json', '1.0', '2.5')

  assert.deepEqual(settle([good(NEXT), good(wider)], [OLD, NEXT]), {
    used: ['mini/driver-2.json 2.0-3.0', 'mini/driver.json 1.0-2.0'],
    problems: ['mini/driver.json /versions overlaps with mini/driver-2.json, which is for 2.0 to below 3.0'],
  })
})

test('two files that change together may move the border between them', () => {
  const wider = packIn('mini/driver.json', '1.0', '2.5')
  const later = packIn('mini/driver-2.json', '2.5', '3.0')

  assert.deepEqual(settle([good(later), good(wider)], [OLD, NEXT]), {
    used: ['mini/driver-2.json 2.5-3.0', 'mini/driver.json 1.0-2.5'],
    problems: [],
  })
})

test('a broken file leaves what it was before in use', () => {
  assert.deepEqual(settle([broken('mini/driver.json')], [OLD]), {
    used: ['mini/driver.json 1.0-2.0'],
    problems: ['mini/driver.json / is broken'],
  })
})

test('a broken file that never was good is left out', () => {
  assert.deepEqual(settle([broken('mini/driver.json'), good(NEXT)]), {
    used: ['mini/driver-2.json 2.0-3.0'],
    problems: ['mini/driver.json / is broken'],
  })
})

test('a new file does not push out what a broken one was before', () => {
  const other = packIn('mini/driver-b.json', '1.5', '2.0')

  assert.deepEqual(settle([good(other), broken('mini/driver.json')], [OLD]), {
    used: ['mini/driver.json 1.0-2.0'],
    problems: [
      'mini/driver.json / is broken',
      'mini/driver-b.json /versions overlaps with mini/driver.json, which is for 1.0 to below 2.0',
    ],
  })
})

test('a pack that is gone stays in use as long as accounts live on its app', () => {
  assert.deepEqual(settle([], [OLD], true), {
    used: ['mini/driver.json 1.0-2.0'],
    problems: ['mini/driver.json / is gone, and accounts live on mini'],
  })
})

test('a pack that is gone is let go when nobody needs it', () => {
  assert.deepEqual(settle([], [OLD], false), { used: [], problems: [] })
})

test('a file under another name takes the place of the one that is gone', () => {
  const renamed = packIn('mini/driver-1.json', '1.0', '2.0')

  assert.deepEqual(settle([good(renamed)], [OLD], true), {
    used: ['mini/driver-1.json 1.0-2.0'],
    problems: [],
  })
})

test('the packs of one app drive one package', () => {
  const other = packIn('mini/driver-2.json', '2.0', '3.0', { package: 'org.example.other' })

  assert.deepEqual(settle([good(OLD), good(other)]).problems, [
    'mini/driver-2.json /package is org.example.mini in mini/driver.json',
  ])
})

test('two apps do not drive one package', () => {
  const other = packIn('copy/driver.json', '1.0', '2.0', { app: 'copy' })

  assert.deepEqual(settle([good(OLD), good(other, 'copy')]).problems, [
    'copy/driver.json /package belongs to the app mini (mini/driver.json)',
  ])
})

test('a pack stands in the folder of its app', () => {
  const strayed = packIn('copy/driver.json', '1.0', '2.0')

  assert.deepEqual(settle([good(strayed, 'copy')]).problems, [
    'copy/driver.json /app is mini in the folder copy',
  ])
})
