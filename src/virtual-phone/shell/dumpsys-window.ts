import type { Phone } from '../android/phone.ts'
import type { PhoneWindow } from '../android/window.ts'
import { objectId } from './arguments.ts'
import type { Command } from './command.ts'

function windowName(window: PhoneWindow): string {
  return `Window{${objectId(`window ${window.id}`)} u0 ${window.title}}`
}

function focusLines(phone: Phone): string {
  const focused = phone.windows.focused()
  const app = phone.windows.focusedActivity()
  const record =
    app && `ActivityRecord{${objectId(app.packageName)} u0 ${app.packageName}/${app.activity} t12}`
  const lines = `  mCurrentFocus=${focused ? windowName(focused) : 'null'}\n  mFocusedApp=${record ?? 'null'}\n`
  // A second display, for DeX: its focus is null, and a search for the last line finds it.
  return phone.profile.vendor === 'samsung' ? `${lines}  mCurrentFocus=null\n  mFocusedApp=null\n` : lines
}

function displays(phone: Phone): string {
  const { width, height, density } = phone.display
  return `WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)
  Display: mDisplayId=0 (organized)
    init=${width}x${height} ${density}dpi cur=${width}x${height} app=${width}x${height} rng=${width}x${width}-${height}x${height}
    deferred=false mLayoutNeeded=false mTouchExcludeRegion=SkRegion((0,0,${width},${height}))

  mLayoutSeq=241
${focusLines(phone)}
`
}

function windows(phone: Phone): string {
  const lines = phone.windows
    .all()
    .toReversed()
    .map(
      (window, index) =>
        `  Window #${index} ${windowName(window)}:\n    mDisplayId=0 mSession=Session{${objectId(window.packageName)}}\n    package=${window.packageName}\n    isOnScreen=true isVisible=true\n`,
    )
  // From Android 13 on the list of windows does not tell the focus.
  const focus = phone.profile.sdk < 33 ? focusLines(phone) : ''
  return `WINDOW MANAGER WINDOWS (dumpsys window windows)\n${lines.join('')}\n${focus}`
}

function policy(phone: Phone): string {
  const on = phone.power.isScreenOn()
  const locked = phone.power.isLocked()
  const secure = phone.power.isSecure()
  const lockscreen = phone.profile.sdk < 30 ? 'mShowingLockscreen' : 'mDreamingLockscreen'
  return `WINDOW MANAGER POLICY STATE (dumpsys window policy)
    mSafeMode=false mSystemReady=true mSystemBooted=true
    mAwake=${on} mScreenOnEarly=${on} mScreenOnFully=${on}
    mKeyguardDrawComplete=true mWindowManagerDrawComplete=true
    mShowingDream=false ${lockscreen}=${locked}
    KeyguardServiceDelegate
      showing=${locked}
      showingAndNotOccluded=${locked}
      inputRestricted=${locked}
      occluded=false
      secure=${secure}
      dreaming=false
      systemIsReady=true
      screenState=${on ? 'SCREEN_STATE_ON' : 'SCREEN_STATE_OFF'}
      interactiveState=${on ? 'INTERACTIVE_STATE_AWAKE' : 'INTERACTIVE_STATE_SLEEP'}
      KeyguardStateMonitor
        mIsShowing=${locked}
        mSimSecure=false
        mInputRestricted=${locked}
        mCurrentUserId=0

`
}

/** `dumpsys window [displays|windows|policy]`. */
export const dumpWindow: Command = ({ args, out, phone }) => {
  const part = args[1]
  if (part === 'displays' || part === 'd') out(displays(phone))
  else if (part === 'windows' || part === 'w') out(windows(phone))
  else if (part === 'policy' || part === 'p') out(policy(phone))
  else out(policy(phone) + displays(phone) + windows(phone))
  return 0
}
