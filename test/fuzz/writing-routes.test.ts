import { testRoutes } from './fuzzed-routes.ts'

testRoutes('what writes', ({ method }) => method !== 'GET')
