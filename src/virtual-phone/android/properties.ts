import type { Profile } from './profiles.ts'

/** What differs from phone to phone of one kind. */
export interface PropertiesOf {
  serial: string
  number: number
  bootedAt: Date
}

/** getprop, with the keys that farms and drivers read and those around them that make a list as long as a phone's. */
export function buildProperties(profile: Profile, of: PropertiesOf): Map<string, string> {
  const model = profile.model ?? `Virtual Phone ${String(of.number).padStart(2, '0')}`
  const { brand, device, release, buildId, incremental } = profile
  const fingerprint = `${brand}/${device}/${device}:${release}/${buildId}/${incremental}:user/release-keys`
  return new Map([
    ...identity(profile, model, of.serial),
    ...build(profile, fingerprint),
    ...system(profile),
    ...vendorProperties(profile),
    ['ro.runtime.firstboot', String(of.bootedAt.getTime())],
  ])
}

function identity(
  { brand, manufacturer, device, hardware }: Profile,
  model: string,
  serial: string,
): [string, string][] {
  return [
    ['ro.serialno', serial],
    ['ro.boot.serialno', serial],
    ['ro.product.name', device],
    ['ro.product.model', model],
    ['ro.product.device', device],
    ['ro.product.brand', brand],
    ['ro.product.manufacturer', manufacturer],
    ['ro.product.board', device],
    ['ro.product.system.brand', brand],
    ['ro.product.system.model', model],
    ['ro.product.vendor.brand', brand],
    ['ro.product.vendor.model', model],
    ['ro.product.marketname', model],
    ['ro.hardware', hardware],
    ['ro.boot.hardware', hardware],
    ['ro.board.platform', hardware],
    ['ro.product.cpu.abi', 'arm64-v8a'],
    ['ro.product.cpu.abilist', 'arm64-v8a,armeabi-v7a,armeabi'],
    ['ro.product.cpu.abilist32', 'armeabi-v7a,armeabi'],
    ['ro.product.cpu.abilist64', 'arm64-v8a'],
    ['ro.product.locale', 'en-US'],
  ]
}

function build(profile: Profile, fingerprint: string): [string, string][] {
  const { sdk, release, buildId, incremental, securityPatch } = profile
  const displayId = profile.vendor === 'samsung' ? `${buildId}.${incremental}` : buildId
  return [
    ['ro.build.version.sdk', String(sdk)],
    ['ro.build.version.release', release],
    ['ro.build.version.release_or_codename', release],
    ['ro.build.version.codename', 'REL'],
    ['ro.build.version.all_codenames', 'REL'],
    ['ro.build.version.preview_sdk', '0'],
    ['ro.build.version.min_supported_target_sdk', '28'],
    ['ro.build.version.incremental', incremental],
    ['ro.build.version.security_patch', securityPatch],
    ['ro.build.display.id', displayId],
    ['ro.build.id', buildId],
    ['ro.build.type', 'user'],
    ['ro.build.tags', 'release-keys'],
    ['ro.build.flavor', `${profile.device}-user`],
    ['ro.build.product', profile.device],
    ['ro.build.characteristics', 'nosdcard'],
    ['ro.build.fingerprint', fingerprint],
    ['ro.vendor.build.fingerprint', fingerprint],
    ['ro.product.first_api_level', String(Math.min(sdk, 30))],
    ['ro.treble.enabled', 'true'],
  ]
}

function system({ sdk }: Profile): [string, string][] {
  return [
    ['ro.sf.lcd_density', '320'],
    ['ro.crypto.state', 'encrypted'],
    ['ro.crypto.type', 'file'],
    ['ro.boot.verifiedbootstate', 'green'],
    ['ro.boot.flash.locked', '1'],
    ['ro.boot.vbmeta.device_state', 'locked'],
    ['ro.boot.bootreason', 'reboot'],
    ['sys.boot.reason', 'reboot'],
    ['ro.bootmode', 'unknown'],
    ['ro.debuggable', '0'],
    ['ro.secure', '1'],
    ['ro.adb.secure', '1'],
    ['ro.zygote', 'zygote64_32'],
    ['ro.opengles.version', '196610'],
    ['dalvik.vm.heapsize', '512m'],
    ['dalvik.vm.isa.arm64.variant', 'generic'],
    ['gsm.sim.state', 'ABSENT'],
    ['gsm.network.type', 'Unknown'],
    ['gsm.operator.alpha', ''],
    ['net.bt.name', 'Android'],
    ['persist.sys.timezone', 'UTC'],
    ['persist.sys.locale', 'en-US'],
    ['persist.sys.usb.config', 'mtp,adb'],
    ['sys.usb.config', 'mtp,adb'],
    ['sys.usb.state', 'mtp,adb'],
    ['init.svc.adbd', 'running'],
    ['init.svc.zygote', 'running'],
    ['init.svc.surfaceflinger', 'running'],
    ['init.svc.bootanim', 'stopped'],
    ['service.bootanim.exit', '1'],
    ['sys.user.0.ce_available', 'true'],
    ...(sdk >= 30 ? [['ro.property_service.version', '2'] satisfies [string, string]] : []),
    ['dev.bootcomplete', '1'],
    ['sys.boot_completed', '1'],
  ]
}

function vendorProperties({ vendor, incremental }: Profile): [string, string][] {
  if (vendor === 'xiaomi') {
    return [
      ['ro.miui.ui.version.name', 'V140'],
      ['ro.miui.ui.version.code', '14'],
      ['ro.miui.region', 'EU'],
      ['ro.fota.oem', 'Xiaomi'],
    ]
  }
  if (vendor === 'samsung') {
    return [
      ['ro.build.version.oneui', '60101'],
      ['ro.build.version.sep', '150100'],
      ['ro.csc.sales_code', 'EUX'],
      ['ro.build.PDA', incremental],
    ]
  }
  return []
}
