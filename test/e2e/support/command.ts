import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Place } from './farm.ts'

/** The compiled program of the build that this test belongs to, whatever folder it was compiled to. */
const MAIN = fileURLToPath(new URL('../../../src/main.js', import.meta.url))
/** Only ends a hang: a walk through an app takes half a minute, and more on a busy machine. */
const COMMAND_MS = 240_000

export interface CommandTold {
  code: number
  out: string
  err: string
}

/** Runs `phonefarm <args>` beside the place's daemon, with the same settings. */
export function command(place: Place, ...args: string[]): Promise<CommandTold> {
  const env = { ...process.env, ...place.env, PHONEFARM_ADMIN_LISTEN: new URL(place.admin()).host }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env, timeout: COMMAND_MS }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, out, err })
    })
  })
}
