import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { fullKey } from '../../src/http/api-keys.ts'
import { createKeyRing } from '../../src/http/key-ring.ts'
import { makeKey } from '../../src/http/key-text.ts'
import { createHttp } from '../../src/http/server.ts'
import { createLog } from '../../src/log.ts'
import { createNewId } from '../../src/new-id.ts'
import { createKeys } from '../../src/processes/keys.ts'
import { createProcesses } from '../../src/processes/processes.ts'
import { openStore } from '../../src/store/store.ts'
import { BENCH_KEY } from '../requests.ts'
import { reportReady } from './parent.ts'

// Our HTTP server with every gate (log, key, framing, body, schema) in front of an accept that stores nothing.

const ANY_PORT = { host: '127.0.0.1', port: 0 }
const newId = createNewId(systemClock)
const callbackAllow = parseAllowList('')
const rules = { callbackAllow, checkPrompt: createPromptCheck() }
const log = createLog({
  level: 'info',
  secrets: new Set([BENCH_KEY]),
  clock: systemClock,
})

const store = openStore({ file: ':memory:' })
const keys = createKeys({ store, clock: systemClock, makeKey, onChange: () => undefined })
const processes = createProcesses({
  store,
  clock: systemClock,
  newId,
  runs: { stopSoft: () => false, terminate: () => Promise.resolve('not_running') },
  callbackAllow,
  knownApps: () => ['clips'],
  wake: () => undefined,
})
const http = createHttp({
  processes: {
    ...processes,
    acceptCapabilityRequest(body) {
      const { request_id, capability } = parseCapabilityRequest(body, rules)
      return Promise.resolve({ created: true, process_id: newId(), request_id, process_type: capability })
    },
  },
  keys,
  keyRing: createKeyRing({ full: [fullKey('main', BENCH_KEY)], clock: systemClock }),
  readiness: () => ({ starting: false, checks: {} }),
  screenshot: () => Promise.reject(new Error('there are no phones')),
  watch: () => Promise.reject(new Error('there are no phones')),
  bundle: () => {
    throw new Error('there are no processes')
  },
  version: 'bench',
  newId,
  clock: systemClock,
  log,
})
const { url } = await http.listen({ public: ANY_PORT, admin: ANY_PORT })
reportReady({ url }, { stop: http.stop })
