import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { countsBy, type Metric } from '../domain/metrics.ts'
import type { AdbClient } from './adb-client.ts'
import { recycleReason, type RecycleLimits } from './appium-health.ts'

/** A process on a phone, as `ps -A` lists it. */
export interface PhoneProcess {
  name: string
  pid: number
  residentBytes: number
}

/**
 * Watches what Appium's programs hold of a phone's memory. The server ends with each session, which its end proves: it is new with every item
 * and only measured. The settings app beside it outlives sessions; it is ended between items when it has become too big or too old, and
 * Appium starts it again.
 */
export interface OnPhoneMemory {
  /** Reads what they hold, while the session is still there. @throws AdbError */
  look: (serial: string, signal: AbortSignal) => Promise<void>
  /** Ends what the last look has found too big or too old; to be called when no session is there any more. @throws AdbError */
  recycle: (serial: string, signal: AbortSignal) => Promise<void>
  metrics: () => Metric[]
}

const SERVER = 'io.appium.uiautomator2.server'
const SETTINGS_APP = 'io.appium.settings'

interface Seen {
  pid: number
  sinceMs: number
  due: 'age' | 'memory' | null
}

export function createOnPhoneMemory({
  adb,
  limits,
  clock,
  log,
}: {
  adb: AdbClient
  limits: RecycleLimits
  clock: Clock
  log: Logger
}): OnPhoneMemory {
  /** The settings app, by phone. */
  const seen = new Map<string, Seen>()
  /** As last read, by phone. */
  const servers = new Map<string, number>()
  const recycled = new Map<'age' | 'memory', number>()

  function noteSettingsApp(serial: string, { pid, residentBytes }: PhoneProcess): void {
    const before = seen.get(serial)
    const nowMs = clock.monotonicMs()
    // Another pid: it was started anew, by Appium or by the phone.
    const sinceMs = before?.pid === pid ? before.sinceMs : nowMs
    const due = recycleReason({ ageMs: nowMs - sinceMs, residentBytes }, limits)
    seen.set(serial, { pid, sinceMs, due })
  }

  return {
    async look(serial, signal) {
      const { stdout } = await adb.shell(serial, 'ps -A', signal)
      const processes = parseProcesses(stdout)
      const find = (name: string) => processes.find((process) => process.name === name)
      const [server, settingsApp] = [find(SERVER), find(SETTINGS_APP)]
      if (server !== undefined) servers.set(serial, server.residentBytes)
      if (settingsApp !== undefined) noteSettingsApp(serial, settingsApp)
      log.debug({ serial, server_bytes: server?.residentBytes, settings: settingsApp }, 'memory on the phone')
    },
    async recycle(serial, signal) {
      const app = seen.get(serial)
      if (app === undefined || app.due === null) return
      await adb.shell(serial, `am force-stop ${SETTINGS_APP}`, signal)
      seen.delete(serial)
      recycled.set(app.due, (recycled.get(app.due) ?? 0) + 1)
      log.info({ serial, why: app.due }, 'settings app on the phone recycled')
    },
    metrics: () => [
      {
        name: 'phonefarm_on_phone_server_resident_bytes',
        help: 'Memory of the biggest on-phone server when its session ended, of the last session of each phone.',
        type: 'gauge',
        samples: [{ value: Math.max(0, ...servers.values()) }],
      },
      {
        name: 'phonefarm_on_phone_recycles_total',
        help: "Appium's settings app on phones, ended between items for its age or memory.",
        type: 'counter',
        samples: countsBy('why', ['age', 'memory'], recycled),
      },
    ],
  }
}

/** By the names of the columns: vendors order them differently. RSS is in KiB (source: toybox ps). */
export function parseProcesses(text: string): PhoneProcess[] {
  const [header = '', ...lines] = text.trim().split('\n')
  const columns = header.trim().split(/\s+/)
  const [pid, rss] = [columns.indexOf('PID'), columns.indexOf('RSS')]
  if (pid === -1 || rss === -1) return []
  return lines.map((line) => {
    const fields = line.trim().split(/\s+/)
    return {
      name: fields.at(-1) ?? '',
      pid: Number(fields[pid]),
      residentBytes: Number(fields[rss]) * 1024,
    }
  })
}
