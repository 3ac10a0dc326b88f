import { systemClock } from '../../src/domain/clock.ts'
import { seededRandom } from '../../src/domain/random.ts'
import {
  createPhone,
  type PhoneOptions,
  type VirtualPhone,
} from '../../src/virtual-phone/android/create-phone.ts'
import { silentLog } from '../../src/virtual-phone/log.ts'
import { COMMANDS } from '../../src/virtual-phone/shell/command-table.ts'
import { createDeviceState } from '../../src/virtual-phone/shell/device-state.ts'
import { createCapture, createPipe } from '../../src/virtual-phone/shell/pipe.ts'
import { createShell } from '../../src/virtual-phone/shell/shell.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'

/** A phone that listens nowhere. */
export function makePhone(options: Partial<PhoneOptions> = {}): VirtualPhone {
  return createPhone({
    serial: 'vp-01',
    number: 1,
    seed: 1,
    clock: systemClock,
    random: seededRandom(1),
    log: silentLog,
    saved: undefined,
    savedCommands: [],
    onCommand: () => undefined,
    ...options,
  })
}

export interface LineResult {
  out: string
  err: string
  code: number
}

export interface PhoneShell {
  virtual: VirtualPhone
  clock: FakeClock
  /** Runs a line and moves the clock on until it has ended. */
  run: (line: string, stdin?: string) => Promise<LineResult>
}

/** A new phone whose time only moves while a command runs, and its shell, without adb. */
export function phoneShell(options: Partial<PhoneOptions> = {}): PhoneShell {
  const clock = createFakeClock()
  const virtual = makePhone({ ...options, clock })
  const { phone } = virtual
  const state = createDeviceState(clock.monotonicMs(), () => undefined)
  const shell = createShell({ phone, state, commands: COMMANDS, log: silentLog })

  async function run(line: string, stdin = ''): Promise<LineResult> {
    const input = createPipe()
    input.output.write(stdin)
    input.end()
    const out = createCapture()
    const err = createCapture()
    const io = { stdin: input.reader, out: out.output, err: err.output, signal: new AbortController().signal }
    const progress = { ended: false }
    const running = shell.run(line, io).finally(() => (progress.ended = true))
    while (!progress.ended) await clock.advance(50)
    return { out: out.bytes().toString('utf8'), err: err.bytes().toString('utf8'), code: await running }
  }

  return { virtual, clock, run }
}
