import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Clock } from '../../domain/clock.ts'
import { askOnce, dial, frame } from './host-protocol.ts'

/** A line of the list of an adb server. */
export interface ListedPhone {
  serial: string
  state: string
  /** ` product:vphone model:… device:…`, with the blank in front; empty while it is not known. */
  attributes: string
  /** `usb:1-1.2`, null when it is not on USB. */
  usb: string | null
  id: string
}

/** The genuine adb server that does the work behind a virtual USB host. */
export interface PrivateAdb {
  readonly port: number
  list: () => readonly ListedPhone[]
  /** Reads the list anew. */
  refresh: () => Promise<void>
  /** The server's answer, status included. */
  ask: (request: string) => Promise<string>
  /** Ends it. May come twice. */
  stop: () => Promise<void>
}

const READY_MS = 15_000
const LOOK_MS = 20
/** adb 29 pushes no list when a phone turns from offline to unauthorized [tried]. */
const REFRESH_MS = 500

/** Starts an adb server on a port of its own and follows its list. @throws Error when it does not answer in time */
export async function startPrivateAdb(clock: Clock, onList: () => void): Promise<PrivateAdb> {
  const port = await freePort()
  const child = spawn('adb', ['-P', String(port), 'nodaemon', 'server'], { stdio: 'ignore' })
  child.on('error', () => undefined) // there is no adb: told by the wait for its answer
  let list: readonly ListedPhone[] = []

  async function stop(): Promise<void> {
    if (child.pid === undefined || hasEnded(child)) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  function take(text: string): void {
    list = parseList(text)
    onList()
  }

  /** Ends with the server. */
  async function follow(): Promise<void> {
    const socket = await dial(port)
    let text = ''
    socket.write(frame('host:track-devices-l'))
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      if (text.startsWith('OKAY')) text = text.slice(4)
      for (let end = frameEnd(text); text.length >= end; end = frameEnd(text)) {
        take(text.slice(4, end))
        text = text.slice(end)
      }
    })
    socket.on('close', () => (list = []))
  }

  async function refresh(): Promise<void> {
    const answer = await askOnce(port, 'host:devices-l')
    if (answer.startsWith('OKAY')) take(answer.slice(8))
  }

  function refreshLater(): void {
    clock.after(REFRESH_MS, () => {
      if (hasEnded(child)) return
      // A server that has just ended is seen by the clients' own connections.
      refresh()
        .catch(() => undefined)
        .finally(refreshLater)
    })
  }

  try {
    await answers(clock, child, port)
    await follow()
    refreshLater()
  } catch (error) {
    await stop()
    throw error
  }
  return { port, list: () => list, refresh, ask: (request) => askOnce(port, request), stop }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function answers(clock: Clock, child: ChildProcess, port: number): Promise<void> {
  const untilMs = clock.monotonicMs() + READY_MS
  while (clock.monotonicMs() < untilMs && !hasEnded(child)) {
    try {
      await askOnce(port, 'host:version')
      return
    } catch {
      await clock.sleep(LOOK_MS, new AbortController().signal) // not listening yet
    }
  }
  throw new Error('no adb server could be started behind the virtual USB host')
}

/** Where the first frame of a text ends; beyond every text when its length is not there yet. */
function frameEnd(text: string): number {
  return text.length < 4 ? Number.POSITIVE_INFINITY : 4 + Number.parseInt(text.slice(0, 4), 16)
}

const LINE =
  /^(.+?)\s+(device|offline|unauthorized|authorizing|connecting|bootloader|recovery|sideload|rescue|host|no permissions.*?|unknown)((?: (?:usb|product|model|device|transport_id):\S*)*)$/

function parseList(text: string): ListedPhone[] {
  return text.split('\n').flatMap((line) => {
    const [, serial, state, tail = ''] = LINE.exec(line) ?? []
    if (serial === undefined || state === undefined) return []
    const usb = / (usb:\S+)/.exec(tail)?.[1] ?? null
    const id = / transport_id:(\d+)/.exec(tail)?.[1] ?? '0'
    const attributes = tail.replace(/ (?:usb|transport_id):\S+/g, '')
    return [{ serial, state, attributes, usb, id }]
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
