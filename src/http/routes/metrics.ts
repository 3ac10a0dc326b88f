import { METRICS_TYPE, metricsText, type Metric } from '../../domain/metrics.ts'
import type { Processes } from '../../processes/processes.ts'
import type { Route } from '../route.ts'

/** GET /metrics @param daemon what the daemon itself can tell beside its store */
export function metricsRoute(processes: Processes, daemon: () => Metric[]): Route {
  return {
    method: 'GET',
    path: '/metrics',
    summary: 'Read the numbers of the farm, for Prometheus',
    scope: 'read',
    about: 'everyone',
    door: 'admin',
    body: null,
    query: {},
    answers: { 200: { description: "Prometheus' text format, version 0.0.4.", text: true } },
    errors: [],
    answer: () => ({
      status: 200,
      text: metricsText([...processes.readMetrics(), ...daemon()]),
      contentType: METRICS_TYPE,
    }),
  }
}
