import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { createEvidenceFiles, type EvidenceFiles } from '../../src/evidence/evidence-files.ts'
import { createEvidenceLibrary, type LibraryDeps, type Piece } from '../../src/evidence/evidence-library.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { silentLog } from '../support/farm.ts'
import { orderedIds } from '../support/store.ts'

/** Evidence on real files and a real database, in a directory that goes with the test. */
export function evidencePlace(t: TestContext, given: Partial<LibraryDeps> = {}) {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-evidence-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const root = path.join(directory, 'evidence')
  const files: EvidenceFiles = createEvidenceFiles(root)
  files.prepare()
  const store = given.store ?? openedStore(t)
  const clock = createFakeClock()
  const library = createEvidenceLibrary({
    store,
    files,
    newId: orderedIds(),
    log: silentLog,
    quotaBytes: 1024 * 1024,
    freeBytes: () => Number.POSITIVE_INFINITY,
    ...given,
  })
  const listed = (process_id = 'p1') =>
    store.read.artifacts.ofProcess({ process_id, before: '~', limit: 1000 }).toReversed()
  return { directory, root, files, store, clock, library, listed }
}

function openedStore(t: TestContext): Store {
  const store = openStore({ file: ':memory:' })
  t.after(() => store.close())
  return store
}

/** A piece of the first attempt of the item i1. */
export function pieceOf(more: Partial<Piece> = {}): Piece {
  return {
    process_id: 'p1',
    queue_item_id: 'i1',
    attempt: 1,
    kind: 'logcat',
    name: '001-logcat.txt',
    content_type: 'text/plain; charset=utf-8',
    detail: {},
    at: '2026-03-22T08:30:00.000Z',
    ...more,
  }
}
