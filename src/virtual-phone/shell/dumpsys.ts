import { objectId } from './arguments.ts'
import type { Command, CommandTable } from './command.ts'
import { dumpActivity } from './dumpsys-activity.ts'
import { dumpBattery, dumpThermal } from './dumpsys-battery.ts'
import { dumpMemory } from './dumpsys-meminfo.ts'
import { dumpPackage } from './dumpsys-package.ts'
import { dumpPower, dumpTrust, dumpUser } from './dumpsys-power.ts'
import { loadOf } from './process-commands.ts'
import { dumpWindow } from './dumpsys-window.ts'

const inputMethod: Command = ({ out, phone }) => {
  const shown = phone.inputMethods.isShown()
  const current = phone.inputMethods.current()
  out(`Current Input Method Manager state:
  Input Methods:
${phone.inputMethods
  .list()
  .map((component, index) => `  InputMethod #${index}:\n    mId=${component} mSettingsActivityName=null`)
  .join('\n')}
  Current client state:
    mCurMethodId=${current}
    mCurSeq=12 mCurFocusedWindowClient=null
    mCurToken=android.os.Binder@${objectId(current)}
    mShowRequested=${shown} mShowExplicitlyRequested=false mShowForced=false mInputShown=${shown}
    mInteractive=${phone.power.isScreenOn()}

Input method service state for ${current}:
    mViewsCreated=true mDecorViewVisible=${shown} mDecorViewWasVisible=${shown}
    mWindowVisible=${shown} mInShowWindow=false
    mIsInputViewShown=${shown} mStatusIcon=0
`)
  return 0
}

const deviceIdle: Command = ({ args, out, phone, state }) => {
  const [verb, change = ''] = args.slice(1)
  if (verb !== 'whitelist') {
    out('Settings:\n  mLightEnabled=true  mDeepEnabled=true\n  mState=ACTIVE\n')
    return 0
  }
  const name = change.slice(1)
  if (change.startsWith('+') && phone.packages.find(name)) {
    state.dozeExempt.add(name)
    out(`Added: ${name}\n`)
  } else if (change.startsWith('-') && state.dozeExempt.delete(name)) out(`Removed: ${name}\n`)
  else if (change !== '') out(`Unknown package: ${name}\n`)
  else {
    out('system,com.android.shell,2000\n')
    for (const exempt of state.dozeExempt) out(`user,${exempt},${phone.packages.find(exempt)?.uid ?? 0}\n`)
  }
  return 0
}

const display: Command = ({ out, phone }) => {
  const { width, height, density } = phone.display
  const on = phone.power.isScreenOn() ? 'ON' : 'OFF'
  out(`DISPLAY MANAGER (dumpsys display)
  mOnlyCore=false
  Display States: size=1
    Display Id=0
    Display State=${on}
  DisplayDeviceInfo{"Built-in Screen": uniqueId="local:4619827259835644672", ${width} x ${height}, modeId 1, density ${density}, state ${on}}
    mCurrentOrientation=0
    mViewport: DisplayViewport{type=INTERNAL, valid=true, displayId=0, orientation=0, logicalFrame=Rect(0, 0 - ${width}, ${height}), physicalFrame=Rect(0, 0 - ${width}, ${height})}
`)
  return 0
}

const SERVICES: CommandTable = {
  activity: dumpActivity,
  battery: dumpBattery,
  deviceidle: deviceIdle,
  display,
  input: ({ out, phone }) => {
    const { width, height } = phone.display
    out(`INPUT MANAGER (dumpsys input)

Input Reader State:
  Device 2: touchscreen
    Viewport INTERNAL: displayId=0, orientation=0, logicalFrame=[0, 0, ${width}, ${height}]
    SurfaceWidth: ${width}px
    SurfaceHeight: ${height}px
    SurfaceOrientation: 0
`)
    return 0
  },
  input_method: inputMethod,
  meminfo: dumpMemory,
  package: dumpPackage,
  power: dumpPower,
  SurfaceFlinger: ({ args, out }) => {
    if (args.includes('--display-id')) {
      out('Display 4619827259835644672 (HWC display 0): port=0 pnpId=GGL displayName="VPhone"\n')
    } else out('Build configuration: [sf PRESENT_TIME_OFFSET=0]\n')
    return 0
  },
  thermalservice: dumpThermal,
  trust: dumpTrust,
  user: dumpUser,
  window: dumpWindow,
  wifi: ({ out, phone }) => {
    const on = phone.settings.get('global/wifi_on') !== '0'
    out(`Wi-Fi is ${on ? 'enabled' : 'disabled'}\n`)
    return 0
  },
  cpuinfo: ({ out, phone }) => {
    out(`Load: ${loadOf(phone).join(' / ')}\nCPU usage from 12034ms to 2034ms ago:\n`)
    for (const { name, pid } of phone.processes.all()) {
      out(`  ${(pid % 40) / 10}% ${pid}/${name}: ${(pid % 30) / 10}% user + ${(pid % 10) / 10}% kernel\n`)
    }
    out('4.2% TOTAL: 2.8% user + 1.4% kernel\n')
    return 0
  },
}

/** `dumpsys SERVICE …` in the formats of Android 14 (source: research/fidelity.md 7). */
const dumpsys: Command = (context) => {
  const { args, out } = context
  const [service = ''] = args
  if (service === '-l') {
    out(
      `Currently running services:\n${Object.keys(SERVICES)
        .map((name) => `  ${name}\n`)
        .join('')}`,
    )
    return 0
  }
  const dump = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined
  if (dump) return dump(context)
  out(`Can't find service: ${service}\n`)
  return 0
}

export const dumpsysCommands: CommandTable = { dumpsys }
