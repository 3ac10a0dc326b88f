import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { Command } from 'commander'
import { addVirtualPhonesCommand } from '../../src/cli/virtual-phones.ts'

const FREE = ['--count', '2', '--adb-port-base', '0', '--control-port', '0']

/** The command in a process of its own, without the rest of `phonefarm`, which takes seconds to load. */
const SCRIPT = `
  import { Command } from '${import.meta.resolve('commander')}'
  import { addVirtualPhonesCommand } from '${new URL('../../src/cli/virtual-phones.js', import.meta.url)}'
  const program = new Command()
  addVirtualPhonesCommand(program)
  await program.parseAsync(['node', 'phonefarm', 'virtual-phones', ...${JSON.stringify(FREE)}])`

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`prints one ready line when all phones answer, and ends cleanly on ${signal}`, async (t) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.after(() => child.kill('SIGKILL'))
    let out = ''
    child.stdout.on('data', (piece) => (out += String(piece)))
    await once(child.stdout, 'data')

    const ready = JSON.parse(out)
    const phones = await (await fetch(`${ready.control}/phones`)).json()
    child.kill(signal)
    const [code] = await once(child, 'close')

    assert.equal(ready.msg, 'ready')
    assert.match(ready.control, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.equal(phones.phones.length, 2)
    assert.equal(out.split('\n').length, 2)
    assert.equal(code, 0)
  })
}

const BAD: [string[], RegExp][] = [
  [[], /required option '--count/],
  [
    ['--count', '0', '--adb-port-base', '0', '--control-port', '0'],
    /count must be a whole number from 1 to 200/,
  ],
  [['--count', '2x', '--adb-port-base', '0', '--control-port', '0'], /count must be a whole number/],
  [['--count', '2', '--adb-port-base', '65535', '--control-port', '0'], /go beyond 65535/],
  [[...FREE, '--frobnicate'], /unknown option '--frobnicate'/],
]

for (const [args, message] of BAD) {
  test(`refuses: virtual-phones ${args.join(' ')}`, async () => {
    let err = ''
    const program = new Command().exitOverride().configureOutput({ writeErr: (text) => (err += text) })
    addVirtualPhonesCommand(program)
    for (const command of program.commands) command.copyInheritedSettings(program)

    await assert.rejects(program.parseAsync(['node', 'phonefarm', 'virtual-phones', ...args]))

    assert.match(err, message)
  })
}
