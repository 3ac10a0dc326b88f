import type { Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'
import { takeScreencap } from './screencap.ts'

/** Versions as the phone tells them; null where it does not. */
export interface PhoneVersions {
  android: string | null
  sdk: string | null
  build: string | null
  /** versionName by package. */
  packages: Record<string, string | null>
}

/** What adb tells of a phone beside any session, so that neither a session is in its way nor it in a session's. */
export interface PhoneEvidence {
  /** PNG. @throws AdbError */
  picture: (serial: string, signal: AbortSignal) => Promise<Buffer>
  /** Lines of logcat of the last `seconds`, by the phone's own clock. @throws AdbError */
  logcat: (serial: string, seconds: number, signal: AbortSignal) => Promise<string>
  /** @throws AdbError */
  versions: (serial: string, packages: readonly string[], signal: AbortSignal) => Promise<PhoneVersions>
}

export interface PhoneEvidenceDeps {
  adb: Pick<AdbClient, 'port' | 'shell' | 'transportOf'>
  clock: Clock
}

/** A full buffer is some MiB, which a slow cable carries in seconds. */
const LOGCAT_MS = 8_000

export function createPhoneEvidence({ adb, clock }: PhoneEvidenceDeps): PhoneEvidence {
  async function ask(serial: string, command: string, signal: AbortSignal): Promise<string | null> {
    const said = (await adb.shell(serial, command, signal)).stdout.trim()
    return said === '' ? null : said
  }

  return {
    picture: (serial, signal) => takeScreencap({ ...adb, clock }, serial, signal),
    async logcat(serial, seconds, signal) {
      const now = Number(await ask(serial, 'date +%s', signal))
      if (!Number.isInteger(now)) throw new AdbError('broken', `${serial} does not tell its time`)
      // Digits alone would be a number of lines; since Android 7 with a point they are seconds since 1970 (source: logcat --help).
      const since = `${Math.max(0, now - seconds)}.000`
      const { stdout } = await adb.shell(serial, `logcat -d -v threadtime -T ${since}`, signal, LOGCAT_MS)
      return stdout
    },
    async versions(serial, packages, signal) {
      const found: PhoneVersions['packages'] = {}
      for (const name of packages) {
        // The whole dump is 100 KB and more on a real phone; of an updated system app the first block is the live one.
        const line = await ask(serial, `dumpsys package ${name} | grep -m 1 versionName`, signal)
        found[name] = /versionName=(\S+)/.exec(line ?? '')?.[1] ?? null
      }
      return {
        android: await ask(serial, 'getprop ro.build.version.release', signal),
        sdk: await ask(serial, 'getprop ro.build.version.sdk', signal),
        build: await ask(serial, 'getprop ro.build.fingerprint', signal),
        packages: found,
      }
    },
  }
}
