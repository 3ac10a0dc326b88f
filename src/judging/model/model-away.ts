/**
 * - `breaker`: it is left alone for a while
 * - `budget`: asking it is not paid for
 * - `timeout`, `failed`, `refused`: it was asked in vain
 * - `answer`: what it answered cannot be used
 * - `prompt`: it cannot be asked this
 * - `bug`: asking it went wrong on our side
 */
export const AWAY_KINDS = [
  'breaker',
  'budget',
  'timeout',
  'failed',
  'refused',
  'answer',
  'prompt',
  'bug',
] as const
export type AwayKind = (typeof AWAY_KINDS)[number]

/** The model has not decided, so another judge does. The message goes into results: it holds neither words of the server nor its address. */
export class ModelAway extends Error {
  override name = 'ModelAway'
  readonly kind: AwayKind

  constructor(kind: AwayKind, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.kind = kind
  }
}
