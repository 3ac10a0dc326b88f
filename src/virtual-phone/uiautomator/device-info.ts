import type { Phone } from '../android/phone.ts'

/** Gesture navigation and status bar of this phone, in dp. */
const STATUS_BAR_DP = 24

const propertyOf = ({ properties }: Phone, name: string) => properties.get(name) ?? ''

/** `GET /appium/device/info`. */
export function deviceInfo(phone: Phone): Record<string, unknown> {
  const { display } = phone
  return {
    androidId: phone.settings.get('secure/android_id') ?? '',
    apiVersion: propertyOf(phone, 'ro.build.version.sdk'),
    platformVersion: propertyOf(phone, 'ro.build.version.release'),
    manufacturer: propertyOf(phone, 'ro.product.manufacturer'),
    model: propertyOf(phone, 'ro.product.model'),
    brand: propertyOf(phone, 'ro.product.brand'),
    realDisplaySize: `${display.width}x${display.height}`,
    displayDensity: display.density,
    carrierName: '',
    locale: propertyOf(phone, 'persist.sys.locale').replace('-', '_') || 'en_US',
    timeZone: propertyOf(phone, 'persist.sys.timezone') || 'GMT',
    networks: [wifiNetwork()],
    bluetooth: { state: 'OFF' },
  }
}

function wifiNetwork(): Record<string, unknown> {
  return {
    type: 1,
    typeName: 'WIFI',
    subtype: 0,
    subtypeName: '',
    isConnected: true,
    detailedState: 'CONNECTED',
    state: 'CONNECTED',
    extraInfo: null,
    isAvailable: true,
    isFailover: false,
    isRoaming: false,
    capabilities: {
      transportTypes: 'TRANSPORT_WIFI',
      networkCapabilities:
        'NET_CAPABILITY_NOT_METERED,NET_CAPABILITY_INTERNET,NET_CAPABILITY_NOT_RESTRICTED,NET_CAPABILITY_TRUSTED,NET_CAPABILITY_NOT_VPN,NET_CAPABILITY_VALIDATED',
      linkUpstreamBandwidthKbps: 12_000,
      linkDownBandwidthKbps: 60_000,
      signalStrength: -50,
      networkSpecifier: null,
      SSID: null,
    },
  }
}

/** BatteryManager's states (source: android.os.BatteryManager). */
const STATUS = { charging: 2, discharging: 3, not_charging: 4, full: 5 } as const

/** `level` is 0..1. */
export function batteryInfo({ battery }: Phone): { level: number; status: number } {
  const { level, status } = battery.read()
  return { level: level / 100, status: STATUS[status] }
}

export function systemBars({ display }: Phone): { statusBar: number } {
  return { statusBar: Math.round((STATUS_BAR_DP * display.density) / 160) }
}

export const pixelRatio = ({ display }: Phone) => display.density / 160

/** `GET /appium/device/apps`: what the launcher shows. */
export function launchableApps(
  phone: Phone,
): { packageName: string; activityName: string; appName: string }[] {
  return phone.packages.all().flatMap(({ name, mainActivity }) => {
    if (mainActivity === null) return []
    const activityName = mainActivity.startsWith('.') ? `${name}${mainActivity}` : mainActivity
    return [{ packageName: name, activityName, appName: name.split('.').at(-1) ?? name }]
  })
}

/** The only display of this phone. */
export function displays({ display }: Phone): Record<string, unknown>[] {
  const density = display.density / 160
  return [
    {
      id: 0,
      hardwareId: '4619827259835644672',
      isDefault: true,
      metrics: {
        density,
        densityDpi: display.density,
        heightPixels: display.height,
        widthPixels: display.width,
        scaledDensity: density,
        xdpi: display.density,
        ydpi: display.density,
      },
    },
  ]
}

/** `POST /network_connection`: airplane 1, Wi-Fi 2, mobile data 4; the provider's settings follow. @returns what is on now */
export function setNetworkConnection(phone: Phone, type: number): number {
  phone.settings.set('global/airplane_mode_on', type & 1 ? '1' : '0')
  phone.settings.set('global/wifi_on', type & 2 ? '1' : '0')
  phone.settings.set('global/mobile_data', type & 4 ? '1' : '0')
  return type
}
