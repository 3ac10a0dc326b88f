#!/usr/bin/env node
import { createRequire } from 'node:module'
import { Command } from 'commander'
import { addServeCommand } from './cli/serve.ts'

const { version } = createRequire(import.meta.url)('#package.json')

const program = new Command('phonefarm')
  .description('Phone-farm controller: an HTTP API in front of real Android phones')
  .version(String(version))
addServeCommand(program, String(version))
// The daemon starts fast, and steps back fast for another one, because it does not read what only the other commands need.
if (process.argv[2] !== 'serve') {
  const { addVirtualPhonesCommand } = await import('./cli/virtual-phones.ts')
  const { addDemoCommand } = await import('./cli/demo/demo.ts')
  const { addStorageCommands } = await import('./cli/storage-commands.ts')
  const { addPhoneCommands } = await import('./cli/phone-commands.ts')
  const { addAccountCommands } = await import('./cli/account-commands.ts')
  const { addKeysCommands } = await import('./cli/keys-commands.ts')
  const { addCallbackCommands } = await import('./cli/callback-commands.ts')
  const { addProcessCommands } = await import('./cli/process-commands.ts')
  const { addBundleCommand } = await import('./cli/bundle-command.ts')
  const { addDriversCommands } = await import('./cli/drivers-commands.ts')
  const { addJudgeCommands } = await import('./cli/judge-commands.ts')
  addVirtualPhonesCommand(program)
  addStorageCommands(program)
  addPhoneCommands(program)
  addAccountCommands(program)
  addKeysCommands(program)
  addBundleCommand(addProcessCommands(program))
  addCallbackCommands(program)
  addDriversCommands(program)
  addJudgeCommands(program)
  addDemoCommand(program)
}

await program.parseAsync()
