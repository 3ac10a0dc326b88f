import type { Socket } from 'node:net'
import {
  askOnce,
  createRequestReader,
  dial,
  fail,
  frame,
  type HostRequest,
  okay,
  parseHostRequest,
  parseTransport,
} from './host-protocol.ts'
import { describeList, type PublicPhone, selectPhone, whyNotUsable } from './phone-list.ts'

/** What a connection needs of its host. */
export interface ConnectionDeps {
  phones: () => PublicPhone[]
  /** Makes `phones` true to this moment. */
  refresh: () => Promise<void>
  /** Calls back after every change of `phones` until it is called off. */
  onPhones: (listener: () => void) => () => void
  privatePort: () => number
  /** The protocol version to tell instead of the private server's; null for the true one. */
  foreignVersion: () => number | null
  /** As `adb reconnect`: the phone's connection is made anew. */
  reconnect: (phone: PublicPhone) => void
  /** As `adb kill-server`. */
  kill: () => void
  /** Resolves at once, or when the server no longer hangs. */
  whileHung: () => Promise<void>
  /** Registers the two ends of a conversation that is passed on; they stand still while the server hangs. */
  join: (client: Socket, server: Socket) => void
}

/** Serves one client of the adb server: answers what is about the list of phones, and passes on the rest. */
export async function serveClient(socket: Socket, deps: ConnectionDeps): Promise<void> {
  const reader = createRequestReader(socket)
  const text = await reader.next()
  await deps.whileHung()
  if (text === null) return void socket.destroy()
  await deps.refresh()
  const serials = deps.phones().flatMap(({ serial, usb }) => (usb === null ? [serial] : [serial, usb]))
  const request = parseHostRequest(text, serials)
  if (request === undefined) return void socket.end(fail('unknown host service'))
  const { service } = request
  if (service === 'track-devices' || service === 'track-devices-l') return trackPhones(socket, service, deps)
  if (waitForPhone(socket, request, deps)) return
  if (service === 'kill') return void socket.end('OKAY', deps.kill)
  const answer = (await aboutHost(service, deps)) ?? aboutPhone(request, deps) ?? toPrivate(request, deps)
  if (typeof answer !== 'string') return void socket.end(answer)
  const server = await dial(deps.privatePort())
  server.write(frame(answer))
  server.write(reader.release())
  deps.join(socket, server)
}

/** What is asked of the server as a whole; null when it is something else, or the private server may answer it. */
async function aboutHost(service: string, deps: ConnectionDeps): Promise<Buffer | null> {
  const { phones } = deps
  const version = deps.foreignVersion()
  if (service === 'version' && version !== null) return okay(version.toString(16).padStart(4, '0'))
  if (service === 'devices' || service === 'devices-l') {
    return okay(describeList(phones(), service === 'devices-l'))
  }
  if (service === 'list-forward') return await listForwards(deps)
  if (service === 'disconnect:') {
    const remote = phones().filter(({ kind }) => kind === 'local')
    for (const { address } of remote) await askOnce(deps.privatePort(), `host:disconnect:${address}`)
    return okay('disconnected everything')
  }
  if (service !== 'reconnect-offline') return null
  const offline = phones().filter((phone) => phone.line !== null && whyNotUsable(phone) !== null)
  for (const phone of offline) deps.reconnect(phone)
  return okay(offline.map(({ serial }) => `reconnecting ${serial}\n`).join(''))
}

const ABOUT_PHONE = ['get-serialno', 'get-state', 'get-devpath', 'reconnect']

/** What is asked about a phone on a cable, and refusals; null when the private server has to answer. */
function aboutPhone({ selector, service }: HostRequest, deps: ConnectionDeps): Buffer | null {
  if (!ABOUT_PHONE.includes(service)) return null
  const found = selectPhone(deps.phones(), selector)
  // As it is: adb says OKAY to a reconnect that finds nobody [tried with adb 29].
  if (typeof found === 'string') return service === 'reconnect' ? okay(found) : fail(found)
  if (service === 'get-serialno') return okay(found.serial)
  if (service === 'get-state') return okay(found.state)
  if (service === 'get-devpath') return okay(found.usb ?? 'unknown')
  if (found.line === null) return null
  const { serial, state } = found
  deps.reconnect(found)
  return okay(`reconnecting ${serial} [${state}]\n`)
}

async function listForwards({ phones, privatePort }: ConnectionDeps): Promise<Buffer> {
  const answer = await askOnce(privatePort(), 'host:list-forward')
  const names = new Map(phones().map(({ address, serial }) => [address, serial]))
  // After the status and the length.
  const renamed = answer
    .slice(8)
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [address = '', ...ends] = line.split(' ')
      return `${[names.get(address) ?? address, ...ends].join(' ')}\n`
    })
  return okay(renamed.join(''))
}

/** Services of the server as a whole; every other one is about a phone. */
const IS_GLOBAL = /^(?:version|host-features|connect:|disconnect:|pair:|mdns:|emulator:)/

/** @returns the request in the private server's words, or the refusal */
function toPrivate({ selector, service }: HostRequest, { phones }: ConnectionDeps): string | Buffer {
  const transport = parseTransport(service)
  if (transport === null && IS_GLOBAL.test(service)) return `host:${service}`
  const found = selectPhone(phones(), transport?.selector ?? selector)
  if (typeof found === 'string') return fail(found)
  const unusable = service === 'reconnect' ? null : whyNotUsable(found)
  if (unusable !== null) return fail(unusable)
  if (transport === null) return `host-serial:${found.address}:${service}`
  return transport.tellsId ? `host:tport:serial:${found.address}` : `host:transport:${found.address}`
}

/** `track-devices`: a frame at once and after every change, until the client goes. */
function trackPhones(socket: Socket, service: string, deps: ConnectionDeps): void {
  let told: string | undefined
  const tell = () => {
    const text = describeList(deps.phones(), service.endsWith('-l'))
    if (text === told) return
    told = text
    socket.write(frame(text))
  }
  socket.write('OKAY')
  tell()
  socket.on('close', deps.onPhones(tell))
}

const WAIT = /^wait-for-(any|usb|local)-(\w+)$/

/** `wait-for-usb-device`: OKAY at once, and another one when it is so. @returns false when the service is another one */
function waitForPhone(socket: Socket, { selector, service }: HostRequest, deps: ConnectionDeps): boolean {
  const [, kind = '', state = ''] = WAIT.exec(service) ?? []
  if (kind === '') return false
  const look = () => {
    const found = selectPhone(
      deps.phones().filter((phone) => kind === 'any' || phone.kind === kind),
      selector,
    )
    const is = typeof found === 'string' ? 'disconnect' : found.state
    if (is !== state && !(state === 'any' && is !== 'disconnect')) return
    stop()
    socket.end('OKAY')
  }
  let stop: () => void = () => undefined
  stop = deps.onPhones(look)
  socket.on('close', stop)
  socket.write('OKAY')
  look()
  return true
}
