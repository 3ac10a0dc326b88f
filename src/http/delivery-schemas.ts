import Type from 'typebox'
import { Milestone } from '../domain/process.ts'

const Text = Type.String()
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const nullable = <T extends Type.TSchema>(schema: T, options: Type.TSchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options)

const NextCursor = nullable(Text)

const ABOUT_DELIVERY = {
  delivery_id: Type.String({ description: 'Equals the header `webhook-id` of every try.' }),
  process_id: Text,
  sequence: Type.Integer({ minimum: 1 }),
  milestone: Milestone,
  status: Type.Enum(['pending', 'delivered', 'exhausted'], {
    description: '`exhausted`: given up; it is sent again when somebody asks for it.',
  }),
  try_count: Count,
  next_try_at: nullable(Time, {
    description: 'When it is due; later while an earlier message of its process or the receiver holds it up.',
  }),
  emitted_at: Time,
  delivered_at: nullable(Time),
  last_error: nullable(Text),
}

/** A message to a receiver. */
export const Delivery = Type.Object({ ...ABOUT_DELIVERY, url: Text }, { additionalProperties: false })

/** The same in the list of the whole farm. */
const FarmDelivery = Type.Object(
  {
    ...ABOUT_DELIVERY,
    origin: Type.String({
      description: 'Of the receiver: its whole address, which may be a secret, stands with the process.',
    }),
  },
  { additionalProperties: false },
)

/** One try to deliver a message. */
export const DeliveryTry = Type.Object(
  {
    try: Type.Integer({ minimum: 1 }),
    at: Time,
    status: nullable(Type.Integer(), { description: 'Of the answer; null when there was none.' }),
    error: nullable(Text, { description: 'Null when it was delivered.' }),
    ms: Count,
  },
  { additionalProperties: false },
)

/** A message with its last 100 tries, oldest first. */
export const DeliveryWithTries = Type.Object(
  { ...ABOUT_DELIVERY, url: Text, tries: Type.Array(DeliveryTry) },
  { additionalProperties: false },
)

export const DeliveryPage = Type.Object(
  { deliveries: Type.Array(DeliveryWithTries), next_cursor: NextCursor },
  { additionalProperties: false },
)

/** A receiver whose last try failed. */
export const FailingReceiver = Type.Object(
  {
    origin: Type.String({ description: 'Scheme and host.' }),
    breaker: Type.Enum(['open', 'closed'], {
      description: '`open`: its messages wait until `probe_at`, and then one is tried.',
    }),
    failures: Type.Integer({
      minimum: 1,
      description: 'Tries that failed in a row, over all of its messages.',
    }),
    failing_since: Time,
    failed_at: Time,
    last_error: Text,
    probe_at: nullable(Time),
    waiting: Type.Integer({ minimum: 0, description: 'Messages that wait for it; counted as far as 1,000.' }),
  },
  { additionalProperties: false },
)

export const FarmDeliveryPage = Type.Object(
  {
    deliveries: Type.Array(FarmDelivery),
    next_cursor: NextCursor,
    receivers: Type.Array(FailingReceiver, { description: 'The 50 that failed last.' }),
  },
  { additionalProperties: false },
)

export const Redelivered = Type.Object({ redelivered: Count }, { additionalProperties: false })

export const RedeliveredSince = Type.Object(
  {
    redelivered: Count,
    next_cursor: nullable(Text, { description: 'Not null: there is more; ask again with it as `cursor`.' }),
  },
  { additionalProperties: false },
)

/** What came of a test event. */
export const TestedCallback = Type.Object(
  {
    delivery_id: Text,
    delivered: Type.Boolean(),
    status: nullable(Type.Integer(), { description: 'Of the answer; null when there was none.' }),
    ms: Count,
    error: nullable(Text),
    address_refused: Type.Boolean({ description: 'The URL leads to an address that must not be called.' }),
    signed: Type.Boolean({ description: 'False while no webhook secret is set.' }),
  },
  { additionalProperties: false },
)
