import type { Clock } from '../../domain/clock.ts'
import { readApk } from './apk.ts'
import type { InstalledPackage, Packages } from './phone.ts'

/** Uids of installed apps begin here (source: AOSP Process.FIRST_APPLICATION_UID). */
const FIRST_APP_UID = 10_000

/** What a phone comes with. */
export type BuiltInPackage = Pick<InstalledPackage, 'name' | 'versionCode' | 'versionName'> &
  Partial<InstalledPackage>

export interface PackagesDeps {
  clock: Clock
  /** API level of the phone: an APK that needs a newer one is refused. */
  sdk: number
  builtIn: readonly BuiltInPackage[]
  /** Installed before a restart. */
  saved: readonly InstalledPackage[]
}

export function createPackages({ clock, sdk, builtIn, saved }: PackagesDeps): Packages {
  const installed = new Map<string, InstalledPackage>()
  let nextUid = FIRST_APP_UID + 100

  for (const one of builtIn) {
    const at = new Date('2026-01-01T00:00:00.000Z')
    installed.set(one.name, {
      minSdk: 26,
      targetSdk: sdk,
      uid: nextUid,
      system: true,
      permissions: [],
      instrumentation: [],
      mainActivity: null,
      firstInstallTime: at,
      lastUpdateTime: at,
      ...one,
    })
    nextUid += 1
  }
  for (const one of saved) {
    installed.set(one.name, one)
    nextUid = Math.max(nextUid, one.uid + 1)
  }

  function install(apk: Buffer, { allowDowngrade }: { allowDowngrade: boolean }): InstalledPackage {
    const manifest = readApk(apk)
    const before = installed.get(manifest.name)
    if (manifest.minSdk > sdk) {
      throw new Error(
        `INSTALL_FAILED_OLDER_SDK: Failed parse during installPackageLI: Requires newer sdk version #${manifest.minSdk} (current version is #${sdk})`,
      )
    }
    if (before && before.versionCode > manifest.versionCode && !allowDowngrade) {
      throw new Error(
        `INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected: Update version code ${manifest.versionCode} is older than current ${before.versionCode}`,
      )
    }
    const now = clock.now()
    const record: InstalledPackage = {
      ...manifest,
      uid: before?.uid ?? nextUid++,
      system: before?.system ?? false,
      firstInstallTime: before?.firstInstallTime ?? now,
      lastUpdateTime: now,
    }
    installed.set(record.name, record)
    return record
  }

  return {
    all: () => [...installed.values()],
    find: (name) => installed.get(name),
    install,
    update(name, versionName) {
      const before = installed.get(name)
      if (!before) return
      const versionCode = before.versionCode + 1
      installed.set(name, { ...before, versionName, versionCode, lastUpdateTime: clock.now() })
    },
    uninstall: (name) => installed.delete(name),
  }
}
