#!/usr/bin/env node
import { createRequire } from 'node:module'
import { Command } from 'commander'
import { addDemoCommand } from './cli/demo/demo.ts'
import { addServeCommand } from './cli/serve.ts'
import { addVirtualPhonesCommand } from './cli/virtual-phones.ts'

const { version } = createRequire(import.meta.url)('#package.json')

const program = new Command('phonefarm')
  .description('Phone-farm controller: an HTTP API in front of real Android phones')
  .version(String(version))
addServeCommand(program, String(version))
addVirtualPhonesCommand(program)
addDemoCommand(program)

await program.parseAsync()
