import type { Candidate, PackSelector } from '../domain/pack-selector.ts'
import type { DriverPack } from '../domain/driver-pack.ts'
import type { Screen } from '../domain/phone-session.ts'
import { allNodes, findNodes, type Bounds, type ScreenNode } from '../domain/selector.ts'
import { hasArea } from './find.ts'
import { likenessOf, nameOfId, type Likeness, type Wanted } from './likeness.ts'
import type { Pack } from './pack.ts'
import { isByPicture } from './recognize.ts'
import { proposeLocators } from './propose-locators.ts'
import { parentsOf, traceOf, type Trace } from './trace.ts'

/** One operation of a JSON Patch (RFC 6902) on the pack's `driver.json`. */
export type PatchOperation =
  | { op: 'add' | 'replace'; path: string; value: unknown }
  | { op: 'remove'; path: string }

/** A node that may be what a pack has lost. */
export interface Ranked extends Likeness {
  id: string | null
  class: string
  text: string
  desc: string | null
  bounds: Bounds
}

/** How a pack could be mended. Nothing is ever done with it but showing it to a person. */
export interface Proposal {
  /** What was lost: `the element open_search`, `the screen search`. */
  lost: string
  /** Null when a screen cannot be told any more. */
  element: string | null
  screen: string | null
  /** Of the pack that it is for. */
  pack: { app: string; file: string; hash: string }
  patch: PatchOperation[]
  /** The node that the patch finds. */
  node: Ranked
  /** Who else came into question, best first. */
  others: Ranked[]
}

/** Below this a node is a stranger. */
const ENOUGH = 0.5
/** A second one as close as this makes the best one a guess. */
const MARGIN = 0.1
const OTHERS_SHOWN = 3
/** Nodes that are looked at; no screen that a person could use has more. */
const NODES_MOST = 5000
/** Texts of people are cut: what is proposed is a pack, not a copy of a screen. */
const TEXT_SHOWN = 60

interface Lost {
  what: string
  element: string | null
  screen: string | null
  candidates: readonly Candidate[]
  trace: Trace | undefined
  patch: (found: Candidate) => PatchOperation[]
}

/** What is known beside the pack. */
export interface Memory {
  /** The element as it was when it was last found. */
  traceOf: (element: string) => Trace | undefined
}

/**
 * How the pack could find elements and tell screens that it has lost on this reading: a node that is like the lost one in id, words, class,
 * place and neighbors, with a locator that finds this node and no other. Nothing for what is nowhere near, for what two nodes could be, for
 * what stands several times on a screen, on pictures, and in other apps' windows.
 */
export function proposeRepairs(
  pack: Pack,
  screen: Screen,
  lost: { elements: readonly string[]; screens: readonly string[] },
  memory: Memory,
): Proposal[] {
  if (isByPicture(screen) || screen.package_name !== pack.target.package_name) return []
  const { document } = pack
  return [
    ...lost.elements
      .filter((name) => !isShown(pack, screen.root, name))
      .flatMap((name) => lostElement(document, name, memory)),
    ...lost.screens.flatMap((name) => lostRules(pack, screen, name, memory)),
  ].flatMap((one) => proposalFor(pack, screen, one) ?? [])
}

/** What is there and only moves, or cannot be used yet, is not lost. */
function isShown(pack: Pack, root: ScreenNode, name: string): boolean {
  return pack.element(name).candidates.some((selector) => findNodes(root, selector).some(hasArea))
}

function lostElement({ elements }: DriverPack, name: string, { traceOf: last }: Memory): Lost[] {
  const candidates = elements[name]?.candidates
  if (!candidates) return []
  const path = `/elements/${name}/candidates/${candidates.length}`
  return [
    {
      what: `the element ${name}`,
      element: name,
      screen: null,
      candidates,
      trace: last(name),
      // The old ones stay: other phones may have the app as it was, and there the new one is as good.
      patch: ({ find, why }) => [
        { op: 'add', path, value: { find, alternative: true, ...(why && { why }) } },
      ],
    },
  ]
}

