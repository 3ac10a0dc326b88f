import type { Command } from 'commander'
import Type, { type TSchema } from 'typebox'
import { loadConfig } from '../config.ts'
import { Account as AccountAnswer } from '../http/account-schemas.ts'
import { printAccount } from './account-page.ts'
import { createDaemonClient, type DaemonClient } from './daemon-client.ts'
import { printJson, printLine, printTable, readAll, type Shown } from './print.ts'
import { told } from './told.ts'
import { whoAmI } from './who.ts'

/** What the table shows of an account; the rest of the answer is for `--json`. */
const Account = Type.Object({
  account_id: Type.String(),
  phone_id: Type.String(),
  app: Type.String(),
  username: Type.String(),
  status: Type.String(),
  hand_over: Type.Union([Type.Object({ needed: Type.String(), opened_at: Type.String() }), Type.Null()]),
})

const pageOf = <Item extends TSchema>(item: Item) => Type.Object({ accounts: Type.Array(item) })

interface Listed extends Shown {
  onHold?: true
}

/** Adds `phonefarm accounts`: which accounts wait for a person, and how they go on. */
export function addAccountCommands(program: Command): void {
  const accounts = program.command('accounts').description('accounts of the running daemon')
  accounts
    .command('list')
    .description('every account, and what it waits for a person to do')
    .option('--on-hold', 'only those that wait for a person')
    .option('--json', 'print what the API answers')
    .action((shown: Listed) => told(() => list(shown)))
  accounts
    .command('show')
    .description('one account: as whom its app was seen, what keeps it from working, what it has worked')
    .argument('<account>', 'its id')
    .option('--json', 'print what the API answers')
    .action((id: string, shown: Shown) => told(() => show(id, shown)))
  accounts
    .command('resume')
    .description('let an account go on when what its app asked for is done')
    .argument('<account>', 'its id')
    .requiredOption('--note <text>', 'what was done, for the history')
    .option('--by <name>', 'who did it', whoAmI())
    .action((id: string, done: { note: string; by: string }) => told(() => resume(id, done)))
}

function daemon(): DaemonClient {
  return createDaemonClient(loadConfig(process.env).config)
}

async function list({ json, onHold }: Listed): Promise<void> {
  const path = onHold ? '/accounts?on_hold=true' : '/accounts'
  if (json)
    return printJson(await readAll(daemon(), path, pageOf(Type.Unknown()), ({ accounts }) => accounts))
  const accounts = await readAll(daemon(), path, pageOf(Account), ({ accounts }) => accounts)
  printTable(
    ['ACCOUNT', 'USERNAME', 'APP', 'PHONE', 'STATUS', 'WAITS SINCE', 'NEEDED'],
    accounts.map(({ account_id, username, app, phone_id, status, hand_over }) => [
      account_id,
      username,
      app,
      phone_id,
      hand_over === null ? status : `${status} (on hold)`,
      hand_over?.opened_at ?? null,
      hand_over?.needed ?? null,
    ]),
  )
}

async function show(accountId: string, { json }: Shown): Promise<void> {
  const path = `/accounts/${encodeURIComponent(accountId)}`
  if (json) return printJson(await daemon().json(path, Type.Unknown()))
  printAccount(await daemon().json(path, AccountAnswer))
}

async function resume(accountId: string, body: { note: string; by: string }): Promise<void> {
  const path = `/accounts/${encodeURIComponent(accountId)}/resume`
  const { account_id } = await daemon().json(path, Account, { method: 'POST', body })
  printLine(`${account_id} goes on`)
}
