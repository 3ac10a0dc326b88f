import type { Metric } from '../../domain/metrics.ts'
import type { Processes } from '../../processes/processes.ts'
import type { Route } from '../route.ts'
import { accountRoutes } from './accounts.ts'
import { capabilitiesRoute } from './capabilities.ts'
import { enqueueRoute } from './enqueue.ts'
import { explainRoute } from './explain.ts'
import { maintenanceRoute } from './maintenance-requests.ts'
import { metricsRoute } from './metrics.ts'
import { openApiRoute } from './openapi.ts'
import { phoneHoldRoutes } from './phone-holds.ts'
import { phoneRoutes } from './phones.ts'
import { probeRoutes } from './probes.ts'
import { processRoutes } from './processes.ts'
import { runtimeSnapshotRoutes } from './runtime-snapshots.ts'
import { screenshotRoute, type TakeScreenshot } from './screenshot.ts'
import { streamRoute, type WatchPhone } from './stream.ts'

export interface RouteDeps {
  processes: Processes
  /** What the daemon itself tells in numbers, beside its store. */
  daemonMetrics?: () => Metric[]
  screenshot: TakeScreenshot
  watch: WatchPhone
  /** What `/readyz` answers. */
  readyz: Route['answer']
  /** Of the daemon, as `/openapi.json` names it. */
  version: string
}

/** Every route of the API. */
export function allRoutes({
  processes,
  daemonMetrics = () => [],
  screenshot,
  watch,
  readyz,
  version,
}: RouteDeps): Route[] {
  const routes = [
    enqueueRoute(processes),
    maintenanceRoute(processes),
    ...processRoutes(processes),
    explainRoute(processes),
    ...runtimeSnapshotRoutes(processes),
    capabilitiesRoute(processes),
    ...phoneRoutes(processes),
    ...phoneHoldRoutes(processes),
    screenshotRoute(processes, screenshot),
    streamRoute(processes, watch),
    ...accountRoutes(processes),
    ...probeRoutes(readyz),
    metricsRoute(processes, daemonMetrics),
  ]
  return [...routes, openApiRoute(routes, version)]
}
