import { readFileSync } from 'node:fs'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { ErrorBody } from './answer-schemas.ts'
import { type Json, schemaName } from './openapi-json.ts'

/** The files of data/examples by the name of the schema that each of them is an example of. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  CapabilityRequest: [
    'capability-request-keyword-warmup',
    'capability-request-fyp-warmup',
    'capability-request-maintenance',
  ],
  MaintenanceRequest: ['maintenance-request'],
  AcceptedProcess: ['capability-accepted', 'maintenance-accepted'],
  DuplicateProcess: ['capability-duplicate'],
  Process: ['process', 'process-completed'],
  ProcessPage: ['process-page'],
  CancelRequest: ['cancel-request'],
  CancelOutcome: ['cancel-answer'],
  Timeline: ['timeline'],
  Event: ['event'],
  EventsMissed: ['events-missed'],
  Explanation: ['explanation'],
  ArtifactPage: ['artifact-page'],
  DecisionPage: ['decision-page'],
  JudgeContextPage: ['judge-context-page'],
  RuntimeSnapshot: ['runtime-snapshot-request'],
  SnapshotOutcome: ['runtime-snapshot-upserted', 'runtime-snapshot-ignored-stale'],
  SnapshotAnswer: ['runtime-snapshot'],
  Capabilities: ['capabilities'],
  PhoneRequest: ['phone-request'],
  PhoneTake: ['phone-take-request'],
  PhoneRelease: ['phone-release-request'],
  Phone: ['phone'],
  PhonePage: ['phone-page'],
  PhoneCandidates: ['phone-candidates'],
  PhoneStatePage: ['phone-state-page'],
  PhoneLeasePage: ['phone-lease-page'],
  RecoveryPage: ['recovery-page'],
  IncidentPage: ['incident-page'],
  AccountRequest: ['account-request'],
  AccountResume: ['account-resume-request'],
  Account: ['account'],
  AccountPage: ['account-page'],
  HandOverPage: ['hand-over-page'],
  KeyRequest: ['key-request'],
  KeyRotation: ['key-rotation-request'],
  MadeApiKey: ['key-made'],
  ApiKey: ['key'],
  ApiKeyPage: ['key-page'],
  Delivery: ['delivery'],
  DeliveryPage: ['delivery-page'],
  FarmDeliveryPage: ['callback-page'],
  Redelivered: ['redelivered'],
  RedeliverRequest: ['redeliver-request'],
  RedeliveredSince: ['redelivered-since'],
  TestCallbackRequest: ['test-callback-request'],
  TestedCallback: ['tested-callback'],
  EventPage: ['event-page'],
  Health: ['health'],
  Ready: ['ready'],
  NotReady: ['not-ready'],
  ErrorBody: ['error'],
  ProblemBody: ['problem'],
  ProcessUpdated: ['callback-process-updated'],
}

/** What each code looks like as an answer, in one file; every code of the API is in it. */
const ErrorExamples = Compile(Type.Record(Type.String(), ErrorBody))

const directory = new URL('data/examples/', import.meta.resolve('#package.json'))

/** Every example, as `components.examples` has them: bodies by their file's name, refusals as `error-<code>`. */
export function exampleComponents(): Record<string, Json> {
  const bodies = Object.values(EXAMPLES)
    .flat()
    .map((name) => [name, { summary: name.replaceAll('-', ' '), value: readExample(name) }] as const)
  const errors = Object.entries(ErrorExamples.Parse(readExample('errors'))).map(
    ([code, value]) =>
      [`error-${code}`, { summary: code, value: { ...value, details: value.details } }] as const,
  )
  return Object.fromEntries([...bodies, ...errors])
}

function readExample(name: string): Json {
  // What JSON.parse returns is JSON.
  const value: Json = JSON.parse(readFileSync(new URL(`${name}.json`, directory), 'utf8'))
  return value
}

/** References to the examples of a named schema; nothing for others. */
export function exampleReferences(schema: unknown): { examples?: Json } {
  const names = EXAMPLES[schemaName(schema) ?? ''] ?? []
  if (names.length === 0) return {}
  return { examples: Object.fromEntries(names.map((name) => [name, reference(name)])) }
}

/** References to what refusals with these codes look like. */
export function errorExamples(codes: readonly string[]): Json {
  return Object.fromEntries(codes.map((code) => [code, reference(`error-${code}`)]))
}

function reference(name: string): Json {
  return { $ref: `#/components/examples/${name}` }
}
