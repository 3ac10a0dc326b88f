import type { Logger } from 'pino'
import type { Action, ActionAccount, ActionProgress, ItemResult } from '../domain/action.ts'
import type { AppDriver } from '../domain/app-driver.ts'
import type { Clock } from '../domain/clock.ts'
import type { Decision } from '../domain/decision.ts'
import type { EvidenceRecorder } from '../domain/evidence.ts'
import type { Judge, JudgeSnapshot } from '../domain/judge.ts'
import { editProfile } from './edit-profile.ts'
import { fypWarmup } from './fyp-warmup.ts'
import { keywordWarmup } from './keyword-warmup.ts'
import { proveAccount } from './prove-account.ts'

export interface RunActionDeps {
  driver: AppDriver
  judge: Judge
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  action: Action
  account: ActionAccount
  snapshot: JudgeSnapshot | null
  /** Inputs of the action that are the snapshot's, because the caller left them out. */
  defaultsFromSnapshot: readonly string[]
  /** What earlier attempts at the same item have reached. */
  progress: ActionProgress | null
  /** Awaited with the username by which the app acts as the account, before anything is watched or changed. */
  onIdentity: (username: string) => Promise<void>
  /** Awaited after every step that must not be done twice. */
  saveProgress: (progress: ActionProgress) => Promise<void>
  /** Told of each decision of the judge, with the progress that has it counted; stored with the next progress or the attempt's end. */
  decided: (decision: Decision, progress: ActionProgress) => void
  /** Of the pack that the driver follows. */
  packHash: string
  evidence: EvidenceRecorder
}

/**
 * Does one item's work with an open app: proves first that the app acts as the account, then runs the action.
 * @returns what was achieved, every count and value proven on the phone
 * @throws RunError with what went wrong; the signal's reason when it aborts
 */
export async function runAction(deps: RunActionDeps, signal: AbortSignal): Promise<ItemResult> {
  const { driver, account } = deps
  signal.throwIfAborted()
  const username = await proveAccount({ driver, account, renamedTo: renamedTo(deps) }, signal)
  await deps.onIdentity(username)
  return { ...(await act(deps, username, signal)), pack_hash: deps.packHash }
}

async function act(
  { action, progress, ...deps }: RunActionDeps,
  username: string,
  signal: AbortSignal,
): Promise<ItemResult> {
  if (action.name === 'edit_profile') {
    const edit = { ...deps, username, progress: progress?.kind === 'edit_profile' ? progress : null }
    return await editProfile(edit, action.params, signal)
  }
  const warmup = { ...deps, progress: progress?.kind === 'warmup' ? progress : null }
  const result =
    action.name === 'keyword_warmup'
      ? await keywordWarmup(warmup, action.inputs, signal)
      : await fypWarmup(warmup, action.inputs, signal)
  return { ...result, defaults_from_snapshot: deps.defaultsFromSnapshot }
}

/** An attempt that began to change the username may have ended before anybody was told of the new one. */
function renamedTo({ action, progress }: RunActionDeps): string | null {
  if (action.name !== 'edit_profile' || progress?.kind !== 'edit_profile') return null
  return progress.fields.username === undefined ? null : (action.params.username ?? null)
}
