import type { Logger } from 'pino'
import type { EditProgress, ItemResult } from '../domain/action.ts'
import type { AppDriver, ProfileField } from '../domain/app-driver.ts'
import { RunError } from '../domain/errors.ts'
import type { EvidenceRecorder } from '../domain/evidence.ts'
import type { EditProfileParams } from '../domain/maintenance-inputs.ts'
import { isSameText } from '../domain/text.ts'
import { proveStill } from './prove-account.ts'

/**
 * The username goes first: it is the one that others can have taken, and when the app refuses it nothing else has been changed yet.
 */
const ORDER = ['username', 'display_name', 'bio'] as const satisfies readonly ProfileField[]

export interface EditProfileDeps {
  driver: AppDriver
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  /** By which the app has proven to act as the account. */
  username: string
  /** Where an earlier attempt left off. */
  progress: EditProgress | null
  saveProgress: (progress: EditProgress) => Promise<void>
  evidence: Pick<EvidenceRecorder, 'picture'>
}

type FieldOutcome = NonNullable<EditProgress['fields'][ProfileField]>

/**
 * Brings each field to its wanted value: reads it, writes it only if it differs, reads it back from a screen opened anew. The app must still
 * act as the account right before each write and when all is done.
 * @throws RunError 'input' when the app refuses a value, 'account_mismatch'; what was saved before is in the progress
 */
export async function editProfile(
  { driver, log, username: provenAs, progress, saveProgress, evidence }: EditProfileDeps,
  params: EditProfileParams,
  signal: AbortSignal,
): Promise<ItemResult> {
  let fields = progress?.fields ?? {}
  let username = provenAs

  async function note(field: ProfileField, outcome: FieldOutcome): Promise<void> {
    fields = { ...fields, [field]: outcome }
    await saveProgress({ kind: 'edit_profile', fields })
  }

  async function bring(field: ProfileField, wanted: string): Promise<void> {
    const current = await driver.readProfileField(field, signal)
    // What the first attempt found, also when this one finds its work half done.
    const before = fields[field]?.before ?? current
    const isWanted = isSameText(current, wanted)
    await note(field, { before, after: current, changed: current !== before, verified: isWanted })
    if (isWanted) return
    await proveStill(driver, username, signal)
    await driver.saveProfileField(field, wanted, signal)
    const after = await readBack(field, signal)
    await evidence.picture({ moment: 'after_edit', field })
    const isKept = isSameText(after, wanted)
    await note(field, { before, after, changed: after !== before, verified: isKept })
    if (!isKept) throw notKept(field, { before: current, wanted, after })
    if (field === 'username') username = after
    log.info({ field }, 'profile field saved and read back')
  }

  /** The username is also what the profile shows to everybody: both must agree. */
  async function readBack(field: ProfileField, stop: AbortSignal): Promise<string> {
    const edited = await driver.readProfileField(field, stop)
    if (field !== 'username') return edited
    const shown = await driver.signedInUsername(stop)
    if (shown === edited) return edited
    throw new RunError('app_changed', `the profile shows the username ${shown}, its edit screen ${edited}`)
  }

  for (const field of ORDER) {
    signal.throwIfAborted()
    const wanted = params[field]
    if (wanted !== undefined) await bring(field, wanted)
  }
  // What was read and written in between was the account's: whoever takes over an app does not hand it back within seconds.
  await proveStill(driver, username, signal)
  return { fields }
}

function notKept(
  field: ProfileField,
  { before, wanted, after }: Record<'before' | 'wanted' | 'after', string>,
): RunError {
  if (after === before)
    return new RunError('app_changed', `${field} still reads "${after}" after "${wanted}" was saved`)
  // The app took the value and made another one of it: it will do so every time.
  return new RunError('input', `the app made "${after}" of the ${field} "${wanted}"`)
}