/** The marks of a screen that are not on this reading. */
function lostRules({ document, ...pack }: Pack, { root }: Screen, name: string, memory: Memory): Lost[] {
  const place = document.screens.findIndex((rule) => rule.name === name)
  const rule = document.screens[place]
  const built = pack.screens.find((screen) => screen.name === name)
  if (!rule?.all || !built) return []
  return rule.all.flatMap((candidate, index) => {
    const selector = built.all[index]
    if (!selector || findNodes(root, selector).length > 0) return []
    const at = `/screens/${place}`
    return {
      what: `the screen ${name}`,
      element: null,
      screen: name,
      ...knownOfMark(document, candidate, memory),
      patch: (found: Candidate) => eitherMark(rule, { at, index }, found),
    }
  })
}

/** Screens are often told by what is an element as well: then more is known of it. */
function knownOfMark(
  { elements }: DriverPack,
  mark: Candidate,
  memory: Memory,
): Pick<Lost, 'candidates' | 'trace'> {
  const { id } = mark.find
  const [name, same] =
    Object.entries(elements).find(
      ([, { candidates }]) => id !== undefined && candidates.some(({ find }) => find.id === id),
    ) ?? []
  return {
    candidates: [mark, ...(same?.candidates ?? [])],
    trace: name === undefined ? undefined : memory.traceOf(name),
  }
}

/** The old mark or the new one, where the rule can say that; else the new one instead. */
function eitherMark(
  rule: DriverPack['screens'][number],
  { at, index }: { at: string; index: number },
  found: Candidate,
): PatchOperation[] {
  const old = rule.all?.[index]
  if (rule.any || !old) return [{ op: 'replace', path: `${at}/all/${index}`, value: found }]
  const path = rule.all?.length === 1 ? `${at}/all` : `${at}/all/${index}`
  return [
    { op: 'add', path: `${at}/any`, value: [old, found] },
    { op: 'remove', path },
  ]
}

function proposalFor(pack: Pack, screen: Screen, lost: Lost): Proposal | null {
  const { root } = screen
  const wanted = wantedOf(lost, pack.document)
  const known = knownNodes(pack, root)
  const parents = parentsOf(root)
  const ranked = [...allNodes(root)]
    .slice(0, NODES_MOST)
    .filter((node) => node.package_name === pack.target.package_name && hasArea(node) && !known.has(node))
    .map((node) => ({ node, ...likenessOf(wanted, node, traceOf(root, node, parents)) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
  const [best, second] = ranked
  if (!best || best.score < ENOUGH || (second && best.score - second.score < MARGIN)) return null
  const [locator] = proposeLocators(root, best.node)
  if (!locator) return null
  const why = [...best.reasons, locator.why ?? ''].filter((reason) => reason !== '').join('; ')
  return {
    lost: lost.what,
    element: lost.element,
    screen: lost.screen,
    pack: { app: pack.app, file: pack.file, hash: pack.hash },
    patch: lost.patch({ find: locator.find, why }),
    node: shown(best),
    others: ranked.slice(1, 1 + OTHERS_SHOWN).map(shown),
  }
}

function wantedOf({ candidates, trace }: Lost, { texts }: DriverPack): Wanted {
  const finds = candidates.map(({ find }) => find)
  const clickable = finds.find((find) => find.clickable !== undefined)?.clickable
  return {
    ids: finds.flatMap(({ id }) => (id === undefined ? [] : [nameOfId(id)])),
    words: finds.flatMap((find) => wordsOf(find, texts)),
    classes: finds.flatMap((find) => find.class ?? []),
    ...(clickable !== undefined && { clickable }),
    ...(trace && { trace }),
  }
}

function wordsOf({ text, desc, text_of, desc_of }: PackSelector, texts: DriverPack['texts']): string[] {
  const named = [text_of, desc_of].flatMap((name) => Object.values(texts[name ?? ''] ?? {}))
  return [text, desc, ...named].flatMap((words) => words ?? [])
}

/** What the pack finds by its first candidate for something is that, and not what was lost. */
function knownNodes({ document, element }: Pack, root: ScreenNode): ReadonlySet<ScreenNode> {
  const firsts = Object.keys(document.elements).flatMap((name) => element(name).candidates.slice(0, 1))
  return new Set(firsts.flatMap((selector) => findNodes(root, selector)))
}

function shown({ node, score, reasons }: { node: ScreenNode } & Likeness): Ranked {
  const { resource_id, class_name, text, content_desc, bounds } = node
  const cut = (words: string) => Array.from(words).slice(0, TEXT_SHOWN).join('')
  return {
    score,
    reasons,
    id: resource_id,
    class: class_name,
    text: cut(text),
    desc: content_desc === null ? null : cut(content_desc),
    bounds,
  }
}
