/** How an install is refused: by the vendor's switch, for want of room, or not at all while a dialog waits for a person. */
export type InstallRefusal = 'user_restricted' | 'insufficient_storage' | 'waits_for_person'

/** What of a phone nothing heals: everything, or only its on-phone server. */
export type Dead = 'phone' | 'server'

/** What is wrong with a phone that still has power and a cable. Faults switch it on; what heals each is said beside it. */
export interface Ailments {
  /** The vendor has frozen the on-phone server: it accepts and never answers. Ends with its process. */
  frozen: boolean
  /** The on-phone server dies in the middle of its n-th answer from now; 0 is never. Ends with its process. */
  killIn: number
  /** "UiAutomation not connected". Ends when the instrumentation starts again while nobody else holds it. */
  uiAutomationLost: boolean
  /** Until then (monotonic ms) somebody else holds UiAutomation. */
  uiAutomationHeldUntilMs: number
  /** From `am instrument` to the open port; null is the usual time. */
  launchMs: number | null
  /** So many launches of the on-phone server still fail. */
  failingLaunches: number
  /** The on-phone server crashes at each launch. Ends when it is installed again. */
  serverBroken: boolean
  /** Memory of the on-phone server grows with each command until the low memory killer takes it; null is no leak. */
  leak: { mbPerCommand: number; limitMb: number } | null
  /** What the leak has added since the server's process began. */
  leakedMb: number
  installRefused: InstallRefusal | null
  /** Touches and keys may not be injected, as on a phone without "USB debugging (Security settings)". */
  injectRefused: boolean
  /** The app's window has FLAG_SECURE: pictures are black, or there are none. */
  secureWindow: 'black' | 'error' | null
  screenshotFails: boolean
  /** The system server is gone: only what adbd and the shell do by themselves still works. A reboot heals it. */
  needsReboot: boolean
  /** Android is coming up: as without a system server, until `sys.boot_completed`. */
  booting: boolean
  dead: Dead | null
}

export function noAilments(): Ailments {
  return {
    frozen: false,
    killIn: 0,
    uiAutomationLost: false,
    uiAutomationHeldUntilMs: 0,
    launchMs: null,
    failingLaunches: 0,
    serverBroken: false,
    leak: null,
    leakedMb: 0,
    installRefused: null,
    injectRefused: false,
    secureWindow: null,
    screenshotFails: false,
    needsReboot: false,
    booting: false,
    dead: null,
  }
}

/** What ends with the process of the on-phone server. */
export function forgetProcess(ailments: Ailments): void {
  ailments.frozen = false
  ailments.killIn = 0
  ailments.uiAutomationLost = false
  ailments.leakedMb = 0
}

/** Whether Android's services answer at all. */
export function isSystemDown({ needsReboot, booting }: Ailments): boolean {
  return needsReboot || booting
}

/** Android refuses to deliver a touch or key of somebody else (source: AOSP InputManagerService.injectInputEvent). */
export class InjectionRefused extends Error {
  override name = 'InjectionRefused'
  constructor() {
    super(
      'java.lang.SecurityException: Injecting input events requires the caller (or the source of the instrumentation, if any) to have the INJECT_EVENTS permission.',
    )
  }
}

/** No picture could be taken of the display. */
export class ScreenshotFailed extends Error {
  override name = 'ScreenshotFailed'
}
