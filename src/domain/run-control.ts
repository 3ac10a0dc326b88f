/** What a cancel can do to a run; the scheduler implements it. */
export interface RunControl {
  /**
   * Asks the run of this item to stop at its next step. False when nothing of it runs here.
   * @param askedAtMs when the stop was asked for, on the monotonic clock; now when it is not given
   */
  stopSoft: (queueItemId: string, reason: string, askedAtMs?: number) => boolean
  /**
   * Ends the run now: its session is deleted and the app stopped. Resolves when nothing of it can reach the phone any more
   * (`terminated`), or when that could not be shown within the deadline (`failed`): it is then tried on until the phone confirms it or
   * is gone, and the item and its phone stay held. `not_running` when nothing of it runs here.
   * @param askedAtMs as above
   */
  terminate: (
    queueItemId: string,
    reason: string,
    askedAtMs?: number,
  ) => Promise<'terminated' | 'failed' | 'not_running'>
}

/** Who stops a run: a caller, the daemon's own end, its account's hours or minutes, or a phone that has to be spared. */
export type StopCause = 'cancelled' | 'daemon_stopping' | 'account_held' | 'phone_spared'

/** Why a run's signal aborted; none of it uses up an attempt. */
export class RunStopped extends Error {
  override name = 'RunStopped'
  readonly causeOfStop: StopCause

  constructor(causeOfStop: StopCause, message: string) {
    super(message)
    this.causeOfStop = causeOfStop
  }
}

/**
 * The daemon has to leave, and the phone has not shown that a stopped run is over on it. Nothing may be told or stored of such a run: its
 * item and its phone stay held, and the next boot's rescue looks at the phone first.
 */
export class PhoneNotFreed extends Error {
  override name = 'PhoneNotFreed'

  constructor(serial: string, options?: ErrorOptions) {
    super(`phone ${serial} has not confirmed that nothing of the run is left on it`, options)
  }
}
