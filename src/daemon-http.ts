import { hostname } from 'node:os'
import { keepAdminDoor } from './admin-door-file.ts'
import type { Config } from './config.ts'
import { createDaemonKeys } from './daemon-keys.ts'
import { createHttp, type Http, type HttpDeps } from './http/server.ts'
import type { Store } from './store/store.ts'

export interface DaemonHttpDeps extends Omit<
  HttpDeps,
  'keys' | 'keyRing' | 'publicScopes' | 'hosts' | 'proxyTrust' | 'timeouts'
> {
  config: Config
  store: Store
  /** The full key. */
  apiKey: string
}

/** The daemon's API. */
export interface DaemonHttp extends Pick<Http, 'setDraining' | 'stop'> {
  /** @returns where the public door and the admin door are */
  listen: () => Promise<{ url: string; admin: string }>
}

/** The API with the two doors that the settings name. */
export function createDaemonHttp({ config, store, apiKey, ...deps }: DaemonHttpDeps): DaemonHttp {
  const { host, port, adminListen, publicScopes, proxyTrust, rate } = config
  const http = createHttp({
    ...deps,
    ...createDaemonKeys({ ...deps, store, apiKey, rate }),
    publicScopes,
    proxyTrust,
    hosts: [hostname(), ...config.hosts],
  })
  return {
    setDraining(reason) {
      http.setDraining(reason)
      // What goes on for long would keep its connection until the end.
      deps.processes.drainEvents()
    },
    stop: http.stop,
    async listen() {
      const places = await http.listen({ public: { host, port }, admin: adminListen })
      if ('or_any_free' in adminListen) keepAdminDoor(config.dataDir, places.admin)
      return places
    },
  }
}
