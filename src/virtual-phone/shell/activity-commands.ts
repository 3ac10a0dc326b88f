import { startActivity } from './activity-start.ts'
import { hasFlag, operands, optionValue } from './arguments.ts'
import type { Command, CommandContext, CommandTable } from './command.ts'
import { instrument } from './instrument.ts'

const SETTINGS_PACKAGE = 'io.appium.settings'

function forceStop({ args, err, phone }: CommandContext): number {
  const [name] = operands(args.slice(1), ['--user'])
  if (name === undefined) {
    err(
      '\nException occurred while executing \'force-stop\':\njava.lang.IllegalArgumentException: Argument expected after "force-stop"\n',
    )
    return 255
  }
  phone.activities.forceStop(name)
  phone.processes.kill(name)
  // A test package has no process of its own: stopping it ends the instrumentation that it drives.
  for (const { target } of phone.packages.find(name)?.instrumentation ?? []) phone.processes.kill(target)
  return 0
}

/** `am kill` ends only what is in the background. */
function killBackground({ args, phone }: CommandContext): number {
  const [name = ''] = operands(args.slice(1), ['--user'])
  if (phone.windows.focusedActivity()?.packageName !== name) phone.processes.kill(name)
  return 0
}

function broadcast({ args, out, phone }: CommandContext): number {
  const action = optionValue(args, '-a') ?? ''
  const component = optionValue(args, '-n')
  const target = component === undefined ? '' : ` cmp=${component}`
  const hasExtras = args.some((word) => word.startsWith('--e')) || hasFlag(args, 'e')
  out(`Broadcasting: Intent { act=${action} flg=0x400000${target}${hasExtras ? ' (has extras)' : ''} }\n`)
  // Appium's Settings app answers its own actions with RESULT_OK (-1); nobody answers the others.
  const answered =
    action.startsWith(SETTINGS_PACKAGE) && phone.processes.pidOf(SETTINGS_PACKAGE) !== undefined
  out(`Broadcast completed: result=${answered ? -1 : 0}\n`)
  return 0
}

function startService({ args, out, err, phone }: CommandContext): number {
  const component = optionValue(args, '-n') ?? operands(args.slice(1), ['-a', '--user']).at(-1) ?? ''
  const [name = ''] = component.split('/')
  out(`Starting service: Intent { cmp=${component} }\n`)
  if (!phone.packages.find(name)) {
    err('Error: Not found; no service started.\n')
    return 0
  }
  phone.processes.start(name)
  return 0
}

const VERBS: Readonly<Record<string, Command>> = {
  start: startActivity,
  'start-activity': startActivity,
  'force-stop': forceStop,
  kill: killBackground,
  broadcast,
  startservice: startService,
  'start-service': startService,
  'start-foreground-service': startService,
  stopservice: ({ out }) => {
    out('Service stopped\n')
    return 0
  },
  instrument,
  'get-current-user': ({ out }) => {
    out('0\n')
    return 0
  },
  'get-config': ({ out, phone }) => {
    const { width, height, density } = phone.display
    const dp = (pixels: number) => Math.round((pixels * 160) / density)
    out(
      `config: mcc310-mnc260-en-rUS-ldltr-sw${dp(width)}dp-w${dp(width)}dp-h${dp(height)}dp-normal-long-port-${density}dpi-v${phone.profile.sdk}\nabi: arm64-v8a\n`,
    )
    return 0
  },
  'send-trim-memory': () => 0,
  'kill-all': () => 0,
  'wait-for-broadcast-idle': ({ out }) => {
    out('All broadcast queues are idle!\n')
    return 0
  },
}

/** `am …` and `cmd activity …`. */
export const activityManager: Command = (context) => {
  const [verb = ''] = context.args
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (run) return run(context)
  context.err(`Unknown command: ${verb}\n`)
  return 255
}

export const activityCommands: CommandTable = { am: activityManager }
