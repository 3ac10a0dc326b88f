import { writeFileSync } from 'node:fs'
import { clientTypes } from './client-types.ts'
import { describedRoutes } from './described-routes.ts'

// Writes the client's types anew: npx tsx scripts/write-client-types.ts, after a change of a route or of a schema that it names.
writeFileSync(
  new URL('clients/typescript/src/api.ts', import.meta.resolve('#package.json')),
  clientTypes(describedRoutes()),
)
