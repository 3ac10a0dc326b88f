import type { BuiltInPackage } from './packages.ts'

/** Android 14; the formats of `dumpsys` are this version's. */
export const SDK = 34
const RELEASE = '14'

/** What every virtual phone comes with. */
export const BUILT_IN_PACKAGES: readonly BuiltInPackage[] = [
  { name: 'android', versionCode: SDK, versionName: RELEASE, uid: 1000 },
  { name: 'com.android.shell', versionCode: SDK, versionName: RELEASE, uid: 2000 },
  { name: 'com.android.systemui', versionCode: SDK, versionName: RELEASE },
  { name: 'com.android.settings', versionCode: SDK, versionName: RELEASE, mainActivity: '.Settings' },
  { name: 'com.android.inputmethod.latin', versionCode: SDK, versionName: RELEASE },
  { name: 'com.android.permissioncontroller', versionCode: SDK, versionName: RELEASE },
  {
    name: 'com.android.launcher3',
    versionCode: SDK,
    versionName: RELEASE,
    mainActivity: '.uioverrides.QuickstepLauncher',
  },
  {
    name: 'com.phonefarm.clips',
    versionCode: 120,
    versionName: '1.2.0',
    system: false,
    mainActivity: '.MainActivity',
    permissions: ['android.permission.INTERNET', 'android.permission.POST_NOTIFICATIONS'],
  },
]

/** Processes that run as soon as the phone is up, and again when somebody kills them. */
export const BOOT_PROCESSES: readonly string[] = [
  'system_server',
  'com.android.systemui',
  'com.android.inputmethod.latin',
  'com.android.launcher3',
]

/** getprop. */
export function buildProperties(serial: string, model: string): Map<string, string> {
  const device = 'vphone'
  return new Map([
    ['ro.serialno', serial],
    ['ro.boot.serialno', serial],
    ['ro.product.name', device],
    ['ro.product.model', model],
    ['ro.product.device', device],
    ['ro.product.brand', 'phonefarm'],
    ['ro.product.manufacturer', 'Phonefarm'],
    ['ro.product.board', device],
    ['ro.hardware', device],
    ['ro.product.cpu.abi', 'arm64-v8a'],
    ['ro.product.cpu.abilist', 'arm64-v8a,armeabi-v7a,armeabi'],
    ['ro.product.locale', 'en-US'],
    ['ro.build.version.sdk', String(SDK)],
    ['ro.build.version.release', RELEASE],
    ['ro.build.version.codename', 'REL'],
    ['ro.build.version.incremental', '11012026'],
    ['ro.build.version.security_patch', '2026-01-05'],
    ['ro.build.display.id', 'UP1A.260105.001'],
    ['ro.build.id', 'UP1A.260105.001'],
    ['ro.build.type', 'user'],
    ['ro.build.tags', 'release-keys'],
    ['ro.build.characteristics', 'nosdcard'],
    [
      'ro.build.fingerprint',
      `phonefarm/${device}/${device}:${RELEASE}/UP1A.260105.001/11012026:user/release-keys`,
    ],
    ['ro.sf.lcd_density', '320'],
    ['ro.crypto.state', 'encrypted'],
    ['ro.boot.verifiedbootstate', 'green'],
    ['ro.debuggable', '0'],
    ['ro.secure', '1'],
    ['gsm.sim.state', 'ABSENT'],
    ['persist.sys.timezone', 'UTC'],
    ['persist.sys.locale', 'en-US'],
    ['init.svc.adbd', 'running'],
    ['init.svc.bootanim', 'stopped'],
    ['dev.bootcomplete', '1'],
    ['sys.boot_completed', '1'],
  ])
}

/** The settings provider as a farm sets a phone up; keys are `namespace/name`. */
export function buildSettings(androidId: string): Map<string, string> {
  return new Map([
    ['global/adb_enabled', '1'],
    ['global/airplane_mode_on', '0'],
    ['global/animator_duration_scale', '1.0'],
    ['global/auto_time', '1'],
    ['global/development_settings_enabled', '1'],
    ['global/device_name', 'Virtual phone'],
    ['global/stay_on_while_plugged_in', '7'],
    ['global/transition_animation_scale', '1.0'],
    ['global/wifi_on', '1'],
    ['global/window_animation_scale', '1.0'],
    ['secure/android_id', androidId],
    ['secure/location_mode', '3'],
    ['secure/user_setup_complete', '1'],
    ['system/accelerometer_rotation', '0'],
    ['system/font_scale', '1.0'],
    ['system/screen_brightness', '102'],
    ['system/screen_off_timeout', '600000'],
    ['system/user_rotation', '0'],
  ])
}
