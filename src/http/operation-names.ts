import type { Route } from './route.ts'

/** The groups of operations in `/openapi.json`, in the order in which a newcomer needs them. */
export const TAGS = {
  processes: 'Work: create it, see what became of it, cancel it.',
  'runtime snapshots': 'What an account is to be like, as its owner last synced it.',
  capabilities: 'What can be asked for.',
  events: 'What happens, as it happens.',
  accounts: 'App accounts, each of which lives on one phone.',
  phones: 'Registered devices: what they are fit for, their screens, who holds them.',
  callbacks: 'Signed messages about processes, sent to the address that a request names.',
  keys: 'Who may ask.',
  farm: 'Whether and how the daemon works.',
  documents: 'What you read here.',
} as const

export type Tag = keyof typeof TAGS

/** By the first step of the path. */
const TAG_OF: Readonly<Record<string, Tag>> = {
  'capability-requests': 'processes',
  maintenance: 'processes',
  processes: 'processes',
  'runtime-snapshots': 'runtime snapshots',
  capabilities: 'capabilities',
  events: 'events',
  accounts: 'accounts',
  phones: 'phones',
  callbacks: 'callbacks',
  keys: 'keys',
  incidents: 'farm',
  metrics: 'farm',
  healthz: 'farm',
  readyz: 'farm',
  'openapi.json': 'documents',
  docs: 'documents',
}

/** What an operation is called in `/openapi.json` and in the client that is made from it: these names stay. */
export const NAMES: Readonly<Record<string, string>> = {
  'POST /capability-requests/enqueue': 'enqueueCapabilityRequest',
  'POST /maintenance/requests': 'requestMaintenance',
  'GET /processes': 'listProcesses',
  'GET /processes/:process_id': 'readProcess',
  'POST /processes/:process_id/cancel': 'cancelProcess',
  'GET /processes/:process_id/timeline': 'readTimeline',
  'GET /processes/:process_id/explain': 'explainProcess',
  'GET /processes/:process_id/artifacts': 'listArtifacts',
  'GET /processes/:process_id/artifacts/:artifact_id': 'readArtifact',
  'GET /processes/:process_id/bundle': 'readBundle',
  'GET /processes/:process_id/decisions': 'listDecisions',
  'GET /processes/:process_id/judge-contexts': 'listJudgeContexts',
  'GET /processes/:process_id/deliveries': 'listDeliveries',
  'POST /processes/:process_id/deliveries/redeliver': 'redeliverAllOfProcess',
  'POST /processes/:process_id/deliveries/:delivery_id/redeliver': 'redeliver',
  'GET /events': 'readEvents',
  'POST /runtime-snapshots/upsert': 'upsertRuntimeSnapshot',
  'GET /accounts/:account_id/runtime-snapshot': 'readRuntimeSnapshot',
  'GET /capabilities': 'readCapabilities',
  'GET /phones': 'listPhones',
  'GET /phones/candidates': 'listPhoneCandidates',
  'GET /phones/:phone_id': 'readPhone',
  'PUT /phones/:phone_id': 'putPhone',
  'DELETE /phones/:phone_id': 'deletePhone',
  'POST /phones/:phone_id/pause': 'pausePhone',
  'POST /phones/:phone_id/resume': 'resumePhone',
  'POST /phones/:phone_id/take': 'takePhone',
  'POST /phones/:phone_id/release': 'releasePhone',
  'POST /phones/:phone_id/readmit': 'readmitPhone',
  'GET /phones/:phone_id/leases': 'listPhoneLeases',
  'GET /phones/:phone_id/states': 'listPhoneStates',
  'GET /phones/:phone_id/recoveries': 'listRecoveries',
  'GET /phones/:phone_id/screenshot': 'takeScreenshot',
  'GET /phones/:phone_id/stream': 'watchPhone',
  'GET /accounts': 'listAccounts',
  'GET /accounts/:account_id': 'readAccount',
  'PUT /accounts/:account_id': 'putAccount',
  'DELETE /accounts/:account_id': 'deleteAccount',
  'POST /accounts/:account_id/resume': 'resumeAccount',
  'GET /accounts/:account_id/hand-overs': 'listHandOvers',
  'GET /incidents': 'listIncidents',
  'GET /callbacks': 'listCallbacks',
  'POST /callbacks/redeliver': 'redeliverCallbacks',
  'POST /callbacks/test': 'testCallback',
  'GET /keys': 'listKeys',
  'POST /keys': 'createKey',
  'POST /keys/:key_id/revoke': 'revokeKey',
  'POST /keys/:key_id/rotate': 'rotateKey',
  'GET /metrics': 'readMetrics',
  'GET /healthz': 'readHealth',
  'GET /readyz': 'readReadiness',
  'GET /openapi.json': 'readOpenApi',
  'GET /docs': 'readDocs',
  'GET /docs/errors': 'readErrorDocs',
}

type Named = Pick<Route, 'method' | 'path'>

/** The chosen name; a route that has none yet is called by its method and path: `getPhonesByPhoneId`. */
export function operationId({ method, path }: Named): string {
  return NAMES[`${method} ${path}`] ?? spelledOut(method, path)
}

function spelledOut(method: string, path: string): string {
  const words = path.replaceAll(':', 'by-').match(/[A-Za-z0-9]+/g) ?? []
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

export function tagOf({ path }: Named): Tag {
  return TAG_OF[path.split('/')[1] ?? ''] ?? 'farm'
}
