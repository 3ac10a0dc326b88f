import { Compile } from 'typebox/compile'
import type { Action } from './action.ts'
import { MaxMinutes, WatchSeconds, type DefaultedInput } from './warmup-inputs.ts'

const DEFAULTED_INPUTS = ['watch_seconds', 'max_minutes'] as const satisfies readonly DefaultedInput[]

const watchSeconds = Compile(WatchSeconds)
const maxMinutes = Compile(MaxMinutes)

/** Which of these the caller of a request left out. @param body a request that was checked */
export function leftOutInputs(body: unknown): DefaultedInput[] {
  const inputs = isFields(body) ? body['inputs'] : undefined
  return isFields(inputs) ? DEFAULTED_INPUTS.filter((name) => inputs[name] === undefined) : []
}

/** An action with what the account's personality says for inputs that its caller left out. */
export interface WithDefaults {
  action: Action
  /** Inputs whose value is the personality's. */
  fromSnapshot: DefaultedInput[]
  /** Inputs for which the personality says something that cannot be one: the contract's default stays. */
  ignored: DefaultedInput[]
}

/** Never fails: a personality is free-form, and what it says is only taken where it is a valid input. */
export function withSnapshotDefaults(
  action: Action,
  personality: Readonly<Record<string, unknown>> | null,
): WithDefaults {
  const none = { action, fromSnapshot: [], ignored: [] }
  if (action.name === 'edit_profile' || personality === null) return none
  const open = (action.left_out ?? []).filter(
    (name) => Object.hasOwn(personality, name) && personality[name] !== null,
  )
  if (open.length === 0) return none
  const { watch_seconds: seconds, max_minutes: minutes } = personality
  const watched = open.includes('watch_seconds') && watchSeconds.Check(seconds) ? seconds : undefined
  const longest = open.includes('max_minutes') && maxMinutes.Check(minutes) ? minutes : undefined
  const given = {
    ...(watched && { watch_seconds: { min: watched.min, max: watched.max } }),
    ...(longest !== undefined && { max_minutes: longest }),
  }
  return {
    action:
      action.name === 'keyword_warmup'
        ? { ...action, inputs: { ...action.inputs, ...given } }
        : { ...action, inputs: { ...action.inputs, ...given } },
    fromSnapshot: open.filter((name) => name in given),
    ignored: open.filter((name) => !(name in given)),
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
