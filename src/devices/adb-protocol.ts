import { once } from 'node:events'
import { connect } from 'node:net'

/**
 * What went wrong between us and the adb server: nobody listens (`no_server`), it answered FAIL (`refused`, message = its own words),
 * the conversation broke off or made no sense (`broken`), no answer in time (`timeout`), or there is no adb program (`no_binary`).
 */
export type AdbErrorKind = 'no_server' | 'refused' | 'broken' | 'timeout' | 'no_binary'

export class AdbError extends Error {
  override name = 'AdbError'
  readonly kind: AdbErrorKind

  constructor(kind: AdbErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** One conversation with the adb server; a server closes it after most answers, so it is never used twice. */
export interface AdbConnection {
  /** Sends a request and reads its OKAY. @throws AdbError 'refused' with the server's words */
  ask: (request: string) => Promise<void>
  /** Sends bytes as they are, to the service that was asked for. */
  send: (bytes: string) => void
  /** Exactly `length` bytes; null when the other side ended first. */
  read: (length: number) => Promise<Buffer | null>
  /** A text with its length in four hex digits in front; null when the other side ended instead. */
  readText: () => Promise<string | null>
  close: () => void
}

/**
 * Connects to the adb server on loopback. Every wait of the connection ends with the signal's reason when it aborts.
 * @throws AdbError 'no_server'
 */
export async function openAdbConnection(port: number, signal: AbortSignal): Promise<AdbConnection> {
  signal.throwIfAborted()
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const onAbort = () => socket.destroy(asError(signal.reason))
  signal.addEventListener('abort', onAbort, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', onAbort))
  // An error is seen by whoever reads; without this listener one that comes between two reads would end the process.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect')
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw new AdbError('no_server', `no adb server answers on 127.0.0.1:${port}`, { cause: error })
  }

  const chunks: AsyncIterator<unknown> = socket.iterator()
  /** What has come and was not read yet, in pieces: put together only once a reader has all that it waits for. */
  let pieces: Buffer[] = []
  let pieceBytes = 0

  async function read(length: number): Promise<Buffer | null> {
    while (pieceBytes < length) {
      const { value, done } = await nextChunk()
      if (done === true) return null
      if (!Buffer.isBuffer(value)) continue
      pieces.push(value)
      pieceBytes += value.length
    }
    const buffered = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces)
    pieces = [buffered.subarray(length)]
    pieceBytes -= length
    return buffered.subarray(0, length)
  }

  async function nextChunk(): Promise<IteratorResult<unknown>> {
    try {
      return await chunks.next()
    } catch (error) {
      signal.throwIfAborted()
      throw new AdbError('broken', 'the connection to the adb server broke', { cause: error })
    }
  }

  async function readText(): Promise<string | null> {
    const length = await read(4)
    if (length === null) return null
    const text = await read(parseLength(length))
    return text === null ? null : text.toString('utf8')
  }

  return {
    read,
    readText,
    send: (bytes) => void socket.write(bytes),
    async ask(request) {
      socket.write(frame(request))
      const status = await read(4)
      if (status?.equals(OKAY) === true) return
      if (status?.equals(FAIL) === true)
        throw new AdbError('refused', (await readText()) ?? 'refused without a reason')
      const seen = status === null ? 'nothing' : JSON.stringify(status.toString('latin1'))
      throw new AdbError(
        'broken',
        `what listens on 127.0.0.1:${port} answered ${seen} instead of OKAY or FAIL to ${request}: is it an adb server?`,
      )
    },
    close: () => socket.destroy(),
  }
}

const OKAY = Buffer.from('OKAY')
const FAIL = Buffer.from('FAIL')

/** Requests are a length in four hex digits and the text (source: AOSP, adb/OVERVIEW.TXT). */
function frame(request: string): Buffer {
  const body = Buffer.from(request, 'utf8')
  return Buffer.concat([Buffer.from(body.length.toString(16).padStart(4, '0')), body])
}

function parseLength(digits: Buffer): number {
  const text = digits.toString('latin1')
  if (!/^[0-9a-f]{4}$/i.test(text))
    throw new AdbError('broken', `the adb server sent ${JSON.stringify(text)} as a length`)
  return Number.parseInt(text, 16)
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}

export interface ShellResult {
  stdout: string
  stderr: string
  /** Null when the phone closed the stream without one (it rebooted, or the cable went). */
  exitCode: number | null
}

const SHELL_STREAM = { stdout: 1, stderr: 2, exit: 3 } as const

/** Reads the packets of a `shell,v2` service to their end: id, length (4 bytes, little endian), data (source: AOSP, adb/shell_protocol.h). */
export async function readShellResult(connection: AdbConnection): Promise<ShellResult> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  let exitCode: number | null = null
  for (let header = await connection.read(5); header !== null; header = await connection.read(5)) {
    const data = await connection.read(header.readUInt32LE(1))
    if (data === null) break
    const stream = header.readUInt8(0)
    if (stream === SHELL_STREAM.stdout) stdout.push(data)
    if (stream === SHELL_STREAM.stderr) stderr.push(data)
    if (stream === SHELL_STREAM.exit) exitCode = data.readUInt8(0)
  }
  return {
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
    exitCode,
  }
}

