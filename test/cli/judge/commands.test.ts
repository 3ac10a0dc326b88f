import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { test, type TestContext } from 'node:test'
import { addDecisions, decisionOf, promptObject } from '../../support/decisions.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { addProcess, openFarm } from '../../support/farm.ts'
import { bundlesOf } from '../../support/process-bundle.ts'

/** The commands in a process of their own, without the rest of `phonefarm`. */
const SCRIPT = `
  import { Command } from '${import.meta.resolve('commander')}'
  import { addJudgeCommands } from '${new URL('../../../src/cli/judge-commands.js', import.meta.url).href}'
  const program = new Command()
  addJudgeCommands(program)
  await program.parseAsync(['node', 'phonefarm', ...process.argv.slice(1)])`

function place(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-judge-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const fileOf = (name: string) => path.join(folder, name)
  return {
    fileOf,
    write: (name: string, content: string): string => {
      writeFileSync(fileOf(name), content)
      return fileOf(name)
    },
    judge: (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', SCRIPT, 'judge', ...args],
        {
          encoding: 'utf8',
          timeout: 60_000,
          env: { PATH: process.env['PATH'] ?? '', PHONEFARM_DATA_DIR: folder },
        },
      )
      return { code: status, out: stdout, err: stderr.replaceAll(folder, 'FOLDER') }
    },
  }
}

test('a judge is asked about one video without any daemon', (t) => {
  const { judge, write } = place(t)
  const prompt = write('prompt.json', JSON.stringify(promptObject()))
  const video = ['--caption', 'Easy meal prep for beginners', '--hashtags', '#mealprep, recipe']

  const told = judge('try', ...video, '--keyword', 'meal prep', '--prompt', prompt)

  assert.deepEqual([told.code, told.err], [0, ''])
  assert.match(told.out, /^watch: relevance \d\.\d\d, confidence \d\.\d\d, by the embedded judge\n/)
})

/** What is no prompt, and what is told of it. */
const WRONG = [
  ['no JSON', '{,}', /is not JSON/],
  ['no object', '[]', /is not a prompt:\n {2}\/ must be object/],
  [
    'fields that are missing or unknown',
    JSON.stringify({ ...promptObject(), prompt_id: undefined, extra: 1 }),
    /is not a prompt:\n {2}\/extra is not a known field\n {2}\/prompt_id is required/,
  ],
  [
    'a contract that does not decide',
    JSON.stringify(promptObject({ output_contract: { type: 'object', properties: { mood: {} } } })),
    /is not a prompt:\n {2}\/output_contract must describe an object with "decision"/,
  ],
  [
    'a contract with a hostile pattern',
    JSON.stringify(
      promptObject({
        output_contract: {
          properties: { decision: { enum: ['watch', 'skip'] }, a: { pattern: '(?=(a+)+$)(?!b)' } },
          required: ['decision'],
        },
      }),
    ),
    /is not a prompt:\n {2}\/output_contract\/properties\/a\/pattern /,
  ],
] as const

for (const [what, text, words] of WRONG) {
  test(`a prompt file with ${what} is refused with path and reason`, (t) => {
    const { judge, write } = place(t)

    const told = judge('try', '--caption', 'x', '--prompt', write('prompt.json', text))

    assert.equal(told.code, 2)
    assert.match(told.err, words)
  })
}

test('a prompt file that is not there is told', (t) => {
  const { judge } = place(t)

  const told = judge('try', '--caption', 'x', '--prompt', '/nowhere/prompt.json')

  assert.equal(told.code, 2)
  assert.match(told.err, /nowhere\/prompt\.json cannot be read/)
})

test('the model judge needs a model', (t) => {
  const { judge } = place(t)

  const told = judge('try', '--caption', 'x', '--judge', 'model')

  assert.deepEqual([told.code, told.err], [2, 'there is no model: PHONEFARM_JUDGE_URL is not set\n'])
})

test('a replay wants either a process or an archive', (t) => {
  const { judge } = place(t)

  assert.equal(judge('replay').code, 2)
  assert.equal(judge('replay', 'p-1', '--bundle', 'x.tar.gz').code, 2)
})

test('what is no archive is told', (t) => {
  const { judge, write } = place(t)

  const told = judge('replay', '--bundle', write('x.tar.gz', 'no archive'))

  assert.equal(told.code, 2)
  assert.match(told.err, /x\.tar\.gz is no bundle that can be read/)
})

/** Saves the bundle of a process that has decided about two videos on the feed. */
async function savedBundle(t: TestContext, file: string): Promise<string> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  t.after(() => store.close())
  await addProcess(store, clock, { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }] })
  const context = { inputs: { watch_seconds: { min: 10, max: 10 } }, prompt: promptObject() }
  await addDecisions(store, { process_id: 'p-1', queue_item_id: 'i-1' }, [
    decisionOf({ context, item: { caption: 'cooking pasta, a recipe', author: 'mia\u001B[2J' } }),
    decisionOf({ context, item: { caption: 'football', hashtags: [] }, judgement: { reason: 'by mistake' } }),
  ])
  const bundle = bundlesOf(store, clock)
  await pipeline(bundle('p-1').stream, createWriteStream(file))
  return file
}

test('an archive is replayed side by side, changes marked, nothing of strangers obeyed by the terminal', async (t) => {
  const { judge, fileOf } = place(t)
  const bundle = await savedBundle(t, fileOf('p-1.tar.gz'))

  const told = judge('replay', '--bundle', bundle)

  const lines = told.out.split('\n')
  assert.deepEqual([told.code, told.err], [0, ''])
  assert.match(lines[0] ?? '', /^ +VIDEO +SEARCHED +RECORDED +NOW +WHY RECORDED +WHY NOW$/)
  assert.match(lines[1] ?? '', /^ +@mia\uFFFD\[2J cooking pasta, a recipe +- +watch 0\.50 embedded +watch \d/)
  assert.match(
    lines[2] ?? '',
    /^\* +@mia football +- +watch 0\.50 embedded +skip \d\.\d\d embedded +by mistake /,
  )
  assert.equal(lines[3], '1 of 2 decided otherwise: 1 watch→skip; watch time about 20 s → 10 s')
})

test('a replay for programs tells the recorded decision and the new one', async (t) => {
  const { judge, fileOf } = place(t)
  const bundle = await savedBundle(t, fileOf('p-1.tar.gz'))

  const told = JSON.parse(judge('replay', '--bundle', bundle, '--json', '--changed').out)

  assert.equal(told.decisions.length, 1)
  const [{ item, decision, replayed, changed }] = told.decisions
  assert.deepEqual([item.caption, decision, replayed.decision, changed], ['football', 'watch', 'skip', true])
  assert.deepEqual(told.summary.watch_seconds, { recorded: 20, replayed: 10 })
})
