import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { clientTypes } from '../../scripts/client-types.ts'
import { describedRoutes } from '../../scripts/described-routes.ts'

const root = new URL('.', import.meta.resolve('#package.json'))

test("the client's types are those of the API: run npx tsx scripts/write-client-types.ts", () => {
  const written = readFileSync(new URL('clients/typescript/src/api.ts', root), 'utf8')

  assert.equal(written, clientTypes(describedRoutes()))
})

test('the package builds by itself for browsers and Node, with types, and needs no other package', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-client-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root))
  const project = fileURLToPath(new URL('clients/typescript', root))

  await promisify(execFile)(process.execPath, [tsc, '--project', project, '--outDir', folder])

  const { exports, dependencies } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'))
  for (const file of Object.values(exports as Record<string, string>)) {
    const name = path.basename(file)
    assert.ok(readdirSync(folder).includes(name), name)
    assert.ok(readdirSync(folder).includes(name.replace(/js$/, 'd.ts')), name)
  }
  assert.equal(dependencies, undefined)
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.js'))) {
    const imported = [...readFileSync(path.join(folder, name), 'utf8').matchAll(/from '([^']+)'/g)]
    for (const [, from = ''] of imported) assert.match(from, /^\.\/[\w-]+\.js$/, name)
  }
})
