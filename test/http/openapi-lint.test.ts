import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openApi } from '../../src/http/openapi.ts'
import { everyRoute } from './support/all-routes.ts'

const root = new URL('.', import.meta.resolve('#package.json'))

test('the description is right by the recommended rules of a linter that is not ours', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'openapi.json')
  writeFileSync(file, JSON.stringify(openApi(everyRoute(), '0.0.0-test')))

  const redocly = fileURLToPath(new URL('node_modules/@redocly/cli/bin/cli.js', root))
  const config = fileURLToPath(new URL('redocly.yaml', root))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [redocly, 'lint', `--config=${config}`, '--format=json', '--max-problems=1000', file],
    { env: { PATH: process.env['PATH'], REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
  ).catch((error: { stdout: string }) => error)

  const { totals, problems } = JSON.parse(stdout) as { totals: object; problems: unknown[] }
  assert.deepEqual(problems, [])
  assert.deepEqual(totals, { errors: 0, warnings: 0, ignored: 0 })
})
