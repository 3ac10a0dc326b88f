import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'

/** An app on a phone; `version` is its versionName, null when the phone does not tell. */
export interface InstalledApp {
  package_name: string
  version: string | null
}

/** What a phone says of itself. */
export interface PhoneInfo {
  model: string
  /** `14`. */
  android_version: string
  apps: InstalledApp[]
  /** Pixels, upright; the override when one is set, since touches follow it. */
  width: number
  height: number
}

/** More apps than this are not asked for: each costs a `dumpsys` of 30-300 ms on a real phone. */
const MOST_APPS = 50

/**
 * Asks a phone about itself. `packages` names the apps that matter; without it every app is listed that did not come with the phone.
 * @throws AdbError
 */
export async function readPhoneInfo(
  adb: AdbClient,
  serial: string,
  packages: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<PhoneInfo> {
  const ask = async (command: string) => (await adb.shell(serial, command, signal)).stdout
  const model = (await ask('getprop ro.product.model')).trim()
  const androidVersion = (await ask('getprop ro.build.version.release')).trim()
  const size = parseDisplaySize(await ask('wm size'))
  if (size === null) throw new AdbError('broken', `phone ${serial} does not tell the size of its display`)

  const wanted = packages ?? parsePackages(await ask('pm list packages -3')).slice(0, MOST_APPS)
  const apps: InstalledApp[] = []
  for (const name of wanted) {
    const app = parseInstalledApp(name, await ask(`dumpsys package ${name}`))
    if (app !== null) apps.push(app)
  }
  return { model, android_version: androidVersion, apps, ...size }
}

/** Parses `wm size`: "Physical size: 1080x2400", and "Override size: …" when it is overridden (source: fidelity 7.8). */
export function parseDisplaySize(text: string): { width: number; height: number } | null {
  const [, width, height] =
    /Override size: (\d+)x(\d+)/.exec(text) ?? /Physical size: (\d+)x(\d+)/.exec(text) ?? []
  return width === undefined || height === undefined ? null : { width: Number(width), height: Number(height) }
}

function parsePackages(text: string): string[] {
  return text.split('\n').flatMap((line) => /^package:(\S+)/.exec(line)?.[1] ?? [])
}

/** Parses `dumpsys package NAME`; null when it is not installed. An updated system app is listed twice: the first block is the live one. */
function parseInstalledApp(name: string, text: string): InstalledApp | null {
  if (!text.includes(`Package [${name}]`)) return null
  return { package_name: name, version: /versionName=(\S+)/.exec(text)?.[1] ?? null }
}
