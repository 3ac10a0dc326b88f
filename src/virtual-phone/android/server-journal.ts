import type { Clock } from '../../domain/clock.ts'
import type { ServerCommand, ServerJournal, ServerSession } from './phone.ts'

/** What the control API promises to tell (source: contract, "The virtual phones' control API"). */
export const KEPT_COMMANDS = 10_000

export interface SavedJournal {
  commands: ServerCommand[]
  sessions: ServerSession[]
}

export interface JournalDeps {
  clock: Clock
  saved: SavedJournal
  /** Called with each command as it is recorded. */
  onRecord: (command: ServerCommand) => void
}

export function createServerJournal({ clock, saved, onRecord }: JournalDeps): ServerJournal {
  let commands = saved.commands.slice(-KEPT_COMMANDS)
  // A server that ran when the phone went down did not survive it.
  const sessions: ServerSession[] = saved.sessions.map((session) => ({
    ...session,
    closed_at: session.closed_at ?? clock.now().toISOString(),
  }))

  return {
    commands: () => commands.slice(-KEPT_COMMANDS),
    sessions: () => sessions,
    record: (command) => {
      commands.push(command)
      // Cut seldom: slicing ten thousand at every command would be felt.
      if (commands.length >= 2 * KEPT_COMMANDS) commands = commands.slice(-KEPT_COMMANDS)
      onRecord(command)
    },
    opened: (sessionId) =>
      void sessions.push({ session_id: sessionId, opened_at: clock.now().toISOString(), closed_at: null }),
    closed: (sessionId) => {
      const session = sessions.find(
        ({ session_id, closed_at }) => session_id === sessionId && closed_at === null,
      )
      if (session) session.closed_at = clock.now().toISOString()
    },
  }
}
