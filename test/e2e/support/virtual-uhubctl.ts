import { parseArgs } from 'node:util'
import Type from 'typebox'
import { Value } from 'typebox/value'

/**
 * Stands where a host has `uhubctl` and hubs that can switch: speaks its format and switches the ports of a virtual USB host over the control
 * API. Run as `virtual-uhubctl CONTROL_URL [-l HUB] [-p PORT] [-a on|off|cycle]`.
 */
const Usb = Type.Object({
  hubs: Type.Array(
    Type.Object({
      hub: Type.String(),
      ports: Type.Array(
        Type.Object({
          port: Type.Integer(),
          power: Type.Boolean(),
          serial: Type.Union([Type.String(), Type.Null()]),
        }),
      ),
    }),
  ),
})
type Hub = Type.Static<typeof Usb>['hubs'][number]

const [control = '', ...rest] = process.argv.slice(2)
const { values } = parseArgs({
  args: rest,
  options: {
    location: { type: 'string', short: 'l' },
    ports: { type: 'string', short: 'p' },
    action: { type: 'string', short: 'a' },
  },
})

/** As uhubctl prints a hub with a switch for each port. */
function statusOf({ hub, ports }: Hub, title: string): string {
  const lines = ports.map(({ port, power, serial }) => {
    const device = power && serial !== null ? ` enable connect [18d1:4ee7 ${serial}]` : ''
    const flags = power ? (device === '' ? '0100 power' : '0103 power') : '0000 off'
    return `  Port ${port}: ${flags}${device}\n`
  })
  return `${title} status for hub ${hub} [0bda:5411 Generic USB2.1 Hub, USB 2.10, ${ports.length} ports, ppps]\n${lines.join('')}`
}

async function show(title: string): Promise<void> {
  const answer = await fetch(`${control}/usb`)
  const { hubs } = Value.Parse(Usb, await answer.json())
  const shown = hubs.filter(({ hub }) => values.location === undefined || hub === values.location)
  if (shown.length === 0) {
    process.stdout.write('No compatible devices detected!\n')
    process.exitCode = 1
    return
  }
  for (const hub of shown) process.stdout.write(statusOf(hub, title))
}

async function power(on: boolean): Promise<void> {
  process.stdout.write(`Sent power ${on ? 'on' : 'off'} request\n`)
  await fetch(`${control}/usb/power`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hub: values.location, port: Number(values.ports), on }),
  })
}

await show('Current')
if (values.action === 'off' || values.action === 'cycle') await power(false)
if (values.action === 'on' || values.action === 'cycle') await power(true)
if (values.action !== undefined) await show('New')
