import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fillDataDirectory, processIdOf } from '../fill.ts'
import type { Grounds } from '../grounds.ts'
import { BENCH_KEY } from '../requests.ts'
import type { Row } from '../row.ts'
import { median } from '../statistics.ts'
import { postLoad } from '../wrk.ts'
import { freePort } from '../../src/devices/free-port.ts'

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))
const DEADLINE_MS = 60_000
const LOOK_EVERY_MS = 2

/** From a kill -9 under load to the first process that is read, with the real command. */
export const restartRow: Row = {
  name: 'restart',
  async measure(grounds) {
    const small = grounds.directory('restart')
    fillDataDirectory({ dataDir: small, items: 1000, notDueOfTen: 9 })
    const large = grounds.million()
    const ports = { http: await freePort(), adb: await freePort() }
    const rounds: { node: number; small: number; large: number }[] = []
    try {
      for (let round = 0; round <= grounds.rounds; round++) {
        const times = {
          node: bareNodeMs(),
          small: await firstAnswerMs(small, ports, grounds),
          large: await firstAnswerMs(large, ports, grounds),
        }
        if (round > 0) rounds.push(times)
        grounds.say(
          `restart ${round}: node ${times.node.toFixed(0)}, 1,000 items ${times.small.toFixed(0)}, 1,000,000 items ${times.large.toFixed(0)} ms`,
        )
      }
    } finally {
      stopAdb(ports.adb)
    }
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
    const ms = (time: number) => `${time.toFixed(0)} ms`
    return [
      {
        what: 'kill -9 → first answer, 1,000,000 items : bare node start',
        ours: ms(of(({ large }) => large)),
        base: ms(of(({ node }) => node)),
        ratio: of(({ large, node }) => large / node),
        goal: { atMost: 4 },
      },
      {
        what: 'kill -9 → first answer : with 1,000 items',
        ours: ms(of(({ large }) => large)),
        base: ms(of(({ small }) => small)),
        ratio: of(({ large, small }) => large / small),
        goal: { atMost: 1.2 },
      },
    ]
  },
}

function bareNodeMs(): number {
  const started = performance.now()
  execFileSync(process.execPath, ['-e', '0'])
  return performance.now() - started
}

/** Starts the daemon on what the last kill left, and kills it again while it takes work in. */
async function firstAnswerMs(
  dataDir: string,
  ports: { http: number; adb: number },
  { seconds }: Grounds,
): Promise<number> {
  const started = performance.now()
  const daemon = spawn(process.execPath, [MAIN, 'serve'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      PHONEFARM_DATA_DIR: dataDir,
      PHONEFARM_PORT: String(ports.http),
      PHONEFARM_ADMIN_LISTEN: '127.0.0.1:0',
      PHONEFARM_API_KEY: BENCH_KEY,
      PHONEFARM_ADB_SERVER_PORT: String(ports.adb),
    },
  })
  const url = `http://127.0.0.1:${ports.http}`
  try {
    await untilAnswered(`${url}/processes/${processIdOf(500)}`, daemon)
    const ms = performance.now() - started
    await untilAnswered(`${url}/readyz`, daemon, [200, 503])
    await writeBeforeKill(url, seconds)
    return ms
  } finally {
    const ended = daemon.exitCode === null ? once(daemon, 'exit') : Promise.resolve()
    daemon.kill('SIGKILL')
    await ended
  }
}

/** So that the next start finds a log to recover. While the daemon still starts it takes nothing in, and then there is less in it. */
async function writeBeforeKill(url: string, seconds: number): Promise<void> {
  const path = '/capability-requests/enqueue'
  await postLoad({ url: url + path, connections: 4, seconds, apiKey: BENCH_KEY }).catch(() => undefined)
}

async function untilAnswered(url: string, daemon: ChildProcess, wanted = [200]): Promise<void> {
  const until = performance.now() + DEADLINE_MS
  while (performance.now() < until) {
    if (daemon.exitCode !== null) throw new Error(`the daemon ended with ${daemon.exitCode}`)
    const status = await statusOf(url)
    if (status !== null && wanted.includes(status)) return
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`${url} was not answered in time`)
}

async function statusOf(url: string): Promise<number | null> {
  try {
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${BENCH_KEY}` } })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null // nobody listens yet
  }
}

/** The daemon leaves the adb server that it started. */
function stopAdb(port: number): void {
  try {
    execFileSync('adb', ['-P', String(port), 'kill-server'], { stdio: 'ignore' })
  } catch {
    // There was none: no daemon lived long enough to start it.
  }
}
