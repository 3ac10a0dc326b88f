/** Whose Android a phone has: what its shell prints differs by version and by vendor. */
export const PROFILE_NAMES = [
  'android-10',
  'android-12',
  'android-14',
  'android-15',
  'samsung',
  'xiaomi',
] as const
export type ProfileName = (typeof PROFILE_NAMES)[number]

export interface Profile {
  readonly name: ProfileName
  readonly vendor: 'aosp' | 'samsung' | 'xiaomi'
  readonly release: string
  readonly sdk: number
  readonly brand: string
  readonly manufacturer: string
  /** Without it the phone is called "Virtual Phone 01" and so on. */
  readonly model: string | null
  readonly device: string
  readonly hardware: string
  readonly buildId: string
  readonly incremental: string
  readonly securityPatch: string
  /** Whether adb's user may read `/sys/class/power_supply/battery`; most phones' SELinux rules say no. */
  readonly powerSupplyReadable: boolean
  /** Exit code of `am start` for an activity that does not exist (source: research/fidelity.md 7.6; 1 is assumed for 15). */
  readonly startErrorCode: 0 | 1
}

const AOSP = {
  vendor: 'aosp',
  brand: 'phonefarm',
  manufacturer: 'Phonefarm',
  model: null,
  device: 'vphone',
  hardware: 'vphone',
  powerSupplyReadable: false,
  startErrorCode: 0,
} as const

/** Every profile. What was seen in captures of real phones is in research/fidelity.md 7; names and builds are made up after real ones. */
export const PROFILES = {
  'android-10': {
    ...AOSP,
    name: 'android-10',
    release: '10',
    sdk: 29,
    buildId: 'QQ3A.200805.001',
    incremental: '6578210',
    securityPatch: '2020-08-05',
    powerSupplyReadable: true,
  },
  'android-12': {
    ...AOSP,
    name: 'android-12',
    release: '12',
    sdk: 31,
    buildId: 'SP1A.210812.016',
    incremental: '7679548',
    securityPatch: '2022-03-05',
  },
  'android-14': {
    ...AOSP,
    name: 'android-14',
    release: '14',
    sdk: 34,
    buildId: 'UP1A.260105.001',
    incremental: '11012026',
    securityPatch: '2026-01-05',
  },
  'android-15': {
    ...AOSP,
    name: 'android-15',
    release: '15',
    sdk: 35,
    buildId: 'AP4A.250205.002',
    incremental: '12821496',
    securityPatch: '2026-02-05',
    startErrorCode: 1,
  },
  samsung: {
    name: 'samsung',
    vendor: 'samsung',
    release: '14',
    sdk: 34,
    brand: 'samsung',
    manufacturer: 'samsung',
    model: 'SM-A346B',
    device: 'a34x',
    hardware: 'mt6877',
    buildId: 'UP1A.231005.007',
    incremental: 'A346BXXS9CXJ1',
    securityPatch: '2024-10-01',
    powerSupplyReadable: false,
    startErrorCode: 0,
  },
  xiaomi: {
    name: 'xiaomi',
    vendor: 'xiaomi',
    release: '13',
    sdk: 33,
    brand: 'Redmi',
    manufacturer: 'Xiaomi',
    model: '22111317G',
    device: 'sunstone',
    hardware: 'qcom',
    buildId: 'TKQ1.221114.001',
    incremental: 'V14.0.6.0.TMQMIXM',
    securityPatch: '2024-03-01',
    powerSupplyReadable: true,
    startErrorCode: 0,
  },
} as const satisfies Record<ProfileName, Profile>

/** The profile of phone `number` in a fleet of all kinds. */
export function mixedProfile(number: number): ProfileName {
  return PROFILE_NAMES[(number - 1) % PROFILE_NAMES.length] ?? 'android-14'
}
