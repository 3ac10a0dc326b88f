import Type, { type Static } from 'typebox'
import { CALLBACK_URL_MAX, isHttpUrl } from './callback-url.ts'
import { createCheck } from './check.ts'
import { normalizeInstant } from './instant.ts'
import { text } from './text.ts'

const Instant = Type.Refine(
  Type.String(),
  (value) => normalizeInstant(value) !== null,
  () => 'must be an ISO-8601 timestamp with an offset or Z',
)

/** Which messages of the farm are asked for anew. */
export const RedeliverRequest = Type.Object(
  {
    since: Instant,
    until: Type.Optional(Instant),
    status: Type.Enum(['exhausted', 'delivered'], {
      default: 'exhausted',
      description: 'What became of them: given up, or delivered to a receiver that has lost them.',
    }),
    origin: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2048, description: 'Scheme and host of the receiver.' }),
    ),
    cursor: Type.Optional(
      Type.String({
        maxLength: 500,
        description: '`next_cursor` of the answer before, to go on where it ended.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type RedeliverRequest = Static<typeof RedeliverRequest>

/** Where a test event goes. */
export const TestCallbackRequest = Type.Object(
  {
    url: Type.Refine(text(1, CALLBACK_URL_MAX), isHttpUrl, () => 'must be a valid http(s) URL'),
  },
  { additionalProperties: false },
)

const checkRedeliver = createCheck(RedeliverRequest)

/** @throws FarmError 'invalid_request'. Times come back normalized to UTC. */
export function parseRedeliverRequest(body: unknown): RedeliverRequest {
  const { since, until, ...request } = checkRedeliver(body)
  return {
    ...request,
    since: normalizeInstant(since) ?? since,
    ...(until !== undefined && { until: normalizeInstant(until) ?? until }),
  }
}

/** @throws FarmError 'invalid_request' */
export const parseTestCallbackRequest = createCheck(TestCallbackRequest)
