import type { AppTarget, SessionTag } from '../domain/phone-session.ts'
import { TAG_CAPABILITY, tagText } from './session-tag.ts'

export interface CapabilityFacts {
  serial: string
  app: AppTarget
  adbPort: number
  /** Our end of the forward to the on-phone server. */
  systemPort: number
  tag: SessionTag | undefined
}

/** The on-phone server's answer to one command; default 240 s, which a hung phone would use up (source: virtual-phone 3). */
export const SERVER_READ_MS = 20_000
const ADB_EXEC_MS = 15_000

/** Capabilities of every session (source: virtual-phone 3), with no `skip…` that would save milliseconds and hide faults. */
export function capabilitiesOf({ serial, app, adbPort, systemPort, tag }: CapabilityFacts) {
  return {
    platformName: 'Android',
    'appium:automationName': 'UiAutomator2',
    'appium:udid': serial,
    'appium:adbPort': adbPort,
    'appium:systemPort': systemPort,
    'appium:appPackage': app.package_name,
    'appium:appActivity': app.activity,
    // Never wipe an app in which an operator is signed in.
    'appium:noReset': true,
    // `session.ts` starts the app itself: the driver waits 20 s for exactly this activity to have the focus, which a permission dialog
    // or a splash screen would make fail, and its words then hide whether the app is there at all.
    'appium:autoLaunch': false,
    // Appium ends a session by itself when the daemon has died.
    'appium:newCommandTimeout': 120,
    // Else the driver may restart adb for all phones when it sees none.
    'appium:suppressKillServer': true,
    // Else DELETE answers 500 when the phone is gone.
    'appium:ignoreHiddenApiPolicyError': true,
    'appium:skipLogcatCapture': true,
    'appium:uiautomator2ServerReadTimeout': SERVER_READ_MS,
    'appium:adbExecTimeout': ADB_EXEC_MS,
    ...(tag && { [TAG_CAPABILITY]: tagText(tag) }),
  }
}

/**
 * Settings of every session; the on-phone server forgets them with it (source: fidelity 1.5). What else the driver documents for slow
 * readings would change what is read, see docs/decisions/0018-reading-moving-screens.md.
 */
export const SESSION_SETTINGS = {
  // A screen with a running video is never idle, and each wait would cost 10 s (source: fidelity 5).
  waitForIdleTimeout: 0,
  // "May add delays to all scrolling actions"; what it is for, contentSize, is never read (source: driver README, settings).
  trackScrollEvents: false,
  // A farm switches USB power, and the server must not end with it (source: fidelity 1.5).
  shutdownOnPowerDisconnect: false,
} as const
