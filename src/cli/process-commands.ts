import type { Command } from 'commander'
import Type from 'typebox'
import { loadConfig } from '../config.ts'
import { createDaemonClient, type DaemonClient } from './daemon-client.ts'
import { printJson, printLine, printTable, readAll, type Shown } from './print.ts'
import { told } from './told.ts'

const Explanation = Type.Object({
  status: Type.String(),
  waiting: Type.Array(
    Type.Object({
      queue_item_id: Type.String(),
      code: Type.String(),
      message: Type.String(),
      since: Type.String(),
      until: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  failures: Type.Array(
    Type.Object({ queue_item_id: Type.String(), category: Type.String(), message: Type.String() }),
  ),
})

/** Adds `phonefarm process`: what became of a process. @returns the noun, for verbs of other files */
export function addProcessCommands(program: Command): Command {
  const noun = program.command('process').description('a process of the running daemon')
  noun
    .command('show')
    .description('its record')
    .argument('<process>', 'its id')
    .action((id: string) => told(async () => printJson(await read(id, '', Type.Object({})))))
  noun
    .command('explain')
    .description('why it waits and why it failed')
    .argument('<process>', 'its id')
    .option('--json', 'print what the API answers')
    .action((id: string, shown: Shown) => told(() => explain(id, shown)))
  noun
    .command('artifacts')
    .description('the evidence of its attempts')
    .argument('<process>', 'its id')
    .action((id: string) => told(() => listArtifacts(id)))
  return noun
}

function daemon(): DaemonClient {
  return createDaemonClient(loadConfig(process.env).config)
}

function pathOf(processId: string): string {
  return `/processes/${encodeURIComponent(processId)}`
}

function read<S extends Type.TSchema>(processId: string, below: string, schema: S) {
  return daemon().json(`${pathOf(processId)}${below}`, schema)
}

/** All of it: one attempt of a warmup alone has more pieces than a page. */
async function listArtifacts(processId: string): Promise<void> {
  const page = Type.Object({ artifacts: Type.Array(Type.Unknown()) })
  printJson(await readAll(daemon(), `${pathOf(processId)}/artifacts`, page, ({ artifacts }) => artifacts))
}

async function explain(processId: string, { json }: Shown): Promise<void> {
  const answer = await read(processId, '/explain', Explanation)
  if (json) return printJson(answer)
  printLine(`${processId} is ${answer.status}`)
  if (answer.waiting.length > 0) {
    printTable(
      ['ITEM', 'WAITS FOR', 'SINCE', 'UNTIL', 'WHY'],
      answer.waiting.map(({ queue_item_id, code, since, until, message }) => [
        queue_item_id,
        code,
        since,
        until,
        message,
      ]),
    )
  }
  if (answer.failures.length > 0) {
    printTable(
      ['ITEM', 'FAILED BY', 'WHY'],
      answer.failures.map(({ queue_item_id, category, message }) => [queue_item_id, category, message]),
    )
  }
}
