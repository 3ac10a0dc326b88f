import { createRequire } from 'node:module'
import path from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { AdbClient } from './devices/adb-client.ts'
import { createPhoneEvidence } from './devices/phone-evidence.ts'
import type { Clock } from './domain/clock.ts'
import { NO_EVIDENCE, type StartRecording } from './domain/evidence.ts'
import { createAttemptRecorder } from './evidence/attempt-recorder.ts'
import { createEvidenceFiles } from './evidence/evidence-files.ts'
import { createEvidenceLibrary } from './evidence/evidence-library.ts'
import { createEvidenceUpkeep } from './evidence/evidence-upkeep.ts'
import type { BundleProcess } from './http/routes/artifacts.ts'
import { createProcessBundle } from './process-bundle.ts'
import type { Processes } from './processes/processes.ts'
import { createRecentLog, type RecentLog } from './recent-log.ts'
import type { KnownFile } from './store/artifacts.ts'
import type { Store } from './store/store.ts'

/** The server that Appium's UiAutomator2 driver installs on phones. */
const SERVER_PACKAGE = 'io.appium.uiautomator2.server'

export interface DaemonEvidenceDeps {
  config: Pick<Config, 'evidence'>
  /** Absolute. */
  dataDir: string
  store: Pick<Store, 'read' | 'write'>
  adb: AdbClient
  /** Bytes that other programs can still write to the disk of the data directory. */
  freeBytes: () => number
  secrets: ReadonlySet<string>
  /** Of the daemon. */
  version: string
  clock: Clock
  newId: () => string
  log: Logger
  /** The log's last lines, for bundles; none when not given. */
  recentLog?: RecentLog
}

/** Evidence as the daemon uses it. */
export interface DaemonEvidence {
  record: StartRecording
  /** The bytes of a listed piece; null when they are gone. */
  read: (sha256: string) => Promise<Buffer | null>
  /** Makes archives of processes. */
  bundler: (processes: Processes) => BundleProcess
  /** To be told of files that no row speaks of any more. Never throws. */
  onFilesFreed: (files: readonly KnownFile[]) => void
  start: () => void
  stop: () => Promise<void>
}

/** @throws what the operating system says when the folder cannot be made */
export function createDaemonEvidence(deps: DaemonEvidenceDeps): DaemonEvidence {
  const { log, recentLog = createRecentLog(0) } = deps
  const limits = deps.config.evidence
  const files = createEvidenceFiles(path.join(deps.dataDir, 'evidence'))
  files.prepare()
  const library = createEvidenceLibrary({
    ...deps,
    files,
    // Switched off, what is there from before is still listed and grows old.
    quotaBytes: limits?.quotaBytes ?? Number.POSITIVE_INFINITY,
    onCrowded: () => upkeep.wake(),
  })
  const upkeep = createEvidenceUpkeep({ ...deps, library, files, keepDays: limits?.keepDays ?? 0 })
  const recorder = {
    ...deps,
    library,
    phone: createPhoneEvidence(deps),
    mostPictures: limits?.mostPictures ?? 0,
    hostVersions: hostVersions(deps.version),
    serverPackage: SERVER_PACKAGE,
  }
  return {
    record: (attempt) => (limits === null ? NO_EVIDENCE : createAttemptRecorder(recorder, attempt)),
    read: library.read,
    bundler: (processes) =>
      createProcessBundle({ ...deps, processes, recentLog, readEvidence: library.read }),
    onFilesFreed(freed) {
      library.release(freed).catch((error: unknown) => {
        // They are nobody's now, and the next start's sweep removes them.
        log.warn({ err: error }, 'files of evidence could not be removed')
      })
    },
    start: upkeep.start,
    stop: upkeep.stop,
  }
}

function hostVersions(daemon: string): Record<string, string> {
  return {
    daemon,
    appium: versionOf('appium'),
    uiautomator2_driver: versionOf('appium-uiautomator2-driver'),
    node: process.version,
  }
}

/** Of an installed package, as its own package.json says. */
function versionOf(name: string): string {
  const { version }: { version: unknown } = createRequire(import.meta.url)(`${name}/package.json`)
  return String(version)
}
