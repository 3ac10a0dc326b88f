import type { ProfileField } from '../domain/app-driver.ts'
import type { EditableField } from '../domain/driver-pack.ts'
import { RunError } from '../domain/errors.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import type { ScreenNode } from '../domain/selector.ts'
import { isSameText } from '../domain/text.ts'
import { enterText, heldBy } from './enter-text.ts'
import { findElement } from './find.ts'
import { REACT_MS, type Navigator } from './navigate.ts'
import type { Pack } from './pack.ts'
import { textOf } from './read-value.ts'
import type { Sight } from './recognize.ts'
import type { Stage } from './stage.ts'

export interface ProfileDeps {
  pack: Pack
  session: PhoneSession
  stage: Stage
  navigator: Navigator
}

/** The app asks its servers whether it takes a value. */
const VERDICT_MS = 15_000

/** A tap on "save" can be lost to a dialog that comes up just then. */
const SAVE_LIMIT = 3

/** A screen that has done its work is gone within this time. */
const LEAVE_MS = 1_500

/** A field may be drawn empty first and filled a moment later. */
const FILL_MS = 600

export interface Profile {
  /** The value as the field's edit screen shows it, opened anew; after a save by way of the profile, so that nothing old is shown again. */
  read: (field: ProfileField, signal: AbortSignal) => Promise<string>
  /**
   * Sets the field and saves it.
   * @throws RunError 'input' with the app's own words when it refuses the value
   */
  save: (field: ProfileField, value: string, signal: AbortSignal) => Promise<void>
}

export function createProfile(deps: ProfileDeps): Profile {
  const { pack, stage, navigator } = deps
  let saved = false

  return {
    async read(field, signal) {
      const { screen, input } = pack.profile[field]
      const open = await stage.within(
        { withinMs: 0 },
        ({ is }) => (is.kind === 'screen' ? is.name : undefined),
        signal,
      )
      if (saved || open === screen) await navigator.goTo(pack.account.screen, signal)
      saved = false
      await navigator.goTo(screen, signal)
      return heldAtRest(deps, input, signal)
    },
    async save(field, value, signal) {
      const rules = pack.profile[field]
      const { length } = Array.from(value)
      if (length > rules.max_code_points) {
        throw new RunError(
          'input',
          `${field} has ${length} characters, ${pack.name} takes ${rules.max_code_points}`,
        )
      }
      await navigator.goTo(rules.screen, signal)
      if (isSameText(await heldAtRest(deps, rules.input, signal), value)) return // apps offer no saving of what is already so
      saved = true
      await enterText(deps, rules.input, value, signal)
      await mayBeSaved(deps, field, signal)
      const { refusal } = await pressSave(deps, field, signal)
      if (refusal !== null) throw refused(pack, field, refusal)
    },
  }
}

/** Taps "save" until the app reacts, and waits for what it says. */
async function pressSave(
  { pack, stage }: ProfileDeps,
  field: ProfileField,
  signal: AbortSignal,
): Promise<Verdict> {
  const rules = pack.profile[field]
  const decided = (sight: Sight) => verdict(pack, rules, sight)
  const untouched = ({ screen: { root } }: Sight) =>
    !isPending(pack, rules, root) && offersSave(pack, rules, root) ? true : undefined
  for (let taps = 0; taps < SAVE_LIMIT; taps++) {
    await stage.tap(rules.save, { withinMs: REACT_MS, editing: true }, signal)
    const reaction = await stage.within({ withinMs: REACT_MS, editing: true }, decided, signal)
    if (reaction) return reaction
    if (!(await stage.within({ withinMs: 0, editing: true }, untouched, signal))) break
    // A value that has just been saved looks untouched until its screen has gone.
    const late = await stage.within({ withinMs: LEAVE_MS, editing: true }, decided, signal)
    if (late) return late
  }
  return stage.until({ what: `${field} to be saved`, withinMs: VERDICT_MS, editing: true }, decided, signal)
}

function offersSave(pack: Pack, { save }: EditableField, root: ScreenNode): boolean {
  return findElement(root, pack.element(save))?.nodes.some(({ enabled }) => enabled) ?? false
}

/** What a field holds once it has come to rest; an empty one is looked at for a while, since it may only not be filled yet. */
async function heldAtRest({ pack, stage }: ProfileDeps, input: string, signal: AbortSignal): Promise<string> {
  const { node } = await stage.settled(input, {}, signal)
  if (textOf(node) !== '') return textOf(node)
  const filled = await stage.within(
    { withinMs: FILL_MS },
    ({ screen: { root } }) => (heldBy(pack, input, root) === '' ? undefined : heldBy(pack, input, root)),
    signal,
  )
  return filled ?? ''
}

/** What the app says against a value; null when it takes it. */
interface Verdict {
  refusal: string | null
}

/** Waits until the app offers to save the typed value. @throws RunError 'input' when it says why it does not */
async function mayBeSaved(
  { pack, stage }: ProfileDeps,
  field: ProfileField,
  signal: AbortSignal,
): Promise<void> {
  const rules = pack.profile[field]
  const check = ({ screen: { root } }: Sight): Verdict | undefined => {
    if (isPending(pack, rules, root)) return undefined
    const refusal = refusalOn(pack, rules, root)
    if (refusal !== undefined) return { refusal }
    return offersSave(pack, rules, root) ? { refusal: null } : undefined
  }
  const wait = {
    what: `${pack.name} to offer saving ${field}`,
    withinMs: VERDICT_MS,
    editing: true,
    expects: { elements: [rules.save] },
  }
  const { refusal } = await stage.until(wait, check, signal)
  if (refusal !== null) throw refused(pack, field, refusal)
}

/** Undefined while the app has not decided: it neither left the screen nor said why not. */
function verdict(pack: Pack, rules: EditableField, sight: Sight): Verdict | undefined {
  const { is, screen } = sight
  if (is.kind !== 'screen') return undefined
  if (is.name !== rules.screen) return { refusal: null }
  const refusal = isPending(pack, rules, screen.root) ? undefined : refusalOn(pack, rules, screen.root)
  return refusal === undefined ? undefined : { refusal }
}

function isPending(pack: Pack, { pending }: EditableField, root: ScreenNode): boolean {
  return pending.some((name) => findElement(root, pack.element(name)) !== undefined)
}

/** What the app says against the value; undefined when it says nothing. */
function refusalOn(pack: Pack, { errors }: EditableField, root: ScreenNode): string | undefined {
  return errors
    .flatMap((name) => findElement(root, pack.element(name))?.nodes ?? [])
    .map((node) => textOf(node).trim())
    .find((words) => words !== '')
}

function refused(pack: Pack, field: ProfileField, words: string): RunError {
  return new RunError('input', `${pack.name} refuses the ${field}: ${words}`)
}
