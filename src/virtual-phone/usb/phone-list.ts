import type { CableTrouble } from './cable.ts'
import type { CableLine } from './cable-line.ts'
import type { Selector } from './host-protocol.ts'
import type { ListedPhone } from './private-adb.ts'
import type { UsbBus } from './usb-bus.ts'

/** A phone as the host's clients see it. */
export interface PublicPhone {
  serial: string
  state: string
  kind: 'usb' | 'local'
  /** `usb:1-1.2` */
  usb: string | null
  attributes: string
  id: string
  /** The phone's name in the private adb server. */
  address: string
  /** Null for a phone that is there by `adb connect`. */
  line: CableLine | null
}

/** As adb words it for a device file that it may not open (source: fidelity 7.1). */
const NO_PERMISSIONS =
  'no permissions (user in plugdev group; are your udev rules wrong?); see [http://developer.android.com/tools/device.html]'
const NO_PERMISSIONS_ERROR =
  'insufficient permissions for device: user in plugdev group; are your udev rules wrong?\nSee [http://developer.android.com/tools/device.html] for more information'
const UNAUTHORIZED_ERROR =
  "device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\nTry 'adb kill-server' if that seems wrong.\nOtherwise check for a confirmation dialog on your device."

/** The list of the private server with the cables' phones under their own names; USB first, by name, as adb sorts. */
export function listPhones(
  bus: UsbBus,
  lines: readonly CableLine[],
  listed: readonly ListedPhone[],
): PublicPhone[] {
  const onUsb = lines.flatMap((line): PublicPhone[] => {
    const seen = bus.seen(line.cable)
    const entry = listed.find(({ serial }) => serial === line.address)
    if (seen === null || entry === undefined || !line.isCurrent()) return []
    const state = shownState(line.cable.trouble()) ?? entry.state
    const isOnline = state === 'device' || state === 'recovery'
    return [
      {
        serial: line.cable.serial(),
        state,
        kind: 'usb',
        usb: `usb:${seen.location}`,
        attributes: isOnline ? entry.attributes : '',
        id: entry.id,
        address: entry.serial,
        line,
      },
    ]
  })
  const others = listed
    .filter(({ serial }) => !lines.some(({ address }) => address === serial))
    .map((entry): PublicPhone => {
      return { ...entry, kind: entry.usb === null ? 'local' : 'usb', address: entry.serial, line: null }
    })
  return [...onUsb.toSorted((a, b) => (a.serial < b.serial ? -1 : 1)), ...others]
}

function shownState(trouble: CableTrouble | null): string | null {
  if (trouble === null || trouble === 'zombie') return null
  return trouble === 'no permissions' ? NO_PERMISSIONS : trouble
}

/** The text of `host:devices`, or with `long` that of `host:devices-l`. */
export function describeList(phones: readonly PublicPhone[], long: boolean): string {
  const lines = phones.map(({ serial, state, usb, attributes, id }) => {
    if (!long) return `${serial}\t${state}\n`
    return `${serial.padEnd(22)} ${state}${usb === null ? '' : ` ${usb}`}${attributes} transport_id:${id}\n`
  })
  return lines.join('')
}

/** The phone that a request is about, or adb's words when there is none, or more than one. */
export function selectPhone(phones: readonly PublicPhone[], selector: Selector): PublicPhone | string {
  const found = phones.filter((phone) => matches(phone, selector))
  const [first] = found
  if (first === undefined) return noneFound(selector)
  if (found.length === 1) return first
  if (selector.by === 'local') return 'more than one emulator'
  return selector.by === 'any' ? 'more than one device/emulator' : 'more than one device'
}

function matches(phone: PublicPhone, selector: Selector): boolean {
  if (selector.by === 'serial') {
    return (
      selector.serial === phone.serial ||
      selector.serial === phone.usb ||
      // adb takes a product, model or device for a name as well.
      phone.attributes.split(' ').includes(selector.serial)
    )
  }
  if (selector.by === 'id') return selector.id === phone.id
  return selector.by === 'any' || selector.by === phone.kind
}

function noneFound(selector: Selector): string {
  if (selector.by === 'serial') return `device '${selector.serial}' not found`
  if (selector.by === 'id') return `no device with transport id '${selector.id}'`
  return { any: 'no devices/emulators found', usb: 'no devices found', local: 'no emulators found' }[
    selector.by
  ]
}

/** Why a phone takes no services now, in adb's words; null when it does. */
export function whyNotUsable({ state }: PublicPhone): string | null {
  if (state.startsWith('no permissions')) return NO_PERMISSIONS_ERROR
  if (state === 'unauthorized') return UNAUTHORIZED_ERROR
  if (state === 'offline') return 'device offline'
  if (state === 'authorizing' || state === 'connecting') return `device still ${state}`
  return null
}
