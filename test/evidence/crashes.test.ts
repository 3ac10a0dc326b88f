import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { systemClock } from '../../src/domain/clock.ts'
import { createEvidenceFiles } from '../../src/evidence/evidence-files.ts'
import { createEvidenceLibrary } from '../../src/evidence/evidence-library.ts'
import { createEvidenceUpkeep } from '../../src/evidence/evidence-upkeep.ts'
import { openStore } from '../../src/store/store.ts'
import { silentLog } from '../support/farm.ts'

const sourceOf = (file: string) => new URL(`../../src/${file}.js`, import.meta.url).href

/** Keeps and drops pieces without an end within a small quota, until it is killed; tells each one that was stored. */
const WRITER = `
  import { randomBytes, randomUUID } from 'node:crypto'
  import { createEvidenceFiles } from '${sourceOf('evidence/evidence-files')}'
  import { createEvidenceLibrary } from '${sourceOf('evidence/evidence-library')}'
  import { openStore } from '${sourceOf('store/store')}'
  import { systemClock } from '${sourceOf('domain/clock')}'
  const [directory] = process.argv.slice(1)
  const files = createEvidenceFiles(directory + '/evidence')
  files.prepare()
  const log = { debug() {}, info() {}, warn() {} }
  const library = createEvidenceLibrary({
    store: openStore({ file: directory + '/phonefarm.db' }), files, newId: randomUUID, log,
    quotaBytes: 40 * 4096, freeBytes: () => Infinity,
  })
  for (let number = 1; ; number++) {
    const at = systemClock.now().toISOString()
    const piece = { process_id: 'p1', queue_item_id: 'i1', attempt: 1, kind: 'logcat', name: String(number), content_type: 'text/plain', detail: {}, at }
    await Promise.all([library.keep(piece, randomBytes(3000)), library.keep(piece, Buffer.from('the same each time'))])
    console.log(number)
  }`

test('a daemon that is killed between file and row leaves a picture that agrees with itself after the next sweep', async (t) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-evidence-'))
  t.after(() => rmSync(directory, { recursive: true }))

  for (const killAfter of [3, 17, 45]) {
    const writer = spawn(process.execPath, ['--input-type=module', '-e', WRITER, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of createInterface({ input: writer.stdout }))
      if (Number(line) === killAfter) writer.kill('SIGKILL')
    if (writer.signalCode === null) await once(writer, 'exit')
    assert.equal(writer.signalCode, 'SIGKILL')

    const store = openStore({ file: path.join(directory, 'phonefarm.db') })
    const files = createEvidenceFiles(path.join(directory, 'evidence'))
    files.prepare()
    const library = createEvidenceLibrary({
      store,
      files,
      newId: () => '',
      log: silentLog,
      quotaBytes: 40 * 4096,
      freeBytes: () => Number.POSITIVE_INFINITY,
    })
    const clock = { ...systemClock, sleep: () => Promise.resolve() }
    const upkeep = createEvidenceUpkeep({ store, library, files, clock, keepDays: 14, log: silentLog })
    const rows = store.read.artifacts.ofProcess({ process_id: 'p1', before: '~', limit: 100_000 })
    const hashes = [...new Set(rows.flatMap(({ sha256 }) => sha256 ?? []))]

    // Before anything is mended: a row never speaks of what is not there.
    for (const hash of hashes) assert.notEqual(await files.read(hash), null, hash)
    await upkeep.sweepOnce(new AbortController().signal)

    const there: string[] = []
    for (let prefix = 0; prefix < 256; prefix++)
      there.push(...(await files.list(prefix.toString(16).padStart(2, '0'))))
    assert.deepEqual(there.toSorted(), hashes.toSorted())
    assert.equal(
      rows.some(({ missing }) => missing === 'lost'),
      false,
    )
    assert.ok(library.usedBytes() <= 40 * 4096, `${library.usedBytes()}`)
    await store.close()
  }
})
