import type { Metric } from '../../domain/metrics.ts'
import type { PhoneCandidate } from '../../domain/phone-candidate.ts'
import type { Keys } from '../../processes/keys.ts'
import type { Processes } from '../../processes/processes.ts'
import type { Route } from '../route.ts'
import { accountRoutes } from './accounts.ts'
import { artifactRoutes, type BundleProcess } from './artifacts.ts'
import { candidatesRoute } from './candidates.ts'
import { capabilitiesRoute } from './capabilities.ts'
import { decisionRoutes } from './decisions.ts'
import { callbackRoutes, deliveryRoutes } from './deliveries.ts'
import { docsRoutes } from './docs.ts'
import { enqueueRoute } from './enqueue.ts'
import { errorPageRoute } from './error-page.ts'
import { eventsRoute } from './events.ts'
import { explainRoute } from './explain.ts'
import { keyRoutes } from './keys.ts'
import { maintenanceRoute } from './maintenance-requests.ts'
import { metricsRoute } from './metrics.ts'
import { phoneHoldRoutes } from './phone-holds.ts'
import { phoneRoutes } from './phones.ts'
import { probeRoutes } from './probes.ts'
import { processRoutes } from './processes.ts'
import { recoveryRoutes } from './recoveries.ts'
import { runtimeSnapshotRoutes } from './runtime-snapshots.ts'
import { screenshotRoute, type TakeScreenshot } from './screenshot.ts'
import { streamRoute, type WatchPhone } from './stream.ts'

export interface RouteDeps {
  processes: Processes
  keys: Keys
  /** What the daemon itself tells in numbers, beside its store. */
  daemonMetrics?: () => Metric[]
  /** Phones that nobody has registered. */
  candidates?: () => Promise<PhoneCandidate[]>
  screenshot: TakeScreenshot
  watch: WatchPhone
  bundle: BundleProcess
  /** What `/readyz` answers. */
  readyz: Route['answer']
}

/** Every route of the API but the one that describes them (see `routesOfDoor`). */
export function allRoutes({
  processes,
  keys,
  daemonMetrics = () => [],
  candidates = () => Promise.resolve([]),
  screenshot,
  watch,
  bundle,
  readyz,
}: RouteDeps): Route[] {
  return [
    enqueueRoute(processes),
    maintenanceRoute(processes),
    ...processRoutes(processes),
    explainRoute(processes),
    eventsRoute(processes),
    ...artifactRoutes(processes, bundle),
    ...decisionRoutes(processes),
    ...deliveryRoutes(processes),
    ...runtimeSnapshotRoutes(processes),
    capabilitiesRoute(processes),
    // Before the phones: the name is no phone's.
    candidatesRoute(candidates),
    ...phoneRoutes(processes),
    ...phoneHoldRoutes(processes),
    ...recoveryRoutes(processes),
    screenshotRoute(processes, screenshot),
    streamRoute(processes, watch),
    ...accountRoutes(processes),
    ...probeRoutes(readyz),
    errorPageRoute(),
    ...docsRoutes(),
    metricsRoute(processes, daemonMetrics),
    ...keyRoutes(keys),
    ...callbackRoutes(processes),
  ]
}
