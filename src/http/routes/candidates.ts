import type { PhoneCandidate } from '../../domain/phone-candidate.ts'
import { PhoneCandidates } from '../answer-schemas.ts'
import type { Route } from '../route.ts'

/** GET /phones/candidates */
export function candidatesRoute(listCandidates: () => Promise<PhoneCandidate[]>): Route {
  return {
    method: 'GET',
    path: '/phones/candidates',
    summary: 'List phones that adb has and nobody has registered',
    scope: 'read',
    about: 'farm',
    body: null,
    query: {},
    answers: { 200: { description: 'All of them, by serial.', schema: PhoneCandidates } },
    errors: [],
    answer: async () => ({ status: 200, json: { candidates: await listCandidates() } }),
  }
}
