import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { DatabaseDamaged } from '../../src/store/damage.ts'
import { databaseIn, fill, openIn } from './data-place.ts'

const MUTANTS = 200
const PROCESS_IDS = Array.from({ length: 12 }, (_, index) => `process_${String(index + 1).padStart(3, '0')}`)

/** In memory where the system has such a place: two hundred starts would wait for the disk otherwise. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A small generator of our own, so that a mutant's number says everything about it (source: "mulberry32"). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Harm = (bytes: Buffer, at: (size: number) => number) => Buffer | null

const HARMS: [name: string, harm: Harm][] = [
  [
    'a bit is flipped',
    (bytes, at) => {
      const place = at(bytes.length)
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << at(8)), place)
      return bytes
    },
  ],
  ['a stretch is zero', (bytes, at) => zeroed(bytes, at(bytes.length), 1 + at(4096))],
  ['a page is zero', (bytes, at) => zeroed(bytes, 4096 * at(bytes.length / 4096), 4096)],
  ['the end is gone', (bytes, at) => bytes.subarray(0, at(bytes.length))],
  ['the beginning is garbage', (bytes, at) => bytes.fill(1 + at(255), 0, 100)],
  ['it is empty', () => Buffer.alloc(0)],
  ['it is gone', () => null],
]

function zeroed(bytes: Buffer, from: number, length: number): Buffer {
  return bytes.fill(0, from, Math.min(from + length, bytes.length))
}

/** What becomes of a start: refused in words, or open with so many processes. */
async function startOn(dataDir: string): Promise<number | 'refused'> {
  try {
    const kept = await openIn(dataDir)
    try {
      return PROCESS_IDS.filter((id) => kept.store.read.processes.find(id) !== undefined).length
    } finally {
      await kept.store.close()
    }
  } catch (error) {
    assert.ok(error instanceof DatabaseDamaged || isCorrupt(error), String(error))
    return 'refused'
  }
}

/** Damage deep inside a table is found by whoever reads there. */
function isCorrupt(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CORRUPT')
}

/** Names of all mutants that came to no good end. */
async function badMutants(): Promise<string[]> {
  const place = mkdtempSync(path.join(PLACE, 'phonefarm-mutants-'))
  try {
    const killed = path.join(place, 'killed')
    const closed = path.join(place, 'closed')
    mkdirSync(closed)
    const kept = await openIn(closed)
    await fill(kept, PROCESS_IDS.length)
    cpSync(closed, killed, { recursive: true })
    await kept.store.close()
    const bad: string[] = []
    for (let number = 0; number < MUTANTS; number++) {
      const random = chance(number)
      const at = (size: number) => Math.floor(random() * size)
      const base = number % 2 === 0 ? killed : closed
      const suffix = base === killed ? (['', '-wal', '-shm'][at(3)] ?? '') : ''
      const [name, harm] = HARMS[Math.floor(number / 2) % HARMS.length] ?? [
        'nothing',
        (bytes: Buffer) => bytes,
      ]
      const mutant = path.join(place, 'mutant')
      cpSync(base, mutant, { recursive: true })
      mutate(`${databaseIn(mutant)}${suffix}`, (bytes) => harm(bytes, at))
      const end = await startOn(mutant)
      // What a log's truncated end held cannot be told from what was never written; a database that lost everything can.
      if (end === 0) bad.push(`mutant ${number}: of ${base}, ${name} in ${suffix || 'the file'}: ${end}`)
      rmSync(mutant, { recursive: true })
    }
    return bad
  } finally {
    rmSync(place, { recursive: true })
  }
}

function mutate(file: string, harm: (bytes: Buffer) => Buffer | null): void {
  const bytes = harm(readFileSync(file))
  if (bytes === null) rmSync(file)
  else writeFileSync(file, bytes)
}

test(`of ${MUTANTS} damaged databases none is taken for an empty one and none breaks the start`, async () => {
  assert.deepEqual(await badMutants(), [])
})
