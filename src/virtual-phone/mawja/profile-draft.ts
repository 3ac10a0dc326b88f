import { between } from '../../domain/random.ts'
import { createTextField, type TextField } from '../android/text-field.ts'
import type { ProfileField } from '../video-app/account-data.ts'
import { PROFILE_LIMITS } from '../video-app/profile-limits.ts'
import { MAWJA_PACKAGE } from './compose.ts'
import type { MawjaContext, Speech } from './screen.ts'

const CHECK_MS = [400, 900] as const
const SAVE_MS = [300, 800] as const

export const PROFILE_FIELDS = ['display_name', 'username', 'bio'] as const satisfies readonly ProfileField[]

/** All of a profile while it is edited; nothing is saved before all of it may be. */
export interface ProfileDraft {
  fields: Record<ProfileField, TextField>
  /** Something differs from what is saved. */
  isChanged: () => boolean
  isBusy: () => boolean
  /** The app's words against the field's value; null when it has none. */
  complaint: (field: ProfileField) => string | null
  submit: () => void
}

/** What the app's servers say to a wish for a username: the second account of every phone and the company's own are taken. */
const isTaken = (username: string) => username === 'official' || /^mawja_alt\d+$/.test(username)

export function createProfileDraft(
  { host, data, navigator, network, overlays }: MawjaContext,
  speech: Speech,
): ProfileDraft {
  const account = data.signedIn()
  const saved = Object.fromEntries(PROFILE_FIELDS.map((name) => [name, account?.[name] ?? '']))
  let complaints: ReadonlyMap<ProfileField, string> = new Map()
  let busy = false

  const fieldFor = (name: ProfileField) =>
    createTextField({
      hint: '',
      action: name === 'bio' ? 'done' : 'next',
      initial: saved[name] ?? '',
      onChange() {
        complaints = new Map([...complaints].filter(([other]) => other !== name))
        host.accessibility.fire()
      },
    })
  const fields = {
    display_name: fieldFor('display_name'),
    username: fieldFor('username'),
    bio: fieldFor('bio'),
  } satisfies ProfileDraft['fields']

  const changed = () => PROFILE_FIELDS.filter((name) => fields[name].text() !== saved[name])

  function complain(found: ReadonlyMap<ProfileField, string>): void {
    busy = false
    complaints = found
    host.accessibility.fire()
  }

  /** What can be said without asking the servers. */
  function problems(): ReadonlyMap<ProfileField, string> {
    const words = speech.words().problems
    return new Map(
      changed().flatMap((name): [ProfileField, string][] => {
        const problem = PROFILE_LIMITS[name].problem(fields[name].text())
        return problem === null ? [] : [[name, words[name][problem]]]
      }),
    )
  }

  function ask([least, longest]: readonly [number, number], then: () => void): void {
    busy = true
    network.request(between(host.random, least, longest), {
      answered: then,
      failed() {
        busy = false
        overlays.snackbar(speech.words().offline, speech.words().retry, submit)
      },
    })
  }

  function submit(): void {
    if (busy) return
    const found = problems()
    if (found.size > 0) return complain(found)
    if (!changed().includes('username')) return save()
    ask(CHECK_MS, () => {
      const wanted = fields.username.text()
      if (isTaken(wanted) || data.accounts().some(({ username }) => username === wanted)) {
        complain(new Map([['username', speech.words().taken]]))
      } else save()
    })
  }

  function save(): void {
    ask(SAVE_MS, () => {
      for (const name of changed()) {
        data.edit(name, PROFILE_LIMITS[name].stored(fields[name].text()), host.timeline.wallTime())
      }
      busy = false
      host.windows.toast(MAWJA_PACKAGE, speech.words().saved)
      navigator.back()
    })
  }

  return {
    fields,
    isChanged: () => changed().length > 0,
    isBusy: () => busy,
    complaint: (name) => complaints.get(name) ?? null,
    submit,
  }
}
