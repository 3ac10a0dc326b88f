import { SCOPES, type Scope } from '../domain/caller.ts'
import type { Route } from './route.ts'
import { openApiRoute } from './routes/openapi.ts'

/**
 * One listener and what it answers. A tunnel's traffic comes from this host as the operator's does, so a local address says nothing of who
 * asks: what is the operator's own has a listener of its own, and both want a key.
 */
export interface Door {
  name: 'public' | 'admin'
  /** Routes of another scope are not there. */
  scopes: readonly Scope[]
}

/** Everything. */
export const ADMIN_DOOR: Door = { name: 'admin', scopes: SCOPES }

/** What callers reach. @param scopes that the operator left open */
export function publicDoor(scopes: readonly Scope[] = SCOPES): Door {
  return { name: 'public', scopes }
}

/** The routes of this door, and the description of just these. */
export function routesOfDoor(routes: readonly Route[], door: Door, version: string): Route[] {
  const own = routes.filter((route) => isBehind(route, door))
  return [...own, openApiRoute(own, version)]
}

function isBehind(route: Route, { name, scopes }: Door): boolean {
  if (route.door === 'admin' && name !== 'admin') return false
  return route.scope === null || scopes.includes(route.scope)
}
