import type { Keys } from '../../../src/processes/keys.ts'
import type { Following } from '../../../src/processes/event-streams.ts'
import type { Processes } from '../../../src/processes/processes.ts'

/** Over before it has begun. */
const NO_EVENTS: Following = {
  reset: null,
  from: '00000000-0',
  next: async () => null,
  over: new AbortController().signal,
  close: () => undefined,
}

/** Use cases that do nothing but remember that they were called: what gets through the gates. */
export function recordedProcesses(): { processes: Processes; calls: { name: string; given: unknown[] }[] } {
  const calls: { name: string; given: unknown[] }[] = []
  const processes = new Proxy({} as Processes, {
    get: (_, name: string) =>
      function record(...given: unknown[]) {
        calls.push({ name, given })
        if (name === 'acceptCapabilityRequest') {
          return { created: true, process_id: 'p-1', request_id: 'r-1', process_type: 'keyword_warmup' }
        }
        if (name === 'readPhone') return { phone_id: given[0], serial: 'vp-01' }
        if (name === 'followEvents') return NO_EVENTS
        return {}
      },
  })
  return { processes, calls }
}

/** Likewise the use cases of keys. */
export function recordedKeys(): { keys: Keys; calls: string[] } {
  const calls: string[] = []
  const keys = new Proxy({} as Keys, {
    get: (_, name: string) =>
      function record() {
        calls.push(name)
        return {}
      },
  })
  return { keys, calls }
}
