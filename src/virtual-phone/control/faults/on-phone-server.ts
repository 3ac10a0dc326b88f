import { defineFault, type FaultFamily } from './fault.ts'

/** What befalls the on-phone UiAutomator2 server. */
export const SERVER_FAULTS: FaultFamily = {
  crash_server: defineFault({ parameters: {}, apply: ({ phone }) => phone.instrumentation.crash() }),
}
