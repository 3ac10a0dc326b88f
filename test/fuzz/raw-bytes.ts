import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Type from 'typebox'
import { freePort } from '../../src/devices/free-port.ts'
import { type Random, seededRandom } from '../../src/domain/random.ts'
import { startMain, type LogLine } from '../e2e/support/main-process.ts'
import { cancel, fypWarmup, keywordWarmup, maintenance, snapshot } from '../http/support/requests.ts'

const KEY = 'raw-bytes-key-0123456789abcdef'
const Ready = Type.Object({ url: Type.String(), admin: Type.String() })

/** Bits that zzuf turns, as a share: from a letter in a request to a tenth of it. */
const RATIOS = ['0.0005', '0.002', '0.01', '0.1']
/** Requests that one run of zzuf mutilates. */
const BATCH = 400
const AT_ONCE = 16
/** A mutilated length makes the server wait for bytes that never come. */
const ANSWER_MS = 150

export interface Mutilated {
  sent: number
  answered: number
  /** What must not be: the daemon ended, a bug in its log, or it no longer answers a proper request. */
  crashes: string[]
}

/** Why this cannot be done here; null when it can. */
export function zzufMissing(): string | null {
  return spawnSync('zzuf', ['--version']).status === 0 ? null : 'zzuf is not installed (Debian package zzuf)'
}

/**
 * Sends a real daemon requests whose bytes zzuf has mutilated, each on a connection of its own. The farm has no phones and accounts, so that
 * nothing that still makes sense by chance is work, or makes the daemon call anybody.
 */
export async function sendMutilated(
  { requests, seed }: { requests: number; seed: number },
  say: (line: string) => void,
): Promise<Mutilated> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'phonefarm-raw-'))
  const adbPort = String(await freePort())
  try {
    return await attack({ dataDir, adbPort }, { requests, seed }, say)
  } finally {
    // The daemon leaves the adb server to the next one.
    execFileSync('adb', ['-P', adbPort, 'kill-server'], { stdio: 'ignore' })
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function attack(
  { dataDir, adbPort }: { dataDir: string; adbPort: string },
  { requests, seed }: { requests: number; seed: number },
  say: (line: string) => void,
): Promise<Mutilated> {
  const daemon = await startMain(['serve'], Ready, {
    PHONEFARM_DATA_DIR: dataDir,
    PHONEFARM_PORT: '0',
    PHONEFARM_API_KEY: KEY,
    PHONEFARM_RATE: '0',
    PHONEFARM_ADB_SERVER_PORT: adbPort,
  })
  const doors = [new URL(daemon.ready.url), new URL(daemon.ready.admin)]
  const random = seededRandom(seed)
  const told: Mutilated = { sent: 0, answered: 0, crashes: [] }
  let end: number | string | undefined
  void daemon.exited.then((code) => (end = code)) // `exited` never rejects
  try {
    for (let batch = 0; told.sent < requests && told.crashes.length === 0; batch++) {
      const pieces = mutilated(random, { seed: seed + batch, ratio: RATIOS[batch % RATIOS.length] ?? '0.01' })
      const door = doors[batch % doors.length]
      if (door) told.answered += await sendAll(door, pieces)
      told.sent += pieces.length
      const crash =
        end === undefined ? await crashOf(daemon.ready.url, daemon.log) : `the daemon ended with ${end}`
      if (crash !== null) told.crashes.push(`${crash}, after batch ${batch} of seed ${seed}`)
      if (batch % 25 === 24) say(`${told.sent} requests, ${told.answered} answered`)
    }
  } finally {
    const code = await daemon.stop()
    if (code !== 0) told.crashes.push(`the daemon stopped with ${code}`)
  }
  return told
}

/** As zzuf leaves them: as long as before, so that they can be told apart again. */
function mutilated(random: Random, { seed, ratio }: { seed: number; ratio: string }): Buffer[] {
  const whole = Array.from({ length: BATCH }, () => oneOf(CORPUS, random))
  const input = Buffer.concat(whole)
  const output = execFileSync('zzuf', ['-s', String(seed), '-r', ratio], {
    input,
    maxBuffer: 2 * input.length,
  })
  let at = 0
  return whole.map(({ length }) => output.subarray(at, (at += length)))
}

function oneOf<T>(list: readonly [T, ...T[]], random: Random): T {
  return list[Math.floor(random() * list.length)] ?? list[0]
}

async function sendAll(door: URL, pieces: readonly Buffer[]): Promise<number> {
  const waiting = [...pieces]
  let answered = 0
  async function work(): Promise<void> {
    for (let piece = waiting.pop(); piece; piece = waiting.pop()) if (await send(door, piece)) answered++
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return answered
}

/** Whether anything came back. */
function send({ hostname, port }: URL, bytes: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    let isAnswered = false
    const timer = setTimeout(() => socket.destroy(), ANSWER_MS)
    socket.once('data', () => {
      isAnswered = true
      socket.destroy()
    })
    socket.on('error', () => undefined) // `close` comes after it
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(isAnswered)
    })
    socket.write(bytes)
  })
}

/** Bugs are logged at error; everything that a caller can do wrong is not. */
async function crashOf(url: string, log: readonly LogLine[]): Promise<string | null> {
  const bug = log.find(({ level }) => level === 'error' || level === 'fatal')
  if (bug) return `the log has ${JSON.stringify(bug)}`
  const answer = await fetch(`${url}/processes`, { headers: { authorization: `Bearer ${KEY}` } })
  await answer.arrayBuffer()
  return answer.status === 200 ? null : `a proper request was answered ${answer.status}`
}

const AUTHORIZED = `Host: localhost\r\nAuthorization: Bearer ${KEY}\r\n`

const get = (target: string) => Buffer.from(`GET ${target} HTTP/1.1\r\n${AUTHORIZED}\r\n`)

function post(target: string, body: object): Buffer {
  const text = JSON.stringify(body)
  const head = `${AUTHORIZED}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`
  return Buffer.from(`POST ${target} HTTP/1.1\r\n${head}\r\n${text}`)
}

function chunked(target: string, body: object): Buffer {
  const text = JSON.stringify(body)
  const chunks = [text.slice(0, 40), text.slice(40)].map(
    (part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`,
  )
  const head = `${AUTHORIZED}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n`
  return Buffer.from(`POST ${target} HTTP/1.1\r\n${head}\r\n${chunks.join('')}0\r\n\r\n`)
}

const CORPUS: readonly [Buffer, ...Buffer[]] = [
  get('/processes?limit=5&status=queued&status=executing'),
  get('/processes/0190c5a0-0000-7000-8000-000000000000'),
  get('/phones/phone_01/screenshot?width=180'),
  get('/events?kind=phone'),
  get('/openapi.json'),
  get('/docs/'),
  get('/healthz'),
  get('/metrics'),
  Buffer.concat([get('/healthz'), get('/accounts')]),
  post('/capability-requests/enqueue', keywordWarmup()),
  post('/capability-requests/enqueue', fypWarmup()),
  post('/maintenance/requests', maintenance()),
  post('/runtime-snapshots/upsert', snapshot()),
  post('/processes/0190c5a0-0000-7000-8000-000000000000/cancel', cancel()),
  chunked('/capability-requests/enqueue', keywordWarmup()),
  Buffer.from(
    `POST /maintenance/requests HTTP/1.1\r\n${AUTHORIZED}Expect: 100-continue\r\nContent-Length: 9\r\n\r\n{"a": 1}\n`,
  ),
]
