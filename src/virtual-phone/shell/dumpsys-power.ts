import type { Command } from './command.ts'
import { believed } from './dumpsys-battery.ts'

/** `dumpsys power`: without an always-on display a dark screen is Asleep (source: research/fidelity.md 7.4). */
export const dumpPower: Command = ({ out, phone, state }) => {
  const on = phone.power.isScreenOn()
  const { powered, level } = believed(phone, state)
  const stayOnSetting = Number(phone.settings.get('global/stay_on_while_plugged_in') ?? 0)
  const timeout = phone.settings.get('system/screen_off_timeout') ?? '600000'
  out(`POWER MANAGER (dumpsys power)

Power Manager State:
  Settings power_manager_constants:
  mDirty=0x0
  mWakefulness=${on ? 'Awake' : 'Asleep'}
  mWakefulnessChanging=false
  mIsPowered=${powered}
  mPlugType=${powered ? 2 : 0}
  mBatteryLevel=${level}
  mStayOn=${powered && stayOnSetting > 0}
  mBootCompleted=true
  mHoldingWakeLockSuspendBlocker=${on}
  mHoldingDisplaySuspendBlocker=${on}
  mStayOnWhilePluggedInSetting=${stayOnSetting}
  mScreenOffTimeoutSetting=${timeout}

Display Power: state=${on ? 'ON' : 'OFF'}
`)
  return 0
}

/** `dumpsys trust`: `deviceLocked=1` only behind a PIN; a keyguard that a swipe opens is no lock. */
export const dumpTrust: Command = ({ out, phone }) => {
  const { isLocked, isSecure, isUserUnlocked } = phone.power
  const locked = isLocked() && isSecure()
  out(`Trust manager state:
 User "Owner" (id=0, flags=0x4c13) (current): trustState=UNTRUSTED, trustManaged=0, deviceLocked=${locked ? 1 : 0}, isActiveUnlockRunning=0, strongAuthRequired=${isUserUnlocked() ? '0x0' : '0x1'}
   Enabled agents:
`)
  return 0
}

/** `dumpsys user`: RUNNING_LOCKED from a boot until the PIN was given for the first time (direct boot). */
export const dumpUser: Command = ({ out, phone }) => {
  out(`Current user: 0
Users:
  UserInfo{0:Owner:4c13} serialNo=0 isPrimary=true
    Type: android.os.usertype.full.SYSTEM
    State: ${phone.power.isUserUnlocked() ? 'RUNNING_UNLOCKED' : 'RUNNING_LOCKED'}
`)
  return 0
}
