import type { BuiltInPackage } from './packages.ts'
import type { Profile } from './profiles.ts'

/** What every virtual phone comes with. */
export function builtInPackages({ sdk: versionCode, release: versionName }: Profile): BuiltInPackage[] {
  return [...SYSTEM_PACKAGES.map((found) => ({ ...found, versionCode, versionName })), CLIPS, MAWJA]
}

const SYSTEM_PACKAGES: readonly Omit<BuiltInPackage, 'versionCode' | 'versionName'>[] = [
  { name: 'android', uid: 1000 },
  { name: 'com.android.shell', uid: 2000 },
  { name: 'com.android.systemui' },
  { name: 'com.android.settings', mainActivity: '.Settings' },
  { name: 'com.android.inputmethod.latin' },
  { name: 'com.android.permissioncontroller' },
  {
    name: 'com.android.launcher3',
    mainActivity: '.uioverrides.QuickstepLauncher',
  },
]

const CLIPS: BuiltInPackage = {
  name: 'com.phonefarm.clips',
  versionCode: 120,
  versionName: '1.2.0',
  system: false,
  mainActivity: '.MainActivity',
  permissions: ['android.permission.INTERNET', 'android.permission.POST_NOTIFICATIONS'],
}

const MAWJA: BuiltInPackage = {
  name: 'com.phonefarm.mawja',
  versionCode: 3_041,
  versionName: '3.4.1',
  system: false,
  mainActivity: '.ui.HostActivity',
  permissions: ['android.permission.INTERNET', 'android.permission.POST_NOTIFICATIONS'],
}

export const BUILT_IN_NAMES: ReadonlySet<string> = new Set(
  [...SYSTEM_PACKAGES, CLIPS, MAWJA].map(({ name }) => name),
)

/** Processes that run as soon as the phone is up, and again when somebody kills them. */
export const BOOT_PROCESSES: readonly string[] = [
  'system_server',
  'com.android.systemui',
  'com.android.inputmethod.latin',
  'com.android.launcher3',
]

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
