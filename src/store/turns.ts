import type { Database } from './database.ts'

/** Who takes turns: the systems that ask one phone for work of one priority. */
export interface TurnOf {
  phone_id: string
  priority: number
  system: string
}

// Never behind the phone's clock: a system that was silent has saved up nothing.
const NEXT = `
  INSERT INTO turns (phone_id, priority, system, turn)
  VALUES (@phone_id, @priority, @system,
    coalesce((SELECT turn FROM turns WHERE phone_id = @phone_id AND priority = @priority AND system = ''), 0))
  ON CONFLICT DO UPDATE SET turn = max(turns.turn + 1, excluded.turn)
  RETURNING turn`

// Only forward: an item that comes back for another attempt keeps its old turn.
const SERVE = `
  INSERT INTO turns (phone_id, priority, system, turn) VALUES (@phone_id, @priority, '', @turn)
  ON CONFLICT DO UPDATE SET turn = excluded.turn WHERE excluded.turn > turns.turn`

/**
 * Start-time fair queuing (Goyal, Vin, Cheng 1996) with every item counted as one: a phone serves the lowest turn first, so a system that
 * floods it with hundreds of items and one that asks for a single one take turns. Within one system turns only grow: first come, first served.
 */
export interface Turns {
  /** The turn of a system's next item on a phone. */
  next: (of: TurnOf) => number
  /** Sets the phone's clock to the turn that it serves now. */
  serve: (of: Pick<TurnOf, 'phone_id' | 'priority'> & { turn: number }) => void
}

export function turnsTable(db: Database): Turns {
  const next = db.prepare<TurnOf, number>(NEXT).pluck()
  const serve = db.prepare<{ phone_id: string; priority: number; turn: number }>(SERVE)
  return {
    next(of) {
      const turn = next.get(of)
      if (turn === undefined) throw new Error('an upsert that returns a row returned none')
      return turn
    },
    serve: (of) => void serve.run(of),
  }
}
