import type { ByteReader } from '../adb/byte-reader.ts'
import type { Phone } from '../android/phone.ts'
import type { DeviceState } from './device-state.ts'

/** Where a command's bytes go. */
export interface Output {
  write: (data: string | Buffer) => void
  /** Resolves when there is room for more. @throws the signal's reason when it aborts first */
  ready: (signal: AbortSignal) => Promise<void>
}

/** The three standard streams of a command line, and when nobody waits for it any more. */
export interface ShellIo {
  stdin: ByteReader
  out: Output
  err: Output
  signal: AbortSignal
}

/** What a command gets. */
export interface CommandContext {
  /** The word it was called by. */
  readonly name: string
  readonly args: readonly string[]
  readonly phone: Phone
  readonly state: DeviceState
  readonly stdin: ByteReader
  readonly out: (data: string | Buffer) => void
  readonly err: (text: string) => void
  /** Wait for it between large pieces of output. */
  readonly ready: () => Promise<void>
  /** Aborts when the host closed the stream or the next command of a pipe has ended. */
  readonly signal: AbortSignal
  /** For commands that call others. */
  readonly runCommand: (args: readonly string[]) => Promise<number>
}

/** One program of the phone. Returns its exit code. */
export type Command = (context: CommandContext) => number | Promise<number>

export type CommandTable = Readonly<Record<string, Command>>

/** The phone's /system/bin/sh. */
export interface Shell {
  /** Runs a line and resolves with its exit code; never rejects for what the line says. */
  run: (line: string, io: ShellIo) => Promise<number>
  /** Runs one command whose words are already apart. */
  runCommand: (args: readonly string[], io: ShellIo) => Promise<number>
}
