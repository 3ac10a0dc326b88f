import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { FarmError } from '../../domain/errors.ts'
import type { VirtualPhone } from '../android/create-phone.ts'
import { PORTS_PER_HUB } from '../usb/usb-bus.ts'
import type { UsbHost } from '../usb/usb-host.ts'

const Hub = Type.String({ pattern: '^1-\\d+$' })
const strict = { additionalProperties: false }

/** What can go wrong with the host: with a whole hub, or with its adb server. */
const HostFault = Type.Union([
  Type.Object(
    {
      fault: Type.Union([Type.Literal('hub_gone'), Type.Literal('hub_hung'), Type.Literal('hub_fine')]),
      hub: Hub,
    },
    strict,
  ),
  Type.Object(
    {
      fault: Type.Union([
        Type.Literal('server_hang'),
        Type.Literal('server_resume'),
        Type.Literal('server_die'),
        Type.Literal('server_start'),
        Type.Literal('clear'),
      ]),
    },
    strict,
  ),
  Type.Object(
    { fault: Type.Literal('server_version'), version: Type.Integer({ minimum: 1, maximum: 0xffff }) },
    strict,
  ),
])

const Power = Type.Object(
  { hub: Hub, port: Type.Integer({ minimum: 1, maximum: PORTS_PER_HUB }), on: Type.Boolean() },
  strict,
)

/** `GET /usb`: the hubs with their ports, and how the adb server is. */
export function describeHost(host: UsbHost, phones: readonly VirtualPhone[]): object {
  const { bus } = host
  const hubs = bus.hubs().map((hub) => {
    const ports = Array.from({ length: PORTS_PER_HUB }, (_, index) => {
      const port = index + 1
      const cable = bus.at(`${hub}.${port}`)
      const phone = phones.find((virtual) => virtual.cable === cable)?.serial ?? null
      const serial = cable === undefined ? null : cable.serial()
      return { port, power: bus.isPowered(hub, port), phone, serial }
    })
    return { hub, state: bus.hubState(hub), ports }
  })
  return { port: host.port(), state: host.state(), version: host.version(), hubs }
}

/** `POST /usb/faults`. @throws FarmError invalid_request */
export async function applyHostFault(host: UsbHost, body: unknown): Promise<void> {
  const fault = checked(HostFault, body)
  switch (fault.fault) {
    case 'hub_gone':
    case 'hub_hung':
    case 'hub_fine': {
      const state = ({ hub_gone: 'gone', hub_hung: 'hung', hub_fine: 'fine' } as const)[fault.fault]
      if (!host.bus.setHubState(fault.hub, state)) throw noSuch(`hub ${fault.hub}`)
      return
    }
    case 'server_hang':
    case 'server_resume':
      return host.setHung(fault.fault === 'server_hang')
    case 'server_die':
      return await host.die()
    case 'server_start':
      return await host.revive()
    case 'server_version':
      return await host.replace(fault.version)
    case 'clear':
      return await clear(host)
  }
}

async function clear(host: UsbHost): Promise<void> {
  for (const hub of host.bus.hubs()) {
    host.bus.setHubState(hub, 'fine')
    for (let port = 1; port <= PORTS_PER_HUB; port += 1) host.bus.setPower(hub, port, true)
  }
  if (host.version() !== null) await host.replace(null)
  await host.revive()
  host.setHung(false)
}

/** `POST /usb/power`: as a hub that can switch its ports. @throws FarmError invalid_request */
export function switchPower(host: UsbHost, body: unknown): void {
  const { hub, port, on } = checked(Power, body)
  if (!host.bus.setPower(hub, port, on)) throw noSuch(`port ${port} of hub ${hub}`)
}

function checked<T extends TSchema>(schema: T, body: unknown): Static<T> {
  if (Value.Check(schema, body)) return body
  const problems = Value.Errors(schema, body).map(({ instancePath, message }) => ({
    path: instancePath,
    message,
  }))
  throw new FarmError('invalid_request', 'this is nothing that the USB host can do', { problems })
}

function noSuch(what: string): FarmError {
  return new FarmError('invalid_request', `there is no ${what}`)
}
