import Type, { type TSchema } from 'typebox'
import { PhoneApp } from '../domain/phone.ts'
import { PhoneFacts } from '../domain/phone-facts.ts'
import { PHONE_STATES } from '../domain/phone-state.ts'
import { Capability } from '../domain/process.ts'
import { PhoneRecovery } from './recovery-schemas.ts'
import { ErrorSummary, PartialProgress, ProcessResult } from './result-schemas.ts'
import { PhoneCare } from '../domain/phone-care.ts'
import { ScreenReading } from '../domain/screen-reading.ts'

/** What answers look like, for `/openapi.json`; tests hold every real answer against them. Requests are described by the schemas that check them. */

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const FreeForm = Type.Record(Type.String(), Type.Unknown())

/** A page of a list; `cursor` of the next request, null on the last page. */
const page = (name: string, item: TSchema) =>
  Type.Object({ [name]: Type.Array(item), next_cursor: nullable(Text) }, { additionalProperties: false })

export const ErrorBody = Type.Object(
  {
    error: Type.String({ description: 'A code, or a code and a detail behind a colon.' }),
    message: Text,
    details: Type.Array(
      Type.Object(
        { path: Type.String({ description: 'JSON pointer into the request.' }), message: Text },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** A refusal to a caller whose `Accept` prefers `application/problem+json` (RFC 9457). */
export const ProblemBody = Type.Object(
  {
    type: Type.String({
      description: 'Where the code is explained, as a reference to the address that was asked.',
    }),
    title: Type.String({ description: 'What the code is called.' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'The same as `message`.' }),
    instance: Type.String({ description: '`urn:phonefarm:request:` and the `X-Request-Id`.' }),
    ...ErrorBody.properties,
  },
  { additionalProperties: false },
)

const PROCESS_FIELDS = {
  process_id: Text,
  process_type: Capability,
  request_id: nullable(Text),
  status: Type.Enum(['queued', 'executing', 'retrying', 'completed', 'failed_terminal', 'cancelled']),
  target: Type.Object({
    account_id: nullable(Text),
    phone_id: nullable(Text),
    account_ids: Type.Optional(Type.Array(Text)),
    phone_ids: Type.Optional(Type.Array(Text)),
  }),
  requested_by: Type.Object({ system: Text, user: nullable(Text), metadata: FreeForm }),
  callback: nullable(Type.Object({ url: Text, metadata: FreeForm })),
  result: ProcessResult,
  error: nullable(ErrorSummary),
  timestamps: Type.Object({
    created_at: Time,
    accepted_at: nullable(Time),
    queued_at: nullable(Time),
    executing_at: nullable(Time),
    retrying_at: nullable(Time),
    cancel_requested_at: nullable(Time),
    finished_at: nullable(Time),
  }),
  linked_ids: Type.Object({
    queue_item_ids: Type.Array(Text),
    completed_queue_item_ids: Type.Array(Text),
  }),
  partial_progress: PartialProgress,
}

export const Process = Type.Object(PROCESS_FIELDS, { additionalProperties: false })

export const AcceptedProcess = Type.Object(
  { status: Type.Literal('accepted'), process_id: Text, request_id: Text, process_type: Capability },
  { additionalProperties: false },
)

export const DuplicateProcess = Type.Object(
  {
    ...PROCESS_FIELDS,
    duplicate: Type.Literal(true),
    process_status: PROCESS_FIELDS.status,
    request_mismatch: Type.Optional(Type.Literal(true)),
  },
  { additionalProperties: false },
)

export const ProcessPage = page('processes', Process)

export const Timeline = Type.Object(
  {
    events: Type.Array(
      Type.Object(
        {
          at: Time,
          event: Text,
          queue_item_id: nullable(Text),
          attempt: nullable(Count),
          phone_id: nullable(Text),
          detail: nullable(Text),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

export const CancelOutcome = Type.Object(
  {
    status: Type.Enum(['cancel_requested', 'ignored_terminal']),
    cancelled_queue_item_ids: Type.Array(Text),
    active_queue_item_ids: Type.Array(Text),
    active_target: nullable(
      Type.Object({
        process_id: Text,
        phone_id: Text,
        account_id: Text,
        queue_item_id: Text,
        capability_request_id: Text,
      }),
    ),
    termination: Type.Object({
      process_id: Text,
      status: Type.Enum(['not_needed', 'requested', 'scheduled', 'terminated', 'failed']),
      terminate_issued: Type.Boolean(),
      container: nullable(Text),
    }),
    process: Process,
  },
  { additionalProperties: false },
)

const SNAPSHOT_ECHO = { account_id: Text, snapshot_id: Text, strategy_version: Type.Integer({ minimum: 1 }) }

export const SnapshotOutcome = Type.Union([
  Type.Object({ status: Type.Literal('upserted'), ...SNAPSHOT_ECHO, strategy_synced_at: Time }),
  Type.Object({ status: Type.Literal('ignored_stale'), ...SNAPSHOT_ECHO }),
])

const LEASE_FIELDS = {
  kind: Type.Enum(['run', 'person', 'maintenance']),
  holder: nullable(Text),
  queue_item_id: nullable(Text),
  since: Time,
  until: nullable(Time),
}

/** Who holds a phone. */
export const PhoneLease = Type.Object(LEASE_FIELDS, { additionalProperties: false })

export const PhoneLeasePage = page(
  'leases',
  Type.Object(
    { ...LEASE_FIELDS, attempt: nullable(Count), released_at: nullable(Time) },
    { additionalProperties: false },
  ),
)

/** As registered, and as last seen by the phone watcher. */
export const Phone = Type.Object(
  {
    phone_id: Text,
    serial: Text,
    name: nullable(Text),
    state: Type.Enum([...PHONE_STATES]),
    reason: nullable(Text),
    next: nullable(Text),
    model: nullable(Text),
    android_version: nullable(Text),
    apps: Type.Array(PhoneApp),
    app_versions: Type.Record(Type.String(), Type.Unknown()),
    paused: Type.Boolean(),
    draining: Type.Boolean({ description: 'Paused while a run goes on, which ends well.' }),
    hardware_serial: nullable(Text),
    facts: nullable(PhoneFacts),
    since: Time,
    recovery: nullable(PhoneRecovery),
    lease: nullable(PhoneLease),
    care: Type.Optional(nullable(PhoneCare)),
    screen_reading: Type.Optional(nullable(ScreenReading)),
  },
  { additionalProperties: false },
)

export const PhoneCandidates = Type.Object(
  {
    candidates: Type.Array(
      Type.Object(
        {
          serial: Text,
          state: Type.String({ description: "adb's word." }),
          reason: nullable(Text),
          next: nullable(Text),
          hardware_serial: nullable(Text),
          model: nullable(Text),
          android_version: nullable(Text),
          suggested_phone_id: Text,
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

export const PhoneStatePage = page(
  'states',
  Type.Object(
    { state: Type.Enum([...PHONE_STATES]), reason: nullable(Text), next: nullable(Text), at: Time },
    { additionalProperties: false },
  ),
)

export const PhonePage = page('phones', Phone)

export const Health = Type.Object({ status: Type.Literal('ok') })

const Checks = Type.Record(Type.String(), Type.Object({ ok: Type.Boolean(), message: Type.Optional(Text) }))

export const Ready = Type.Object({ status: Type.Literal('ready'), checks: Checks })

export const NotReady = Type.Object({
  ...ErrorBody.properties,
  status: Type.Literal('not_ready'),
  checks: Checks,
})
