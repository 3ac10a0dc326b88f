import { writeFile } from 'node:fs/promises'
import type { Screen } from '../../domain/phone-session.ts'
import type { ScreenNode } from '../../domain/selector.ts'
import { nameOf } from '../../driving/check-fixtures.ts'
import { tryRules, type TriedRule } from '../../driving/explain-recognition.ts'
import { readPacks } from '../../driving/load-packs.ts'
import type { Pack } from '../../driving/pack.ts'
import { createShelf } from '../../driving/pack-shelf.ts'
import { proposeLocators } from '../../driving/propose-locators.ts'
import { recognize } from '../../driving/recognize.ts'
import { shownNodes } from '../../driving/shown-nodes.ts'
import { driversDirectoryOf } from '../../drivers-directory-setting.ts'
import { printJson, printTable } from '../print.ts'
import { BOX_COLORS, drawBoxes } from './drawn-boxes.ts'
import type { Finding } from './outcome.ts'
import { findPack, packFor } from './pack-argument.ts'
import { printable, printableJson } from './printable.ts'
import { withPhone, type PhoneOptions, type ReachedPhone } from './reach-phone.ts'

export interface InspectOptions extends PhoneOptions {
  app?: string
  out?: string
  json?: true
}

/** Rules that almost fit are shown, the nearest first. */
const NEAR_RULES = 5
/** Of those for a node; `--json` has all. */
const PROPOSALS = 2

/** Shows the screen that is in front: a numbered picture, what is on it, how each could be found, and what a pack takes it for. */
export function inspect(options: InspectOptions): Promise<Finding> {
  return withPhone<Finding>(options, 'drivers inspect', async (phone) => {
    const { screen, picture, front } = await seeFront(phone)
    const pack = await packOf(options.app, phone, front)
    const nodes = shownNodes(screen.root)
    const { out } = options
    if (out !== undefined) await writeFile(out, await numbered(picture, nodes))
    if (options.json) printJson(inspection(screen, nodes, pack))
    else print(screen, nodes, pack)
    if (out !== undefined && !options.json) console.log(`\nnumbered picture: ${out}`)
    return 'fine'
  })
}

/** The screen as it is, nothing being started. */
export async function seeFront(phone: ReachedPhone) {
  const front = await phone.frontApp()
  const session = await phone.open(front, { leaveInFront: true })
  const screen = await session.readScreen(phone.signal)
  return { screen, picture: await session.screenshot(phone.signal), front }
}

/** The pack that was named, else the one of the app in front; null when there is none. */
async function packOf(
  named: string | undefined,
  phone: ReachedPhone,
  { package_name }: { package_name: string },
): Promise<Pack | null> {
  const version = await phone.versionOf(package_name)
  if (named !== undefined) return packFor(await findPack(named), version)
  const good = (await readPacks(driversDirectoryOf(process.env))).flatMap((reading) =>
    'pack' in reading && reading.pack.target.package_name === package_name ? [reading.pack] : [],
  )
  const [first] = good
  return (first && createShelf(good).find(first.app, version)) ?? null
}

function numbered(picture: Buffer, nodes: readonly ScreenNode[]): Promise<Buffer> {
  const colors = Object.values(BOX_COLORS)
  return drawBoxes(
    picture,
    nodes.map(({ bounds }, index) => ({
      bounds,
      label: String(index + 1),
      color: colors[index % colors.length] ?? BOX_COLORS.blue,
    })),
  )
}

/** Everything, for programs. */
function inspection(screen: Screen, nodes: readonly ScreenNode[], pack: Pack | null) {
  return {
    package: screen.package_name,
    read_by: screen.source ?? 'hierarchy',
    pack: pack && { app: pack.app, hash: pack.hash },
    screen: pack && nameOf(recognize(pack, screen)),
    rules: pack && tryRules(pack, screen),
    elements: nodes.map((node, index) => {
      const { children: _children, ...attributes } = node
      return { number: index + 1, ...attributes, proposals: proposeLocators(screen.root, node) }
    }),
  }
}

function print(screen: Screen, nodes: readonly ScreenNode[], pack: Pack | null): void {
  console.log(`in front: ${screen.package_name || 'no window'}`)
  if (screen.source === 'ocr')
    console.log('the phone does not tell its hierarchy: these are the words on a picture of it')
  printRecognition(screen, pack)
  console.log('')
  printTable(
    ['NO', 'CLASS', 'ID', 'TEXT', 'DESC', 'BOUNDS', 'FLAGS'],
    nodes.map((node, index) => [
      String(index + 1),
      node.class_name.split('.').at(-1) ?? '',
      printable((node.resource_id ?? '').replace(/^.*:id\//, '')) || null,
      (node.showing_hint ? `(hint) ${printable(node.text)}` : printable(node.text)) || null,
      printable(node.content_desc) || null,
      boundsText(node),
      flagsOf(node).join(' ') || null,
    ]),
  )
  console.log('\nto paste into a pack, best first:')
  for (const [index, node] of nodes.entries()) {
    const proposals = proposeLocators(screen.root, node)
    if (proposals.length === 0) console.log(`${index + 1}  nothing tells it from others like it`)
    for (const proposal of proposals.slice(0, PROPOSALS))
      console.log(`${index + 1}  ${printableJson(proposal)}`)
  }
}

function printRecognition(screen: Screen, pack: Pack | null): void {
  if (!pack) return console.log('no pack knows this app')
  const rules = tryRules(pack, screen)
  const chosen = rules.find(({ fits }) => fits)
  console.log(
    chosen
      ? `the pack ${pack.app} takes it for: ${chosen.rule}`
      : `the pack ${pack.app} does not know this screen`,
  )
  for (const { rule, failed } of nearest(rules, chosen)) {
    console.log(`  not ${rule}: ${failed.map((words) => printable(words, 200)).join('; ')}`)
  }
}

/** Rules that stand before the chosen one and of which something holds, or, when none was chosen, all of which something holds. */
function nearest(rules: readonly TriedRule[], chosen: TriedRule | undefined): TriedRule[] {
  const before = chosen ? rules.slice(0, rules.indexOf(chosen)) : rules
  return before
    .filter(({ held }) => held > 0)
    .toSorted((a, b) => a.failed.length - b.failed.length)
    .slice(0, NEAR_RULES)
}

function boundsText({ bounds: { left, top, right, bottom } }: ScreenNode): string {
  return `${left},${top} ${right - left}x${bottom - top}`
}

function flagsOf(node: ScreenNode): string[] {
  const flags = ['clickable', 'scrollable', 'focused', 'selected', 'checked'] as const
  return [...flags.filter((flag) => node[flag]), ...(node.enabled ? [] : ['disabled'])]
}
