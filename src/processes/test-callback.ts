import { parseTestCallbackRequest } from '../domain/callback-requests.ts'
import { checkCallbackUrl, type AllowList, type IsOwn } from '../domain/callback-url.ts'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import type { ProcessView } from '../domain/process-view.ts'

/** What came of a test event. */
export interface TestOutcome {
  delivered: boolean
  /** Of the answer; null when there was none. */
  status: number | null
  ms: number
  /** Null when it was delivered; in words for the operator. */
  error: string | null
  /** What the URL's name resolves to must not be called: nothing was sent. */
  address_refused: boolean
}

/** Sends a message once, at once. */
export type SendTest = (message: { delivery_id: string; url: string; body: string }) => Promise<TestOutcome>

/** What callers of the API are told of it. */
export interface TestAnswer extends TestOutcome {
  delivery_id: string
  /** False while no secret is set: the receiver had no signature to verify. */
  signed: boolean
}

export interface TestCallbackDeps {
  clock: Clock
  newId: () => string
  callbackAllow: AllowList
  isOwn?: IsOwn | undefined
  /** Not given, nothing is sent. */
  sendTest?: SendTest
  /** Whether a secret is set. */
  isSigned?: boolean
}

export interface TestCallback {
  /** @throws FarmError 'invalid_request', 'callback_url_not_allowed', 'rate_limited' when too many are under way */
  testCallback: (body: unknown) => Promise<TestAnswer>
}

/** A test takes as long as a try may. */
const MOST_UNDER_WAY = 4

/** No process has this id (source: RFC 9562, 5.9). */
const NIL = '00000000-0000-0000-0000-000000000000'

export function createTestCallback(deps: TestCallbackDeps): TestCallback {
  const { clock, newId, callbackAllow, isOwn, sendTest = nobodySends, isSigned = false } = deps
  let underWay = 0
  return {
    async testCallback(body) {
      const { url } = parseTestCallbackRequest(body)
      checkCallbackUrl(url, callbackAllow, isOwn, '/url')
      if (underWay >= MOST_UNDER_WAY)
        throw new FarmError('rate_limited', `${MOST_UNDER_WAY} test events are under way already`)
      const delivery_id = newId()
      underWay++
      try {
        const message = { delivery_id, url, body: JSON.stringify(testEvent(delivery_id, url, clock.now())) }
        return { delivery_id, signed: isSigned, ...(await sendTest(message)) }
      } finally {
        underWay--
      }
    },
  }
}

function nobodySends(): Promise<TestOutcome> {
  const error = 'this daemon sends no callbacks'
  return Promise.resolve({ delivered: false, status: null, ms: 0, error, address_refused: false })
}

/** Everything of a `process.updated` but its name, so that a receiver's reading is tried and nothing of it taken for true. */
function testEvent(delivery_id: string, url: string, now: Date): object {
  const at = now.toISOString()
  const process: ProcessView = {
    process_id: NIL,
    process_type: 'keyword_warmup',
    request_id: 'test',
    status: 'queued',
    target: { account_id: 'account_test', phone_id: 'phone_test' },
    requested_by: { system: 'phonefarm', user: null, metadata: {} },
    callback: { url, metadata: {} },
    result: {},
    error: null,
    timestamps: {
      created_at: at,
      accepted_at: at,
      queued_at: at,
      executing_at: null,
      retrying_at: null,
      cancel_requested_at: null,
      finished_at: null,
    },
    linked_ids: { queue_item_ids: [NIL], completed_queue_item_ids: [] },
    partial_progress: {},
  }
  return {
    event_type: 'test',
    test: true,
    delivery_id,
    sequence: 1,
    milestone: 'accepted',
    emitted_at: at,
    process,
  }
}
