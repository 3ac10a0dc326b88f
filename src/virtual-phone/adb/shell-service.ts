import { once } from 'node:events'
import { type Duplex, PassThrough } from 'node:stream'
import type { Output, Shell, ShellIo } from '../shell/command.ts'
import { createByteReader } from './byte-reader.ts'

/** Frame ids of the shell protocol, version 2 (source: AOSP adb, shell_protocol.h). */
const FRAME = { stdin: 0, stdout: 1, stderr: 2, exit: 3, closeStdin: 4 } as const
/** A host never sends more at once; a larger length is not the shell protocol. */
const FRAME_MAX = 1024 * 1024
const FRAME_HEAD_BYTES = 5
const PROMPT = 'vphone:/ $ '

/** `shell,v2:` and `shell,v2,raw:`: framed input and output, and the exit code at the end. Without a command line: a shell that reads its lines. */
export async function serveShellV2(
  stream: Duplex,
  shell: Shell,
  line: string,
  options: { terminal: boolean; signal: AbortSignal },
): Promise<void> {
  const input = new PassThrough()
  void readFrames(stream, input, options.signal) // never rejects; ends with the stream
  const out = framedOutput(stream, FRAME.stdout)
  const err = framedOutput(stream, FRAME.stderr)
  const io = {
    stdin: createByteReader(input),
    out,
    err: options.terminal ? out : err,
    signal: options.signal,
  }
  const code = line === '' ? await interact(shell, io, options.terminal) : await shell.run(line, io)
  stream.end(frame(FRAME.exit, Buffer.from([code & 0xff])))
}

/** `shell:` of old hosts and `exec:`: bytes in, both outputs mixed out, no exit code. */
export async function serveRawShell(
  stream: Duplex,
  run: (io: ShellIo) => Promise<number>,
  signal: AbortSignal,
): Promise<void> {
  const out = plainOutput(stream)
  await run({ stdin: createByteReader(stream), out, err: out, signal })
  stream.end()
}

/** Runs the lines that come in until the input ends or says `exit`. A terminal sees prompts, and what it types. */
export async function interact(shell: Shell, io: ShellIo, terminal: boolean): Promise<number> {
  let code = 0
  for (;;) {
    if (terminal) io.out.write(PROMPT)
    const line = (await io.stdin.readLine())?.replace(/\r$/, '')
    if (line === undefined || io.signal.aborted) return code
    if (terminal) io.out.write(`${line}\r\n`)
    const exit = /^\s*exit(?:\s+(\d+))?\s*$/.exec(line)
    if (exit) return exit[1] === undefined ? code : Number(exit[1])
    code = await shell.run(line, io)
  }
}

/** Takes standard input out of its frames. Waits while nobody reads it, so that the host is stopped instead of the memory filled. */
async function readFrames(stream: Duplex, input: PassThrough, signal: AbortSignal): Promise<void> {
  const reader = createByteReader(stream)
  for (;;) {
    const head = await reader.read(FRAME_HEAD_BYTES)
    const length = head?.readUInt32LE(1) ?? 0
    if (!head || length > FRAME_MAX) break
    const data = await reader.read(length)
    if (!data) break
    if (head[0] === FRAME.closeStdin) input.end()
    // Window sizes and ids of newer protocols are ignored, as adbd does.
    else if (head[0] === FRAME.stdin && !input.writableEnded && !input.write(data)) {
      const drained = await once(input, 'drain', { signal }).catch(() => null)
      if (!drained) break // the host has gone
    }
  }
  input.end()
}

function frame(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  head.writeUInt8(id, 0)
  head.writeUInt32LE(data.length, 1)
  return Buffer.concat([head, data])
}

function framedOutput(stream: Duplex, id: number): Output {
  return output(stream, (data) => frame(id, data))
}

function plainOutput(stream: Duplex): Output {
  return output(stream, (data) => data)
}

function output(stream: Duplex, wrap: (data: Buffer) => Buffer): Output {
  return {
    write: (data) => {
      if (data.length > 0 && stream.writable) stream.write(wrap(Buffer.from(data)))
    },
    ready: async (signal) => {
      if (stream.writable && stream.writableNeedDrain) await once(stream, 'drain', { signal })
    },
  }
}
