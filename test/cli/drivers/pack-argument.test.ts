import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { findPack } from '../../../src/cli/drivers/pack-argument.ts'
import { InvalidPack } from '../../../src/driving/check-pack.ts'
import { MINI_DOCUMENT } from '../../driving/support/mini-pack.ts'

/** A drivers directory with the mini pack in these files, as the commands' setting names it. */
async function withPacks(t: TestContext, files: readonly string[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'phonefarm-packs-'))
  const before = process.env['PHONEFARM_DRIVERS_DIR']
  process.env['PHONEFARM_DRIVERS_DIR'] = folder
  t.after(async () => {
    if (before === undefined) delete process.env['PHONEFARM_DRIVERS_DIR']
    else process.env['PHONEFARM_DRIVERS_DIR'] = before
    await rm(folder, { recursive: true, force: true })
  })
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), JSON.stringify(MINI_DOCUMENT))
  }
}

/** The problems that the pack is refused with. */
async function refusal(pack: string): Promise<readonly string[]> {
  try {
    await findPack(pack)
  } catch (error) {
    if (error instanceof InvalidPack) return error.problems.map((problem) => problem.path)
    throw error
  }
  return []
}

test('a pack in the folder of its app can be used', async (t) => {
  await withPacks(t, ['mini/driver.json'])
  assert.deepEqual(await refusal('mini'), [])
})

test('two packs for the same versions are refused, as the daemon does', async (t) => {
  await withPacks(t, ['mini/driver-2.json', 'mini/driver.json'])
  assert.deepEqual(await refusal('mini'), ['/versions'])
})

test('a pack in the folder of another app is refused, as the daemon does', async (t) => {
  await withPacks(t, ['other/driver.json'])
  assert.deepEqual(await refusal('other'), ['/app'])
})
