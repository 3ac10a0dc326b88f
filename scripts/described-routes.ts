import { ADMIN_DOOR, routesOfDoor } from '../src/http/doors.ts'
import { openApi } from '../src/http/openapi.ts'
import { allRoutes, type RouteDeps } from '../src/http/routes/all-routes.ts'

/** The description of every route, as the admin door of a daemon tells it. */
export function describedRoutes(): unknown {
  const nobody = () => {
    throw new Error('these routes are only described')
  }
  // Every dependency is something that no description calls.
  const deps = new Proxy({} as RouteDeps, { get: () => nobody })
  return JSON.parse(JSON.stringify(openApi(routesOfDoor(allRoutes(deps), ADMIN_DOOR, '0'), '0')))
}
