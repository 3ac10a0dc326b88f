import type { Clock } from '../../src/domain/clock.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { seededRandom } from '../../src/domain/random.ts'
import {
  createPhone,
  type PhoneOptions,
  type VirtualPhone,
} from '../../src/virtual-phone/android/create-phone.ts'
import type { Phone } from '../../src/virtual-phone/android/phone.ts'
import { silentLog } from '../../src/virtual-phone/log.ts'
import { COMMANDS } from '../../src/virtual-phone/shell/command-table.ts'
import { createDeviceState } from '../../src/virtual-phone/shell/device-state.ts'
import { createCapture, createPipe } from '../../src/virtual-phone/shell/pipe.ts'
import { createShell } from '../../src/virtual-phone/shell/shell.ts'

/** A phone that listens nowhere. */
export function makePhone(options: Partial<PhoneOptions> & { clock?: Clock } = {}): VirtualPhone {
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

/** A shell on the phone, without adb. */
export function makeShell(phone: Phone): (line: string, stdin?: string) => Promise<LineResult> {
  const state = createDeviceState(phone.clock.monotonicMs(), () => undefined)
  const shell = createShell({ phone, state, commands: COMMANDS, log: silentLog })
  return async (line, stdin = '') => {
    const input = createPipe()
    input.output.write(stdin)
    input.end()
    const out = createCapture()
    const err = createCapture()
    const io = { stdin: input.reader, out: out.output, err: err.output, signal: new AbortController().signal }
    const code = await shell.run(line, io)
    return { out: out.bytes().toString('utf8'), err: err.bytes().toString('utf8'), code }
  }
}
