import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Message } from '../../src/callbacks/post.ts'
import type { ProfileFields } from '../../src/domain/app-driver.ts'

const Text = Type.String()
const Accounts = Type.Array(Type.Object({ display_name: Text, username: Text, bio: Text }))

/** Something that stays when the process that plays a day is killed: outside of the daemon it has happened. */
export const JournalEvent = Type.Union([
  Type.Object({ event: Type.Literal('step'), step: Text }),
  Type.Object({ event: Type.Literal('acknowledged'), request: Text, process_id: Text }),
  Type.Object({ event: Type.Literal('saved'), serial: Text, accounts: Accounts }),
  Type.Object({
    event: Type.Literal('received'),
    message: Type.Object({ url: Text, headers: Type.Record(Text, Text), body: Text }),
  }),
])
export type JournalEvent = Static<typeof JournalEvent>

/** All of it, in the order of its happening. */
export type Journal = readonly JournalEvent[]

const entry = Compile(JournalEvent)

/** In the file before anybody goes on; a kill takes nothing back. */
export function writeJournal(file: string, event: JournalEvent): void {
  appendFileSync(file, `${JSON.stringify(event)}\n`)
}

/** Empty when there is none. */
export function readJournal(file: string): Journal {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => entry.Parse(JSON.parse(line)))
}

export function stepsIn(journal: Journal): Set<string> {
  return new Set(journal.flatMap((event) => (event.event === 'step' ? [event.step] : [])))
}

/** Process ids by the name of their request. */
export function acknowledgedIn(journal: Journal): Map<string, string> {
  const all = journal.flatMap((event) => (event.event === 'acknowledged' ? [event] : []))
  return new Map(all.map(({ request, process_id }) => [request, process_id]))
}

/** What the phones' apps have stored last. */
export function savedIn(journal: Journal): Record<string, ProfileFields[]> {
  const all = journal.flatMap((event) => (event.event === 'saved' ? [event] : []))
  return Object.fromEntries(all.map(({ serial, accounts }) => [serial, accounts]))
}

export function receivedIn(journal: Journal): Message[] {
  return journal.flatMap((event) => (event.event === 'received' ? [event.message] : []))
}
