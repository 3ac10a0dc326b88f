import { objectId } from './arguments.ts'
import type { Command, CommandContext } from './command.ts'
import { userName } from './process-commands.ts'

function services({ args, out, phone }: CommandContext): number {
  const [wanted = ''] = args.slice(2)
  const [name = '', service = '.ForegroundService'] = wanted.split('/')
  out('ACTIVITY MANAGER SERVICES (dumpsys activity services)\n')
  // The only service that anybody asks for is the one that keeps Appium's Settings alive; no other is ever running.
  if (service !== '.ForegroundService' || phone.processes.pidOf(name) === undefined) {
    out('  (nothing)\n')
    return 0
  }
  out(`  User 0 active services:
  * ServiceRecord{${objectId(name)} u0 ${name}/${service}}
    intent={cmp=${name}/${service}}
    packageName=${name}
    processName=${name}
    isForeground=true foregroundId=1
`)
  return 0
}

function processes({ out, phone }: CommandContext): number {
  out('ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)\n  All known processes:\n')
  for (const { name, pid } of phone.processes.all()) {
    const uid = phone.packages.find(name)?.uid ?? 1000
    const user = userName(uid).replace('_', '')
    out(
      `  *APP* UID ${uid} ProcessRecord{${objectId(name)} ${pid}:${name}/${user}}\n    user #0 uid=${uid} gids={}\n`,
    )
  }
  return 0
}

function activities({ out, phone }: CommandContext): number {
  const focused = phone.windows.focusedActivity()
  const record = focused
    ? `ActivityRecord{${objectId(focused.packageName)} u0 ${focused.packageName}/${focused.activity} t12}`
    : 'null'
  const { sdk } = phone.profile
  // The line that tells the resumed activity was renamed (source: research/fidelity.md 7.4).
  const resumed =
    sdk <= 30
      ? `    mResumedActivity: ${record}\n  ResumedActivity:${record}`
      : `  topResumedActivity=${record}\n  ResumedActivity: ${record}`
  const task = sdk < 30 ? 'TaskRecord' : 'Task'
  out(`ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)
Display #0 (activities from top to bottom):
  * ${task}{${objectId('task')} #12 type=standard A=10123:${focused?.packageName ?? ''} U=0 visible=true mode=fullscreen}
    * Hist  #0: ${record}
${resumed}

`)
  return 0
}

function top({ out, phone }: CommandContext): number {
  const focused = phone.windows.focusedActivity()
  if (!focused) return 0
  const { packageName, activity } = focused
  const pid = phone.processes.pidOf(packageName) ?? 0
  out(
    `TASK ${packageName} id=12 userId=0\n  ACTIVITY ${packageName}/${activity} ${objectId(packageName)} pid=${pid}\n`,
  )
  return 0
}

function recents({ out, phone }: CommandContext): number {
  out('ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)\n')
  const focused = phone.windows.focusedActivity()
  if (focused) {
    const uid = phone.packages.find(focused.packageName)?.uid ?? 0
    const task = phone.profile.sdk < 30 ? 'TaskRecord' : 'Task'
    out(`  * Recent #0: ${task}{${objectId('task')} #12 type=standard A=${uid}:${focused.packageName}}\n`)
  }
  return 0
}

/** `dumpsys activity [services|processes|activities|top|recents]`. */
export const dumpActivity: Command = (context) => {
  const [, part] = context.args
  if (part === 'services' || part === 's') return services(context)
  if (part === 'processes' || part === 'p') return processes(context)
  if (part === 'top') return top(context)
  if (part === 'recents' || part === 'r') return recents(context)
  return activities(context)
}
