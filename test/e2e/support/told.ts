import assert from 'node:assert/strict'
import Type from 'typebox'
import Value from 'typebox/value'
import type { ProcessTold } from './client.ts'
import type { Place } from './farm.ts'
import type { PhoneStory } from './phone-story.ts'

const nullableText = Type.Union([Type.String(), Type.Null()])

const EditedField = Type.Object({
  before: Type.String(),
  after: Type.String(),
  changed: Type.Boolean(),
  verified: Type.Boolean(),
})
const Edited = Type.Object({
  status: Type.String(),
  fields: Type.Optional(Type.Record(Type.String(), EditedField)),
})
const Warmed = Type.Object({
  account_id: Type.String(),
  status: Type.String(),
  attempt: Type.Integer(),
  videos_seen: Type.Integer(),
  videos_watched: Type.Integer(),
  videos_skipped: Type.Integer(),
  seconds_watched: Type.Number(),
  keywords: Type.Optional(
    Type.Array(
      Type.Object({
        keyword: Type.String(),
        seen: Type.Integer(),
        watched: Type.Integer(),
        skipped: Type.Integer(),
      }),
    ),
  ),
  judge: Type.Optional(
    Type.Object({
      kind: Type.String(),
      prompt_id: nullableText,
      version: Type.Union([Type.String(), Type.Integer(), Type.Null()]),
    }),
  ),
  snapshot_id: Type.Optional(nullableText),
  defaults_from_snapshot: Type.Optional(Type.Array(Type.String())),
  strategy_version: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
})

/** The items of a maintenance process, as its result tells them. */
export const editsOf = ({ result }: ProcessTold) => Value.Parse(Type.Array(Edited), result.items)
/** The items of a warmup, as its result tells them. */
export const warmupsOf = ({ result }: ProcessTold) => Value.Parse(Type.Array(Warmed), result.items)

/** The videos that the phone showed as results of searches, one entry each however often it was shown. */
export function foundVideos({ watched }: PhoneStory): string[] {
  return [...new Set(watched.filter(({ source }) => source === 'search').map(({ video_id }) => video_id))]
}

/** The caller was told exactly these milestones, in order, each signed, none missing or twice. */
export async function assertAnnounced(
  { callbacks }: Place,
  processId: string,
  milestones: readonly string[],
): Promise<void> {
  const all = await callbacks(processId)
  assert.deepEqual(
    all.map(({ milestone, sequence, signed }) => ({ milestone, sequence, signed })),
    milestones.map((milestone, index) => ({ milestone, sequence: index + 1, signed: true })),
  )
}

/** The phone itself had one session at a time, and has none any more. */
export function assertSessionsApart({ sessions }: PhoneStory): void {
  const inOrder = sessions.toSorted((a, b) => a.opened_at.localeCompare(b.opened_at))
  for (const [index, { closed_at }] of inOrder.entries()) {
    assert.notEqual(closed_at, null)
    const next = inOrder[index + 1]
    assert.ok(next === undefined || String(closed_at) <= next.opened_at, JSON.stringify(inOrder))
  }
}
