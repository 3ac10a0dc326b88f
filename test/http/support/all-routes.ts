import { ADMIN_DOOR, routesOfDoor } from '../../../src/http/doors.ts'
import type { Route } from '../../../src/http/route.ts'
import { allRoutes, type RouteDeps } from '../../../src/http/routes/all-routes.ts'

/** The whole table of routes as the admin door has it, to be looked at: none of them can answer. */
export function everyRoute(): Route[] {
  const nobody = () => {
    throw new Error('these routes are only looked at')
  }
  const deps = new Proxy({} as RouteDeps, { get: () => nobody })
  return routesOfDoor(allRoutes(deps), ADMIN_DOOR, '0.0.0-test')
}
