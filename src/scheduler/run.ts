import type { Action, ActionAccount, ActionProgress, ItemResult } from '../domain/action.ts'
import type { Decision } from '../domain/decision.ts'
import type { JudgeSnapshot } from '../domain/judge.ts'
import type { DrivenApp } from '../domain/verification.ts'

/** The queue item of a run. */
export interface RunItem {
  queue_item_id: string
  process_id: string
  /** Place within the process, from 0. */
  position: number
  phone_id: string
  account_id: string
  action: Action
}

/** Where the run's session can be found by another boot: its id and the address of the Appium server that holds it. */
export interface RunSession {
  session_id: string
  container: string
}

/** One attempt at an item, while it holds the phone. */
export interface Run {
  readonly item: RunItem
  /** Tries begun so far, this one included. */
  readonly attempt: number
  readonly bootId: string
  readonly account: ActionAccount
  readonly snapshot: JudgeSnapshot | null
  /** Inputs of the action that are the snapshot's, because the caller left them out. */
  readonly defaultsFromSnapshot: readonly string[]
  /** What the last attempt had reached. */
  readonly progress: ActionProgress | null
  /** Stores the username by which the app has proven to act as the account. @throws RunStopped as `saveProgress` does */
  onIdentity: (username: string) => Promise<void>
  /** Stores how far the run has come. @throws RunStopped when this attempt no longer owns the item or the run is being stopped */
  saveProgress: (progress: ActionProgress) => Promise<void>
  /**
   * Takes note of a judge's decision. It is stored in the transaction of the next `saveProgress`, or, with the given progress that has it
   * counted, in the one that ends the attempt; a daemon that dies before has neither stored nor counted it.
   */
  decided: (decision: Decision, progress: ActionProgress) => void
  /** Stores the session; await it before the session is used. @throws RunStopped as above: close the session then */
  onSession: (session: RunSession) => Promise<void>
  /** Says what drives the app and in which version it is on the phone: what the run shows counts for that. */
  onDriven: (driven: DrivenApp) => void
  /** Registers how the session is ended by force; called at most once, perhaps at once, perhaps while commands are under way. */
  onTerminate: (handler: () => Promise<void>) => void
  /** Aborts with RunStopped when the run must stop at its next step. */
  readonly signal: AbortSignal
}

/** Does the work of one run. Resolves or rejects only when the phone is free again, also after an abort. */
export type Execute = (run: Run) => Promise<ItemResult>
