import { testRoutes } from './fuzzed-routes.ts'

testRoutes('what reads', ({ method }) => method === 'GET')
