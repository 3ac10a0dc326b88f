import type { PhoneState } from '../../src/domain/phone-state.ts'

/** What ends a fault: nobody (the daemon, or the phone itself), or the person or hardware that the body of a further fault stands for. */
export type Ended =
  | { by: 'itself' }
  | { by: 'person' | 'hardware'; what: string; fault?: object; call?: readonly [string, object] }

/** One row of the matrix. */
export interface FaultCase {
  name: string
  /** What it stands for on a real shelf. */
  stands_for: string
  /** Body of `POST /phones/{serial}/faults`. */
  fault: Record<string, unknown>
  /** Of the phones that it befalls, by number; the first one is measured. Default: phone 1 alone. */
  victims?: readonly number[]
  /** Whether the phone works when it happens, or is idle. */
  phone: 'working' | 'idle'
  ended: Ended
  expected: {
    /** It shows within so many seconds; null: nothing is to be noticed. */
    noticed_s: number | null
    /** Conditions that the phone has to pass through. */
    states?: readonly PhoneState[]
    /** It works again within so many seconds after what ended it; null: it must not without a person. */
    works_again_s: number | null
  }
}

const ITSELF: Ended = { by: 'itself' }
const CLEARED: Ended = { by: 'person', what: 'the cause is gone', fault: { fault: 'clear' } }
const RESUMED: Ended = {
  by: 'person',
  what: 'answered by hand, the account is resumed',
  fault: { fault: 'clear' },
  call: ['/accounts/{account}/resume', { by: 'fault matrix', note: 'done by hand' }],
}

