/** What a cancel can do to a run; the scheduler implements it. */
export interface RunControl {
  /** Asks the run of this item to stop at its next step. False when nothing of it runs here. */
  stopSoft: (queueItemId: string, reason: string) => boolean
  /**
   * Ends the run now: its session is deleted and the app stopped. Resolves when nothing of it can reach the phone any more
   * (`terminated`), or when that could not be shown within the deadline (`failed`). `not_running` when nothing of it runs here.
   */
  terminate: (queueItemId: string, reason: string) => Promise<'terminated' | 'failed' | 'not_running'>
}

/** Why a run's signal aborted; neither uses up an attempt. */
export class RunStopped extends Error {
  override name = 'RunStopped'
  readonly causeOfStop: 'cancelled' | 'daemon_stopping'

  constructor(causeOfStop: 'cancelled' | 'daemon_stopping', message: string) {
    super(message)
    this.causeOfStop = causeOfStop
  }
}
