import { RuntimeSnapshot } from '../../domain/runtime-snapshot.ts'
import type { Processes } from '../../processes/processes.ts'
import { SnapshotAnswer } from '../account-schemas.ts'
import { SnapshotOutcome } from '../answer-schemas.ts'
import type { Route } from '../route.ts'

/** POST /runtime-snapshots/upsert, GET /accounts/{account_id}/runtime-snapshot */
export function runtimeSnapshotRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'POST',
      path: '/runtime-snapshots/upsert',
      summary: "Sync an account's strategy and personality",
      scope: 'submit',
      about: 'farm',
      body: RuntimeSnapshot,
      query: {},
      answers: {
        200: { description: 'Stored, or ignored because a newer one is stored.', schema: SnapshotOutcome },
      },
      errors: ['account_not_found'],
      answer: async ({ body }) => ({ status: 200, json: await processes.upsertRuntimeSnapshot(body) }),
    },
    {
      method: 'GET',
      path: '/accounts/:account_id/runtime-snapshot',
      summary: "Read an account's current runtime snapshot, what it changed, and those before it",
      scope: 'read',
      about: 'farm',
      body: null,
      query: {},
      answers: {
        200: { description: 'The snapshot as it was synced last, with its history.', schema: SnapshotAnswer },
      },
      errors: ['account_not_found'],
      answer: ({ params: { account_id = '' } }) => ({
        status: 200,
        json: processes.readRuntimeSnapshot(account_id),
      }),
    },
  ]
}