/** One line of the list of phones. */
export interface AdbDevice {
  /** May hold colons, dots, blanks and parentheses (network and mDNS phones). */
  serial: string
  /** `device`, `offline`, `unauthorized`, `authorizing`, `connecting`, `bootloader`, `recovery` …; "no permissions (…)" is `no permissions`. */
  state: string
  /** Changes with every new connection of the phone; null when the server names none. */
  transport_id: string | null
  model: string | null
  /** `1-1.2`: the USB port that the phone hangs on, as Linux names it; null for a phone that is not on USB. */
  usb: string | null
}

/** Longest first, so that `no permissions` is not taken for a serial that ends in "no". */
const STATE =
  'no permissions.*|device|offline|unauthorized|authorizing|connecting|bootloader|recovery|sideload|rescue|host|detached|unknown'
const ATTRIBUTES = /(?: (?:usb|product|model|device|transport_id):\S*)+$/
const SERIAL_AND_STATE = new RegExp(`^(.+?)\\s+(${STATE})$`)

/** Parses the text of `host:devices-l` and of each `host:track-devices-l` frame; a line that says nothing we know is left out. */
export function parseDevices(text: string): AdbDevice[] {
  return text.split('\n').flatMap((line) => {
    const attributes = ATTRIBUTES.exec(line)?.[0] ?? ''
    const match = SERIAL_AND_STATE.exec(line.slice(0, line.length - attributes.length).trimEnd())
    const [, serial, state] = match ?? []
    if (serial === undefined || state === undefined) return []
    return [
      {
        serial,
        state: state.startsWith('no permissions') ? 'no permissions' : state,
        transport_id: / transport_id:(\S+)/.exec(attributes)?.[1] ?? null,
        model: / model:(\S+)/.exec(attributes)?.[1] ?? null,
        usb: / usb:(\S+)/.exec(attributes)?.[1] ?? null,
      },
    ]
  })
}

export interface Forward {
  serial: string
  /** `tcp:8200`. */
  local: string
  /** `tcp:6790`. */
  remote: string
}

/** Parses `host:list-forward`: `SERIAL LOCAL REMOTE` a line; a serial may hold blanks, the other two do not. */
export function parseForwards(text: string): Forward[] {
  return text.split('\n').flatMap((line) => {
    const [, serial, local, remote] = /^(.+) (\S+) (\S+)$/.exec(line.trimEnd()) ?? []
    return serial === undefined || local === undefined || remote === undefined
      ? []
      : [{ serial, local, remote }]
  })
}
