import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { InstalledPackage, ServerCommand } from './android/phone.ts'

const Session = Type.Object({
  session_id: Type.String(),
  opened_at: Type.String(),
  closed_at: Type.Union([Type.String(), Type.Null()]),
})

const PackageRecord = Type.Object({
  name: Type.String(),
  versionCode: Type.Number(),
  versionName: Type.String(),
  minSdk: Type.Number(),
  targetSdk: Type.Number(),
  uid: Type.Number(),
  system: Type.Boolean(),
  permissions: Type.Array(Type.String()),
  instrumentation: Type.Array(Type.Object({ runner: Type.String(), target: Type.String() })),
  mainActivity: Type.Union([Type.String(), Type.Null()]),
  firstInstallTime: Type.String(),
  lastUpdateTime: Type.String(),
})

/** A phone's state file. `data` is base64; `screen` is the screen's own and parsed there. */
const StateFile = Type.Object({
  version: Type.Literal(1),
  settings: Type.Record(Type.String(), Type.String()),
  packages: Type.Array(PackageRecord),
  files: Type.Array(
    Type.Object({ path: Type.String(), data: Type.String(), mode: Type.Number(), mtime: Type.Number() }),
  ),
  sessions: Type.Array(Session),
  screen: Type.Unknown(),
})
type StateFile = Static<typeof StateFile>

const Command = Type.Object({
  at: Type.String(),
  session_id: Type.Union([Type.String(), Type.Null()]),
  method: Type.String(),
  path: Type.String(),
})

/** What of a phone survives a restart, its commands excepted. */
export interface SavedPhone extends Omit<StateFile, 'packages' | 'files'> {
  packages: InstalledPackage[]
  files: { path: string; data: Buffer; mode: number; mtime: number }[]
}

/** Files above this are not kept over a restart: state is written often. */
const LARGEST_KEPT_FILE_BYTES = 256 * 1024

export function encodeSavedPhone(saved: SavedPhone): string {
  const file: StateFile = {
    ...saved,
    packages: saved.packages.map((found) => ({
      ...found,
      permissions: [...found.permissions],
      instrumentation: [...found.instrumentation],
      firstInstallTime: found.firstInstallTime.toISOString(),
      lastUpdateTime: found.lastUpdateTime.toISOString(),
    })),
    files: saved.files
      .filter(({ data }) => data.length <= LARGEST_KEPT_FILE_BYTES)
      .map(({ data, ...rest }) => ({ ...rest, data: data.toString('base64') })),
  }
  return JSON.stringify(file)
}

/** @throws Error when the text is no state file */
export function decodeSavedPhone(text: string): SavedPhone {
  const file: unknown = JSON.parse(text)
  if (!Value.Check(StateFile, file)) throw new Error('not a state file of this version')
  return {
    ...file,
    packages: file.packages.map((found) => ({
      ...found,
      firstInstallTime: new Date(found.firstInstallTime),
      lastUpdateTime: new Date(found.lastUpdateTime),
    })),
    files: file.files.map(({ data, ...rest }) => ({ ...rest, data: Buffer.from(data, 'base64') })),
  }
}

/** One line of the command file; null for a line that a crash has cut off. */
export function decodeCommand(line: string): ServerCommand | null {
  try {
    const command: unknown = JSON.parse(line)
    return Value.Check(Command, command) ? command : null
  } catch {
    return null // only the last line can be broken: the phone died while it was written
  }
}
