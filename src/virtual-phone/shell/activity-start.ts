import type { StartOutcome } from '../android/phone.ts'
import { operands } from './arguments.ts'
import type { Command, CommandContext } from './command.ts'

/** What `am start` prints while the app keeps its task (source: research/fidelity.md 7.6). */
const WARNINGS = {
  brought_to_front: 'Warning: Activity not started, its current task has been brought to the front',
  delivered_to_top:
    'Warning: Activity not started, intent has been delivered to currently running top-most instance.',
} as const

/** Android waits this long between `-S` and the start (source: research/fidelity.md 7.6). */
const STOP_PAUSE_MS = 250

interface Intent {
  action: string | null
  categories: string[]
  data: string | null
  flags: string | null
  /** `pkg/.Activity` or `pkg/full.Name`. */
  component: string | null
  packageName: string | null
  hasExtras: boolean
  wait: boolean
  stopFirst: boolean
}

/** `am start [-W] [-S] …`: words, streams and exit codes of Android; with -W problems go to stdout, without to stderr. */
export const startActivity: Command = async (context) => {
  const { out, err, phone } = context
  const intent = readIntent(context.args.slice(1))
  const target = intent.component?.split('/')[0] ?? intent.packageName
  if (intent.stopFirst && target !== null) {
    out(`Stopping: ${target}\n`)
    phone.activities.forceStop(target)
    phone.processes.kill(target)
    await phone.clock.sleep(STOP_PAUSE_MS, context.signal)
  }
  out(`Starting: ${describe(intent)}\n`)
  const startedAt = phone.clock.monotonicMs()
  const outcome = await start(context, intent)
  const report = intent.wait ? out : err
  if (outcome.kind === 'unable_to_resolve') {
    report(`Error: Activity not started, unable to resolve ${describe(intent)}\n`)
    return phone.profile.startErrorCode // 0 on most: callers must read its words
  }
  if (outcome.kind === 'no_such_activity') {
    report(`Error type 3\nError: Activity class {${fullName(outcome.component)}} does not exist.\n`)
    return phone.profile.startErrorCode
  }
  if (outcome.kind !== 'started') report(`${WARNINGS[outcome.kind]}\n`)
  if (intent.wait) out(waitBlock(outcome, Math.round(phone.clock.monotonicMs() - startedAt)))
  return 0
}

async function start({ phone }: CommandContext, intent: Intent): Promise<StartOutcome> {
  const [packageName = '', activity = ''] = intent.component?.split('/') ?? []
  const receiver = intent.component === null ? intent.packageName : packageName
  if (receiver === null && intent.data === null) return { kind: 'unable_to_resolve' }
  return await phone.activities.start({
    packageName: receiver ?? '',
    activity: intent.component === null ? null : activity,
    data: intent.data,
    stopFirst: intent.stopFirst,
  })
}

const VALUE_OPTIONS = [
  '-a',
  '-c',
  '-d',
  '-f',
  '-n',
  '-p',
  '-t',
  '--user',
  '--display',
  '-R',
  '--windowingMode',
]
/** `--es KEY VALUE` and its like take two words. */
const EXTRA = /^(-e|--e[a-z]+|--[a-z]*extra[a-z-]*)$/

function readIntent(args: readonly string[]): Intent {
  const intent: Intent = {
    action: null,
    categories: [],
    data: null,
    flags: null,
    component: null,
    packageName: null,
    hasExtras: false,
    wait: false,
    stopFirst: false,
  }
  const words: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    if (EXTRA.test(word)) {
      intent.hasExtras = true
      at += word === '--esn' ? 1 : 2
    } else if (VALUE_OPTIONS.includes(word)) {
      at += 1
      applyOption(intent, word, args[at] ?? '')
    } else if (word === '-W') intent.wait = true
    else if (word === '-S') intent.stopFirst = true
    else words.push(word)
  }
  // The last word may be a URI, a component or a package.
  const [last] = operands(words).slice(-1)
  if (last?.includes(':')) intent.data ??= last
  else if (last?.includes('/')) intent.component ??= last
  else if (last !== undefined) intent.packageName ??= last
  return intent
}

function applyOption(intent: Intent, option: string, value: string): void {
  if (option === '-a') intent.action = value
  else if (option === '-c') intent.categories.push(value)
  else if (option === '-d') intent.data = value
  else if (option === '-f') intent.flags = value
  else if (option === '-n') intent.component = value
  else if (option === '-p') intent.packageName = value
}

/** As Intent.toString prints it; the data's tail is hidden from logs since Android 10. */
function describe(intent: Intent): string {
  const flags = intent.flags === null ? null : `0x${Number(intent.flags).toString(16)}`
  const parts = [
    intent.action === null ? null : `act=${intent.action}`,
    intent.categories.length === 0 ? null : `cat=[${intent.categories.join(',')}]`,
    intent.data === null ? null : `dat=${intent.data.replace(/^([a-z][\w+.-]*:\/\/[^/]*\/).+$/i, '$1...')}`,
    flags === null ? null : `flg=${flags}`,
    intent.packageName === null ? null : `pkg=${intent.packageName}`,
    intent.component === null ? null : `cmp=${shortName(intent.component)}`,
    intent.hasExtras ? '(has extras)' : null,
  ]
  return `Intent { ${parts.filter((part) => part !== null).join(' ')} }`
}

function shortName(component: string): string {
  const [packageName = '', activity = ''] = component.split('/')
  return `${packageName}/${activity.startsWith(`${packageName}.`) ? activity.slice(packageName.length) : activity}`
}

function fullName(component: string): string {
  const [packageName = '', activity = ''] = component.split('/')
  return `${packageName}/${activity.startsWith('.') ? packageName : ''}${activity}`
}

function waitBlock(
  outcome: Exclude<StartOutcome, { kind: 'no_such_activity' | 'unable_to_resolve' }>,
  waitMs: number,
): string {
  const started = outcome.kind === 'started'
  const state = started ? (outcome.cold ? 'COLD' : 'WARM') : 'HOT'
  const lines = ['Status: ok', `LaunchState: ${outcome.kind === 'delivered_to_top' ? 'UNKNOWN (0)' : state}`]
  lines.push(`Activity: ${shortName(outcome.activity)}`)
  if (started) lines.push(`TotalTime: ${outcome.totalMs}`)
  lines.push(`WaitTime: ${Math.max(waitMs, started ? outcome.totalMs : 0)}`, 'Complete')
  return `${lines.join('\n')}\n`
}
