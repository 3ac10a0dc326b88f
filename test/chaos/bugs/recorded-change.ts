import type { ChangeName } from '../../../src/store/changes.ts'
import type { Store, Tables } from '../../../src/store/store.ts'

/** A statement that a change made: which, and with what. */
export interface Call {
  table: string
  statement: string
  again: (tables: Tables) => void
}

/**
 * Runs a change for what it answers and what it would write, and undoes it: with that a bug can write the same at another time.
 * @throws as the change does
 */
export async function rehearse<T>(
  { write }: Store,
  name: ChangeName,
  change: (tables: Tables) => T,
): Promise<{ answer: T; calls: Call[] }> {
  const calls: Call[] = []
  let seen: { answer: T } | undefined
  const undo = new Error('only a rehearsal')
  try {
    await write(name, (tables) => {
      seen = { answer: change(recording(tables, calls)) }
      throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
  }
  if (!seen) throw new Error('the rehearsal did not take place')
  return { answer: seen.answer, calls }
}

/** Writes recorded statements, as one transaction. */
export async function perform({ write }: Store, name: ChangeName, calls: readonly Call[]): Promise<void> {
  await write(name, (tables) => {
    for (const { again } of calls) again(tables)
  })
}

function recording(tables: Tables, calls: Call[]): Tables {
  return new Proxy(tables, {
    get: (all, table: string) => recordingTable(Reflect.get(all, table), table, calls),
  })
}

function recordingTable(real: unknown, table: string, calls: Call[]): unknown {
  if (typeof real !== 'object' || real === null) return real
  return new Proxy(real, {
    get(one, statement: string) {
      const run: unknown = Reflect.get(one, statement)
      if (typeof run !== 'function') return run
      return (...given: unknown[]): unknown => {
        calls.push({
          table,
          statement,
          again: (tables) =>
            void Reflect.apply(Reflect.get(Reflect.get(tables, table), statement), null, given),
        })
        return Reflect.apply(run, null, given)
      }
    },
  })
}
