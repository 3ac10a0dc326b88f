import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

/** What takes long and reads the whole database: done by a process of its own, so that neither requests nor timers wait for it. */
export const Chore = Type.Union([
  Type.Object({
    chore: Type.Literal('backup'),
    source: Type.String(),
    directory: Type.String(),
    /** ISO-8601. */
    now: Type.String(),
    keep: Type.Integer(),
  }),
  Type.Object({ chore: Type.Literal('check'), source: Type.String() }),
])
export type Chore = Static<typeof Chore>

export const ChoreResult = Type.Union([
  Type.Object({ file: Type.String() }),
  Type.Object({ structure: Type.Array(Type.String()), rows: Type.Array(Type.String()) }),
  Type.Object({ error: Type.String() }),
])
export type ChoreResult = Static<typeof ChoreResult>

const result = Compile(ChoreResult)

/** Does one chore; `signal` ends it in the middle. @throws when the process did not come to an end of its own */
export type DoChore = (chore: Chore, signal: AbortSignal) => Promise<ChoreResult>

/** The same extension as ours: compiled, or run from source by tsx. */
const PROGRAM = fileURLToPath(new URL(`chore-process${path.extname(import.meta.url)}`, import.meta.url))

/** In a process of its own, which gives way to everything else on the machine. */
export const doChore: DoChore = async (chore, signal) => {
  const child = spawn(process.execPath, [...process.execArgv, PROGRAM, JSON.stringify(chore)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  })
  const closed = once(child, 'close')
  if (child.pid !== undefined) giveWay(child.pid)
  const [said] = await Promise.all([text(child.stdout), closed])
  if (said === '')
    throw new Error(`${chore.chore} of ${chore.source} ended with ${String((await closed)[0])}`)
  return result.Parse(JSON.parse(said))
}

function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system does not allow it: it only would have been politer.
  }
}
