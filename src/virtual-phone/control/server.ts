import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { FarmError } from '../../domain/errors.ts'
import type { VirtualPhone } from '../android/create-phone.ts'
import type { Log } from '../log.ts'
import type { UsbHost } from '../usb/usb-host.ts'
import { describe, summarize } from './describe-phone.ts'
import { answerError, sendJson } from './answers.ts'
import { applyFault, parseFault } from './faults.ts'
import { readJson } from './read-json.ts'
import { applyHostFault, describeHost, switchPower } from './usb-host.ts'

export interface ControlDeps {
  phones: readonly VirtualPhone[]
  /** The host on whose USB ports the phones hang; null when they are on the network alone. */
  usbHost: () => UsbHost | null
  log: Log
}

/** The control API on loopback (source: contract, "The virtual phones' control API"). */
export interface ControlServer {
  /** Resolves with the port; 0 takes any free one. @throws Error when it is taken */
  listen: (port: number) => Promise<number>
  /** May come twice or before `listen`. */
  close: () => Promise<void>
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function createControlServer({ phones, usbHost, log }: ControlDeps): ControlServer {
  function find(serial: string): VirtualPhone {
    const found = phones.find((phone) => phone.serial === serial)
    if (!found) throw new FarmError('phone_not_found', `there is no virtual phone ${serial}`)
    return found
  }

  /** Handlers by method for a path; undefined for a path that is none of ours. */
  function route(path: string): Record<string, Handler> | undefined {
    if (path === '/phones') {
      return { GET: async (_request, response) => sendJson(response, 200, { phones: phones.map(summarize) }) }
    }
    if (path.startsWith('/usb')) return usbRoute(path)
    const [, encoded = '', part] = /^\/phones\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? []
    if (encoded === '') return undefined
    const serial = decode(encoded)
    if (part === undefined) {
      return { GET: async (_request, response) => sendJson(response, 200, describe(find(serial))) }
    }
    if (part === 'screenshot') return { GET: (_request, response) => screenshot(find(serial), response) }
    if (part === 'faults') return { POST: (request, response) => fault(find(serial), request, response) }
    return undefined
  }

  /** Paths under `/usb` are of the host, not of a phone. */
  function usbRoute(path: string): Record<string, Handler> | undefined {
    const host = usbHost()
    if (host === null) return undefined
    const change = (
      run: (host: UsbHost, body: unknown) => void | Promise<void>,
    ): Record<string, Handler> => ({
      POST: async (request, response) => {
        await run(host, await readJson(request))
        response.writeHead(204).end()
      },
    })
    if (path === '/usb')
      return {
        GET: async (_request, response) => sendJson(response, 200, describeHost(host, phones)),
      }
    if (path === '/usb/faults') return change(applyHostFault)
    if (path === '/usb/power') return change(switchPower)
    return undefined
  }

  async function fault(
    phone: VirtualPhone,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const wanted = parseFault(await readJson(request))
    await applyFault(phone, wanted)
    log.info({ serial: phone.serial, fault: wanted.fault, ...wanted.parameters }, 'virtual phone fault')
    response.writeHead(204).end()
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/\?.*$/s, '')
    const handlers = route(path)
    if (!handlers) throw new FarmError('route_not_found', `there is no ${path}`)
    const handler = Object.hasOwn(handlers, request.method ?? '') ? handlers[request.method ?? ''] : undefined
    if (handler) return await handler(request, response)
    const allowed = Object.keys(handlers).join(', ')
    response.setHeader('Allow', allowed)
    throw new FarmError('method_not_allowed', `${path} takes only ${allowed}`)
  }

  const server = createServer((request, response) => {
    response.setHeader('X-Request-Id', randomUUID())
    answer(request, response).catch((error: unknown) => answerError(response, error, log))
  })

  return {
    listen: async (port) => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', resolve)
      })
      const address = server.address()
      if (address === null || typeof address === 'string')
        throw new Error('the control API listens on no TCP port')
      return address.port
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve()) // an error only says that it was not open
        server.closeAllConnections()
      }),
  }
}

async function screenshot({ phone }: VirtualPhone, response: ServerResponse): Promise<void> {
  const png = await phone.screenshot()
  response.writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'no-store' }).end(png)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part // broken percent-encoding names no phone
  }
}
