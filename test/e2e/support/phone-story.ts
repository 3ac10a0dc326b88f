import Type, { type Static } from 'typebox'
import Value from 'typebox/value'

const nullableText = Type.Union([Type.String(), Type.Null()])

const accounts = Type.Array(
  Type.Object({ username: Type.String(), display_name: Type.String(), bio: Type.String() }),
)
const watched = Type.Array(
  Type.Object({
    video_id: Type.String(),
    source: Type.Enum(['feed', 'search']),
    keyword: nullableText,
    account: nullableText,
    started_at: Type.String(),
    seconds: Type.Number(),
  }),
)
const edits = Type.Array(
  Type.Object({
    at: Type.String(),
    account: Type.String(),
    field: Type.String(),
    before: Type.String(),
    after: Type.String(),
  }),
)
/** `apps` of the same answer: what each app of the phone tells. */
const AppStory = Type.Object({ signed_in: nullableText, screen: nullableText, accounts, watched, edits })

/** `GET /phones/{serial}` of the control API, as the contract fixes it. */
const PhoneStory = Type.Object({
  serial: Type.String(),
  adb: Type.String(),
  online: Type.Boolean(),
  screen: Type.String(),
  signed_in: nullableText,
  accounts,
  sessions: Type.Array(
    Type.Object({ session_id: Type.String(), opened_at: Type.String(), closed_at: nullableText }),
  ),
  watched,
  edits,
  commands: Type.Array(
    Type.Object({ at: Type.String(), session_id: nullableText, method: Type.String(), path: Type.String() }),
  ),
})
/** What a phone itself tells. */
export type PhoneStory = Static<typeof PhoneStory>

const AppStories = Type.Object({ apps: Type.Object({ clips: AppStory, mawja: AppStory }) })

/** The virtual phones' own side, by the number of the phone (from 1). */
export interface PhoneStories {
  read: (number: number) => Promise<PhoneStory>
  /** Each app's side, where it is not the first one's that counts. */
  apps: (number: number) => Promise<Static<typeof AppStories>['apps']>
  fault: (number: number, fault: object) => Promise<void>
}

export function phoneStories(controlUrl: () => string): PhoneStories {
  const urlOf = (number: number) => `${controlUrl()}/phones/vp-${String(number).padStart(2, '0')}`
  return {
    async read(number) {
      const answer = await fetch(urlOf(number))
      return Value.Parse(PhoneStory, await answer.json())
    },
    async apps(number) {
      const answer = await fetch(urlOf(number))
      return Value.Parse(AppStories, await answer.json()).apps
    },
    async fault(number, fault) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${urlOf(number)}/faults`, {
        method: 'POST',
        headers,
        body: JSON.stringify(fault),
      })
      if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`)
    },
  }
}
