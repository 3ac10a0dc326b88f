import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cancel, Clock } from '../domain/clock.ts'
import type { ServerCommand } from './android/phone.ts'
import { KEPT_COMMANDS } from './android/server-journal.ts'
import type { Log } from './log.ts'
import { decodeCommand, decodeSavedPhone, encodeSavedPhone, type SavedPhone } from './saved-phone.ts'

/** A phone that is killed loses at most this much of its history. */
const SAVE_EVERY_MS = 1000

export interface PhoneStateDeps {
  directory: string
  serial: string
  clock: Clock
  log: Log
}

/** A phone's files in the `--state` folder: `vp-01.json`, and `vp-01.commands.jsonl`, which only grows while the phone runs. */
export interface PhoneState {
  load: () => Promise<{ saved: SavedPhone | undefined; commands: ServerCommand[] }>
  record: (command: ServerCommand) => void
  /** Saves every second what has changed, until `stop`. */
  start: (save: () => SavedPhone) => void
  /** Saves a last time. May come twice. */
  stop: () => Promise<void>
}

export function createPhoneState({ directory, serial, clock, log }: PhoneStateDeps): PhoneState {
  const stateFile = join(directory, `${serial}.json`)
  const commandFile = join(directory, `${serial}.commands.jsonl`)
  let commands: ServerCommand[] = []
  let written = ''
  let save: (() => SavedPhone) | undefined
  let cancel: Cancel = () => undefined
  let running = Promise.resolve()

  async function load(): Promise<{ saved: SavedPhone | undefined; commands: ServerCommand[] }> {
    await mkdir(directory, { recursive: true })
    const text = await readIfThere(stateFile)
    const lines = ((await readIfThere(commandFile)) ?? '').split('\n').filter(Boolean)
    const known = lines.slice(-KEPT_COMMANDS).flatMap((line) => decodeCommand(line) ?? [])
    // Written anew, so that a line cut off by a crash does not swallow the next one and the file does not grow for ever.
    await writeAtomically(commandFile, known.map((command) => `${JSON.stringify(command)}\n`).join(''))
    try {
      return { saved: text === undefined ? undefined : decodeSavedPhone(text), commands: known }
    } catch (error) {
      throw new Error(`${stateFile} cannot be read: move it away to start with a new phone`, { cause: error })
    }
  }

  async function flush(): Promise<void> {
    if (!save) return
    const text = encodeSavedPhone(save())
    if (text !== written) await writeAtomically(stateFile, text)
    written = text
    const batch = commands
    commands = []
    if (batch.length > 0) {
      await appendFile(commandFile, batch.map((command) => `${JSON.stringify(command)}\n`).join(''))
    }
  }

  /** One after the other: two writers of one temporary file would tear it. */
  function flushNext(): Promise<void> {
    running = running.then(flush).catch((error: unknown) => {
      log.error({ serial, err: error }, 'phone state not saved')
    })
    return running
  }

  function schedule(): void {
    cancel = clock.after(SAVE_EVERY_MS, () => {
      void flushNext().then(() => save && schedule()) // flushNext logs its own failures
    })
  }

  return {
    load,
    record: (command) => void commands.push(command),
    start: (saveNow) => {
      save = saveNow
      schedule()
    },
    stop: async () => {
      cancel()
      await flushNext()
      save = undefined
    },
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** A crash leaves the old file or the new one, never half of it. */
async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`
  await writeFile(temporary, text)
  await rename(temporary, path)
}
