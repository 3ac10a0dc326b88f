import type { Phone } from '../android/phone.ts'
import { boundsText } from '../uiautomator/node-attributes.ts'
import { buildTree, shownText, type Node } from '../uiautomator/node-tree.ts'
import { operands } from './arguments.ts'
import type { Command, CommandTable } from './command.ts'

/** Quiet for so long within so long, or there is no dump (source: AOSP DumpCommand: waitForIdle(1000, 10000)). */
const QUIET_MS = 1000
const IDLE_WITHIN_MS = 10_000
const DEFAULT_FILE = '/sdcard/window_dump.xml'

/**
 * `uiautomator dump [--compressed] [FILE]`. Android has one UiAutomation: a dump takes it from the on-phone server, which
 * is not connected from then on. On errors the exit code is 0 all the same, and an old file stays (source: research/fidelity.md 7.7).
 */
const uiautomator: Command = async ({ args, out, err, phone, signal }) => {
  const [verb, file = DEFAULT_FILE] = operands(args)
  if (verb !== 'dump') {
    err('Unsupported standalone parameter.\n')
    return 1
  }
  phone.ailments.uiAutomationLost = phone.instrumentation.server() !== undefined
  if (!(await becomesIdle(phone, signal))) {
    out('ERROR: could not get idle state.\n')
    return 0
  }
  const active = phone.windows.activeRoot()
  if (!active) {
    out('ERROR: null root node returned by UiTestAutomationBridge.\n')
    return 0
  }
  const { width, height } = phone.display
  const tree = buildTree(active.window, active.root, {
    display: { left: 0, top: 0, right: width, bottom: height },
    simpleBounds: false,
    compressed: args.includes('--compressed'),
  })
  const xml = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation="0">${nodeXml(tree)}</hierarchy>`
  if (file === '/dev/tty') out(`${xml}\n`)
  else phone.files.write(file, Buffer.from(xml))
  out(`UI hierchary dumped to: ${file}\n`)
  return 0
}

async function becomesIdle({ accessibility, clock }: Phone, signal: AbortSignal): Promise<boolean> {
  const deadlineMs = clock.monotonicMs() + IDLE_WITHIN_MS
  for (;;) {
    const nowMs = clock.monotonicMs()
    const idleAtMs = accessibility.lastEventAtMs() + QUIET_MS
    if (idleAtMs <= nowMs) return true
    if (nowMs >= deadlineMs) return false
    await clock.sleep(Math.min(idleAtMs, deadlineMs) - nowMs, signal)
  }
}

function nodeXml(node: Node): string {
  const { view } = node
  const children = node.children.filter((child) => child.view.visible)
  const naf = view.clickable && view.enabled && shownText(view) === '' && view.contentDesc === null
  const attributes: [string, string][] = [
    ...(naf ? ([['NAF', 'true']] satisfies [string, string][]) : []),
    ['index', String(node.index)],
    ['text', shownText(view)],
    ['resource-id', view.resourceId ?? ''],
    ['class', view.className],
    ['package', view.packageName],
    ['content-desc', view.contentDesc ?? ''],
    ['checkable', String(view.checkable)],
    ['checked', String(view.checked)],
    ['clickable', String(view.clickable)],
    ['enabled', String(view.enabled)],
    ['focusable', String(view.focusable)],
    ['focused', String(view.focused)],
    ['scrollable', String(view.scrollable)],
    ['long-clickable', String(view.longClickable)],
    ['password', String(view.password)],
    ['selected', String(view.selected)],
    ['bounds', boundsText(node)],
  ]
  const head = attributes.map(([name, value]) => `${name}="${escaped(value)}"`).join(' ')
  return children.length === 0 ? `<node ${head} />` : `<node ${head}>${children.map(nodeXml).join('')}</node>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
}

export const uiautomatorCommands: CommandTable = { uiautomator }
