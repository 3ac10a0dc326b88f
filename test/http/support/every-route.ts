import type { Scope } from '../../../src/http/api-keys.ts'

/** Every route, and the scope that it asks for. */
export const ROUTES: readonly (readonly [string, string, Scope | null])[] = [
  ['POST', '/capability-requests/enqueue', 'submit'],
  ['POST', '/maintenance/requests', 'submit'],
  ['GET', '/processes', 'read'],
  ['GET', '/processes/p-1', 'read'],
  ['POST', '/processes/p-1/cancel', 'submit'],
  ['GET', '/processes/p-1/explain', 'read'],
  ['GET', '/processes/p-1/artifacts', 'read'],
  ['GET', '/processes/p-1/artifacts/a-1', 'read'],
  ['GET', '/processes/p-1/bundle', 'read'],
  ['GET', '/processes/p-1/timeline', 'read'],
  ['POST', '/runtime-snapshots/upsert', 'submit'],
  ['GET', '/capabilities', 'read'],
  ['GET', '/phones', 'read'],
  ['GET', '/phones/candidates', 'read'],
  ['GET', '/phones/phone_01', 'read'],
  ['PUT', '/phones/phone_01', 'admin'],
  ['DELETE', '/phones/phone_01', 'admin'],
  ['POST', '/phones/phone_01/pause', 'operate'],
  ['POST', '/phones/phone_01/resume', 'operate'],
  ['POST', '/phones/phone_01/take', 'operate'],
  ['POST', '/phones/phone_01/release', 'operate'],
  ['GET', '/phones/phone_01/leases', 'read'],
  ['GET', '/phones/phone_01/states', 'read'],
  ['GET', '/phones/phone_01/screenshot', 'read'],
  ['GET', '/phones/phone_01/stream', 'read'],
  ['GET', '/accounts', 'read'],
  ['GET', '/accounts/account_01', 'read'],
  ['PUT', '/accounts/account_01', 'admin'],
  ['DELETE', '/accounts/account_01', 'admin'],
  ['GET', '/accounts/account_01/runtime-snapshot', 'read'],
  ['POST', '/accounts/account_01/resume', 'operate'],
  ['GET', '/accounts/account_01/hand-overs', 'read'],
  ['GET', '/metrics', 'read'],
  ['GET', '/healthz', null],
  ['GET', '/readyz', null],
  ['GET', '/openapi.json', null],
]

/** An empty object for the methods that take a body. */
export const bodyFor = (method: string) => (method === 'POST' || method === 'PUT' ? { body: {} } : {})