/** Every kind of fault that the virtual phones know, as far as a run can meet it. */
export const FAULT_CASES: readonly FaultCase[] = [
  // The cable and adb.
  {
    name: 'USB cable pulled, plugged in again',
    stands_for: 'a loose cable, a person at the shelf',
    fault: { fault: 'usb_unplug' },
    phone: 'working',
    ended: { by: 'person', what: 'plugged in again', fault: { fault: 'usb_replug' } },
    expected: { noticed_s: 2, states: ['offline'], works_again_s: 30 },
  },
  {
    name: 'USB cable pulled from an idle phone',
    stands_for: 'the same with nothing at work',
    fault: { fault: 'usb_unplug' },
    phone: 'idle',
    ended: { by: 'person', what: 'plugged in again', fault: { fault: 'usb_replug' } },
    expected: { noticed_s: 2, states: ['offline'], works_again_s: 30 },
  },
  {
    name: 'zombie USB',
    stands_for: 'listed as `device`, no command is answered (DeviceFarmer/stf#560)',
    fault: { fault: 'usb_zombie' },
    phone: 'idle',
    ended: ITSELF,
    expected: { noticed_s: 60, works_again_s: 180 },
  },
  {
    name: 'offline until adb reconnects',
    stands_for: 'shamanec/GADS#295',
    fault: { fault: 'usb_state', state: 'offline', until: 'reconnect' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 2, states: ['offline'], works_again_s: 90 },
  },
  {
    name: 'offline until its port is power-cycled',
    stands_for: 'a USB controller that lost the phone',
    fault: { fault: 'usb_state', state: 'offline', until: 'power_cycle' },
    phone: 'idle',
    ended: ITSELF,
    expected: { noticed_s: 2, states: ['offline'], works_again_s: 180 },
  },
  {
    name: 'USB debugging withdrawn',
    stands_for: 'authorization revoked or a new host key',
    fault: { fault: 'usb_state', state: 'unauthorized', until: 'replug' },
    phone: 'working',
    ended: { by: 'person', what: 'allowed on the screen', fault: { fault: 'clear' } },
    expected: { noticed_s: 2, states: ['unauthorized'], works_again_s: 30 },
  },
  {
    name: 'no permissions on the USB node',
    stands_for: 'a missing udev rule',
    fault: { fault: 'usb_state', state: 'no permissions', until: 'replug' },
    phone: 'idle',
    ended: CLEARED,
    expected: { noticed_s: 2, states: ['offline'], works_again_s: 30 },
  },
  {
    name: 'a whole hub falls off the bus',
    stands_for: 'power or controller of a hub; one incident, not three',
    fault: { fault: 'usb_unplug' },
    victims: [1, 2, 3],
    phone: 'working',
    ended: { by: 'hardware', what: 'the hub is back', fault: { fault: 'usb_replug' } },
    // Three phones open their sessions anew at once.
    expected: { noticed_s: 2, states: ['offline'], works_again_s: 60 },
  },
  {
    name: 'phone hangs',
    stands_for: 'nothing is answered any more, adb still lists it',
    fault: { fault: 'hang' },
    phone: 'working',
    ended: { by: 'hardware', what: 'it answers again after 45 s', fault: { fault: 'resume' } },
    expected: { noticed_s: 60, works_again_s: 60 },
  },
  // The server on the phone.
  {
    name: 'on-phone server crashes',
    stands_for: '"instrumentation process is not running" (appium/appium#14896)',
    fault: { fault: 'crash_server' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 30, works_again_s: 30 },
  },
  {
    name: 'on-phone server is cut off in the middle of a request',
    stands_for: '"socket hang up" (appium/appium#15279)',
    fault: { fault: 'kill_mid_request' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 30, works_again_s: 30 },
  },
  {
    name: 'on-phone server freezes',
    stands_for: 'accepts and never answers while adb is fine',
    fault: { fault: 'freeze_server' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 40, works_again_s: 60 },
  },
  {
    name: 'UiAutomation lost',
    stands_for: 'a second user of UiAutomation',
    fault: { fault: 'ui_automation_lost' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 30, works_again_s: 60 },
  },
  {
    name: 'instrumentation fails to start twice',
    stands_for: 'a busy or freshly booted phone',
    fault: { fault: 'fail_launch', times: 2 },
    phone: 'idle',
    ended: ITSELF,
    expected: { noticed_s: 60, works_again_s: 90 },
  },
  {
    name: 'on-phone server uninstalled',
    stands_for: 'a cleaner app, a user',
    fault: { fault: 'uninstalled_server' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 30, works_again_s: 60 },
  },
  {
    name: 'on-phone server broken until reinstalled',
    stands_for: 'a torn update',
    fault: { fault: 'broken_server' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 30, works_again_s: 120 },
  },
  {
    name: 'installation refused',
    stands_for: '"Install via USB" is off (INSTALL_FAILED_USER_RESTRICTED)',
    fault: { fault: 'install_refused', kind: 'user_restricted' },
    phone: 'idle',
    ended: CLEARED,
    expected: { noticed_s: null, works_again_s: 60 },
  },
  // The phone as a whole.
  {
    name: 'phone reboots by itself',
    stands_for: 'an update, a crash of the system',
    fault: { fault: 'reboot', offline_ms: 3000, boot_ms: 3000 },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 2, states: ['offline'], works_again_s: 60 },
  },
  {
    name: 'phone reboots and comes back locked with a PIN',
    stands_for: 'DeviceFarmer/stf#394',
    fault: { fault: 'reboot', offline_ms: 2000, boot_ms: 2000, pin: true },
    phone: 'idle',
    ended: { by: 'person', what: 'unlocked by hand', fault: { fault: 'clear' } },
    expected: { noticed_s: 30, states: ['locked'], works_again_s: 60 },
  },
  {
    name: 'only a reboot helps',
    stands_for: 'system_server has crashed',
    fault: { fault: 'needs_reboot' },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: 30, works_again_s: 240 },
  },
  {
    name: 'nothing helps',
    stands_for: 'the server on the phone never starts again',
    fault: { fault: 'dead', what: 'server' },
    phone: 'working',
    ended: CLEARED,
    expected: { noticed_s: 30, states: ['quarantined'], works_again_s: 120 },
  },
  // Body and settings.
  {
    name: 'too hot',
    stands_for: '47 °C while it works',
    fault: { fault: 'battery', temperature_c: 47 },
    phone: 'working',
    ended: { by: 'hardware', what: 'cooled down', fault: { fault: 'battery', temperature_c: 30 } },
    expected: { noticed_s: 90, states: ['too_hot'], works_again_s: 120 },
  },
  {
    name: 'battery low and not charging',
    stands_for: 'a dead charger port',
    fault: { fault: 'battery', level: 8, charging: false },
    phone: 'idle',
    ended: { by: 'hardware', what: 'charged', fault: { fault: 'battery', level: 80, charging: true } },
    expected: { noticed_s: 90, states: ['low_battery'], works_again_s: 120 },
  },
  {
    name: 'storage full',
    stands_for: '100 MB left on /data',
    fault: { fault: 'storage', free_mb: 100 },
    phone: 'idle',
    ended: { by: 'person', what: 'room was made', fault: { fault: 'storage', free_mb: 4000 } },
    expected: { noticed_s: 90, states: ['low_storage'], works_again_s: 120 },
  },
  {
    name: 'screen locked with a PIN',
    stands_for: 'a person used the phone',
    fault: { fault: 'lock', pin: true },
    phone: 'idle',
    ended: { by: 'person', what: 'unlocked by hand', fault: { fault: 'clear' } },
    expected: { noticed_s: 60, states: ['locked'], works_again_s: 60 },
  },
  {
    name: 'secure window',
    stands_for: 'screenshots are black',
    fault: { fault: 'secure_window' },
    phone: 'working',
    ended: CLEARED,
    expected: { noticed_s: null, works_again_s: 30 },
  },
  {
    name: 'phone answers slowly',
    stands_for: 'every answer takes 1.5 s more',
    fault: { fault: 'slow', ms: 1500 },
    phone: 'working',
    ended: CLEARED,
    expected: { noticed_s: null, works_again_s: 60 },
  },
  // The app.
  ...['rate_us', 'update_available', 'cookie_consent', 'permission', 'network_error'].map(
    (kind): FaultCase => ({
      name: `dialog ${kind}`,
      stands_for: 'an interruption with a known answer',
      fault: { fault: 'dialog', kind },
      phone: 'working',
      ended: ITSELF,
      expected: { noticed_s: null, works_again_s: 30 },
    }),
  ),
  {
    name: 'dialog unknown',
    stands_for: 'a dialog that nobody has seen before',
    fault: { fault: 'dialog', kind: 'unknown', text: 'Claim your free spins' },
    phone: 'working',
    ended: CLEARED,
    expected: { noticed_s: 60, works_again_s: 60 },
  },
  {
    name: 'app asks for a login',
    stands_for: 'the session of the account has expired',
    fault: { fault: 'dialog', kind: 'login_required' },
    phone: 'working',
    ended: RESUMED,
    expected: { noticed_s: 30, works_again_s: 60 },
  },
  {
    name: 'app asks who is there',
    stands_for: 'a verification challenge: handed to a person, never solved',
    fault: { fault: 'dialog', kind: 'challenge' },
    phone: 'working',
    ended: RESUMED,
    expected: { noticed_s: 30, works_again_s: 60 },
  },
  {
    name: 'network gone for 15 s',
    stands_for: 'Wi-Fi of the shelf restarts',
    fault: { fault: 'network', state: 'offline', for_ms: 15_000 },
    phone: 'working',
    ended: ITSELF,
    expected: { noticed_s: null, works_again_s: 60 },
  },
]
