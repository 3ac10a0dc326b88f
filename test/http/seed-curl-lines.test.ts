import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { startedApi } from './support/started-api.ts'
import { KEY } from './support/started-http.ts'

const root = new URL('.', import.meta.resolve('#package.json'))
const seeds = new URL('../shared/seeds/', root)

/** The lines as the user's documents print them; a copy, for whoever has no documents beside the repository. */
const LINES = readFileSync(new URL('test/http/seeds/curl-lines.txt', root), 'utf8').trim().split('\n\n')

/** Whole commands: from a line that begins with curl to the one that ends its quotes and is not continued. */
function commandsIn(text: string): string[] {
  const commands: string[] = []
  let open: string | null = null
  for (const line of text.split('\n')) {
    if (open === null && !line.startsWith('curl ')) continue
    open = open === null ? line : `${open}\n${line}`
    const isWhole = (open.split("'").length - 1) % 2 === 0 && !line.endsWith('\\')
    if (!isWhole) continue
    commands.push(open)
    open = null
  }
  return commands
}

test('the copy is what the documents print', { skip: !existsSync(seeds) && 'no documents here' }, () => {
  const printed = readdirSync(seeds)
    .toSorted()
    .flatMap((name) => commandsIn(readFileSync(new URL(name, seeds), 'utf8')))

  assert.deepEqual(LINES, printed)
})

/** Types the line into a shell, with only host and key exchanged. */
async function typed(line: string, url: string, processId = ''): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)('bash', ['-c', `${line} --silent --show-error`], {
    env: {
      PATH: process.env['PATH'],
      PHONEFARM_BASE_URL: url,
      PHONEFARM_API_KEY: KEY,
      PROCESS_ID: processId,
    },
  })
  return JSON.parse(stdout) as Record<string, unknown>
}

async function farmOfTheDocuments(t: TestContext) {
  const api = await startedApi(t)
  const body = { phone_id: 'phone_01', app: 'clips', username: 'user095916355', status: 'active' }
  await api.ask('/accounts/account_user095916355', { method: 'PUT', body })
  return api
}

const lineWith = (words: string) => LINES.find((line) => line.includes(words)) ?? ''

test('maintenance is asked for, told again, and read with the lines of the documents', async (t) => {
  const { url } = await farmOfTheDocuments(t)
  const line = lineWith('/maintenance/requests')

  const accepted = await typed(line, url)
  const again = await typed(line, url)
  const read = await typed(lineWith('/processes/'), url, String(accepted['process_id']))

  const { process_id, ...rest } = accepted
  assert.deepEqual(rest, {
    status: 'accepted',
    request_id: 'maint-2026-03-22-001',
    process_type: 'maintenance',
  })
  assert.deepEqual([again['process_id'], again['duplicate']], [process_id, true])
  assert.deepEqual([read['process_id'], read['status']], [process_id, 'queued'])
})

test('a runtime snapshot is synced with the line of the documents', async (t) => {
  const { url } = await farmOfTheDocuments(t)

  const told = await typed(lineWith('/runtime-snapshots/upsert'), url)

  assert.deepEqual(told, {
    status: 'upserted',
    account_id: 'account_user095916355',
    snapshot_id: 'snapshot-2026-03-22-001',
    strategy_version: 7,
    strategy_synced_at: '2026-03-22T08:30:00.000Z',
  })
})
