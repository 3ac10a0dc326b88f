import Type, { type Static } from 'typebox'

/** One account on this phone, as the app keeps it. */
export const AppAccount = Type.Object({
  /** Stays when the username changes. */
  key: Type.String(),
  username: Type.String(),
  display_name: Type.String(),
  bio: Type.String(),
  following: Type.Integer(),
  followers: Type.Integer(),
  likes: Type.Integer(),
  /** How many videos of its feed the account has been shown. */
  feed_position: Type.Integer(),
})
export type AppAccount = Static<typeof AppAccount>

/** A video that was shown, as the control API tells it. */
export const WatchedVideo = Type.Object({
  video_id: Type.String(),
  author: Type.String(),
  caption: Type.String(),
  hashtags: Type.Array(Type.String()),
  source: Type.Union([Type.Literal('feed'), Type.Literal('search')]),
  keyword: Type.Union([Type.String(), Type.Null()]),
  account: Type.String(),
  started_at: Type.String(),
  /** Seconds it played, to one decimal; loops count on. */
  seconds: Type.Number(),
  /** Played to its end at least once. */
  completed: Type.Boolean(),
})
export type WatchedVideo = Static<typeof WatchedVideo>

/** A saved change of a profile field. */
export const ProfileEdit = Type.Object({
  at: Type.String(),
  account: Type.String(),
  field: Type.Union([Type.Literal('display_name'), Type.Literal('username'), Type.Literal('bio')]),
  before: Type.String(),
  after: Type.String(),
})
export type ProfileEdit = Static<typeof ProfileEdit>
export type ProfileField = ProfileEdit['field']

/** What the app and the control API's history keep over restarts of the simulation. */
export const SavedVideoApp = Type.Object({
  accounts: Type.Array(AppAccount),
  signed_in: Type.Union([Type.String(), Type.Null()]),
  last_signed_in: Type.Union([Type.String(), Type.Null()]),
  watched: Type.Array(WatchedVideo),
  edits: Type.Array(ProfileEdit),
})
export type SavedVideoApp = Static<typeof SavedVideoApp>

/** The history of one phone keeps this many videos; the oldest go first. */
const MOST_WATCHED = 10_000

/** The app's data on disk: survives force-stop, not `pm clear`. */
export interface AccountData {
  accounts: () => readonly AppAccount[]
  signedIn: () => AppAccount | null
  signIn: (username: string) => void
  signOut: () => void
  /** A switch to another account is taken and changes nothing, until it is let go. */
  keepAccount: (kept: boolean) => void
  keepsAccount: () => boolean
  /** Undoes a sign-out of the fault switch; without one it changes nothing. */
  restoreSignIn: () => void
  edit: (field: ProfileField, value: string, at: Date) => void
  advanceFeed: () => void
  recordWatched: (video: WatchedVideo) => void
  watched: () => readonly WatchedVideo[]
  edits: () => readonly ProfileEdit[]
  /** `pm clear`: nobody is signed in, and the app has forgotten its accounts. */
  clear: () => void
  save: () => SavedVideoApp
}

const twoDigits = (number: number) => String(number).padStart(2, '0')

/** What a fresh phone `vp-NN` has: `<prefix>_userNN`, signed in, and `<prefix>_altNN`. @param names of the two, before their number */
export function freshVideoApp(
  { prefix, names }: { prefix: string; names: { user: string; alt: string } },
  phoneNumber: number,
): SavedVideoApp {
  const nn = twoDigits(phoneNumber)
  const account = (username: string, display_name: string, spread: number): AppAccount => ({
    key: username,
    username,
    display_name,
    bio: '',
    following: 40 + ((phoneNumber * 37 + spread) % 160),
    followers: 12 + ((phoneNumber * 91 + spread * 7) % 900),
    likes: 100 + ((phoneNumber * 271 + spread * 13) % 4_000),
    feed_position: 0,
  })
  const username = `${prefix}_user${nn}`
  return {
    accounts: [
      account(username, `${names.user} ${nn}`, 3),
      account(`${prefix}_alt${nn}`, `${names.alt} ${nn}`, 58),
    ],
    signed_in: username,
    last_signed_in: username,
    watched: [],
    edits: [],
  }
}

export function createAccountData(start: SavedVideoApp): AccountData {
  const { watched, edits } = structuredClone(start)
  let accounts = structuredClone(start.accounts)
  let signedInName = start.signed_in
  let lastSignedInName = start.last_signed_in
  let kept = false

  const signedIn = () => accounts.find(({ username }) => username === signedInName) ?? null

  return {
    accounts: () => accounts,
    signedIn,
    signIn(username) {
      if (accounts.some((account) => account.username === username))
        signedInName = lastSignedInName = username
    },
    signOut: () => {
      signedInName = null
    },
    keepAccount: (next) => {
      kept = next
    },
    keepsAccount: () => kept,
    restoreSignIn: () => {
      signedInName ??= lastSignedInName
    },
    edit(field, value, at) {
      const account = signedIn()
      if (!account) return
      edits.push({
        at: at.toISOString(),
        account: account.username,
        field,
        before: account[field],
        after: value,
      })
      account[field] = value
      if (field === 'username') signedInName = lastSignedInName = value
    },
    advanceFeed() {
      const account = signedIn()
      if (account) account.feed_position += 1
    },
    recordWatched(video) {
      watched.push(video)
      if (watched.length > MOST_WATCHED) watched.shift()
    },
    watched: () => watched,
    edits: () => edits,
    clear() {
      accounts = []
      signedInName = lastSignedInName = null
    },
    save: () =>
      structuredClone({
        accounts,
        signed_in: signedInName,
        last_signed_in: lastSignedInName,
        watched,
        edits,
      }),
  }
}
