import type { Automation } from './automation.ts'
import { parseBody } from './body.ts'
import { launchableApps } from './device-info.ts'
import { createClipboardRoutes, deviceRoutes } from './routes/device-routes.ts'
import { elementRoutes } from './routes/element-routes.ts'
import { findRoutes } from './routes/find-routes.ts'
import { gestureRoutes } from './routes/gesture-routes.ts'
import { matchPath, type Route } from './routes/route.ts'
import { screenRoutes } from './routes/screen-routes.ts'
import { createSessionRoutes, openSession } from './routes/session-routes.ts'
import { invalidSession, unknownCommand } from './wd-errors.ts'

/** One HTTP request, its path without query and legacy prefix. */
export interface PathRequest {
  method: string
  path: string
  text: string
}

/** What goes into the reply's JSON. */
export interface Answer {
  /** `None` where there is no session to speak of, null for routes that nobody knows. */
  sessionId: string | null
  value: unknown
}

export interface Router {
  /** @throws WdError; anything else is a defect of the server */
  answer: (request: PathRequest) => Promise<Answer>
}

const SERVER_PACKAGE = 'io.appium.uiautomator2.server'

export function createRouter(automation: Automation, onQuit: () => void): Router {
  const routes: readonly Route[] = [
    ...createSessionRoutes(onQuit),
    ...findRoutes,
    ...elementRoutes,
    ...screenRoutes,
    ...gestureRoutes,
    ...deviceRoutes,
    ...createClipboardRoutes(),
  ]

  async function withinSession(sessionId: string, path: string, request: PathRequest): Promise<Answer> {
    const found = findRoute(routes, request.method, path)
    if (!found) throw unknownCommand()
    if (automation.session()?.id !== sessionId) throw invalidSession(sessionId)
    const { route, params } = found
    const value = await route.handle(automation, { params, body: parseBody(request.text) })
    return { sessionId, value: value ?? null }
  }

  return {
    async answer(request) {
      const { method, path, text } = request
      const [, sessionId, below = ''] = /^\/session\/([^/]+)(\/.*)?$/.exec(path) ?? []
      if (sessionId !== undefined) return withinSession(sessionId, below, request)
      switch (`${method} ${path}`) {
        case 'GET /status':
          return { sessionId: 'None', value: status(automation) }
        case 'GET /sessions':
          return { sessionId: 'None', value: sessions(automation) }
        case 'GET /appium/device/apps':
          return { sessionId: 'None', value: launchableApps(automation.phone) }
        case 'POST /session': {
          const opened = openSession(automation, parseBody(text))
          return { sessionId: opened.sessionId, value: opened }
        }
        default:
          throw unknownCommand()
      }
    },
  }
}

function findRoute(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined
    if (params) return { route, params }
  }
  return undefined
}

function status({ phone }: Automation) {
  const server = phone.packages.find(SERVER_PACKAGE)
  return {
    ready: true,
    message: 'UiAutomator2 Server is ready to accept commands',
    build: { version: server?.versionName ?? '', versionCode: server?.versionCode ?? 0 },
  }
}

function sessions({ session }: Automation) {
  const open = session()
  return open ? [{ sessionId: open.id, id: open.id, capabilities: open.capabilities }] : []
}
