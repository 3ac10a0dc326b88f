import type { AppPack, ProfileField } from '../domain/app-driver.ts'
import type { Candidate, PackSelector, ScreenRule } from '../domain/pack-selector.ts'
import type { DialogRule } from '../domain/pack-dialogs.ts'
import type { DriverPack, EditableField, Route } from '../domain/driver-pack.ts'
import type { NodeSelector, ScreenNode } from '../domain/selector.ts'

/** How to tell a screen, with the texts filled in. */
export interface Recognition {
  name: string
  all: readonly NodeSelector[]
  any: readonly NodeSelector[]
  none: readonly NodeSelector[]
}

/** Nodes of an element on one reading of the screen, with the selector that found them. */
export interface Found {
  selector: NodeSelector
  /** The selector's place among the element's candidates, from 0. */
  candidate: number
  nodes: readonly ScreenNode[]
}

export interface Element {
  name: string
  /** In order of trust. */
  candidates: readonly NodeSelector[]
  /** Places of the candidates that are as good as the first one: the app is normal with either. */
  alternatives: ReadonlySet<number>
  keyboardMayCover: boolean
  /** Hears what every look for it found. */
  onLooked?: (found: Found | undefined) => void
}

export interface Dialog extends Recognition {
  kind: DialogRule['kind']
  policy: DialogRule['policy']
}

/** A checked pack, ready to be driven: every name in it is known, every pattern compiles. */
export interface Pack extends AppPack {
  /** Where it was read from, below the drivers directory: `clips/driver.json`. */
  file: string
  /** As it stands in the file. */
  document: DriverPack
  /** What people call the app. */
  name: string
  /** The pack's own, as its author counts; null when it has none. */
  version: string | null
  versions: DriverPack['versions']
  dialogs: readonly Dialog[]
  /** Whether one BACK may be tried on a window of that package that no rule knows. */
  mayPressBackIn: (packageName: string) => boolean
  waiting: readonly Recognition[]
  screens: readonly Recognition[]
  element: (name: string) => Element
  routes: readonly Route[]
  gestures: DriverPack['gestures']
  account: DriverPack['account']
  feed: DriverPack['feed']
  search: DriverPack['search']
  video: DriverPack['video']
  profile: Record<ProfileField, EditableField>
}

/** Turns a document that has passed every check into a pack. */
export function buildPack(document: DriverPack, { hash, file }: { hash: string; file: string }): Pack {
  const fill = (candidates: readonly Candidate[] = []) =>
    candidates.map(({ find }) => selectorOf(find, document.texts))
  const recognize = (rule: ScreenRule): Recognition => ({
    name: rule.name,
    all: fill(rule.all),
    any: fill(rule.any),
    none: fill(rule.none),
  })
  const elements = new Map<string, Element>(
    Object.entries(document.elements).map(([name, { candidates, keyboard_may_cover }]) => [
      name,
      {
        name,
        candidates: fill(candidates),
        alternatives: new Set(candidates.flatMap(({ alternative }, place) => (alternative ? [place] : []))),
        keyboardMayCover: keyboard_may_cover ?? false,
      },
    ]),
  )
  return {
    app: document.app,
    target: { package_name: document.package, activity: document.activity },
    hash,
    file,
    document,
    name: document.name,
    version: document.version ?? null,
    versions: document.versions,
    dialogs: document.dialogs.map((dialog) => ({
      ...recognize(dialog),
      kind: dialog.kind,
      policy: dialog.policy,
    })),
    mayPressBackIn(packageName) {
      const { press_back, never_in = [] } = document.unknown_windows ?? { press_back: false }
      return press_back && packageName !== document.package && !never_in.includes(packageName)
    },
    waiting: document.waiting.map(recognize),
    screens: document.screens.map(recognize),
    element(name) {
      const element = elements.get(name)
      // A bug: check-pack.ts lets no document through that uses an element it does not define.
      if (!element) throw new Error(`pack ${document.app} has no element ${name}`)
      return element
    },
    routes: document.routes,
    gestures: document.gestures,
    account: document.account,
    feed: document.feed,
    search: document.search,
    video: document.video,
    profile: document.profile,
  }
}

/** A pack's selector with the words of `texts` filled in as alternatives, at every depth. */
function selectorOf(find: PackSelector, texts: DriverPack['texts']): NodeSelector {
  const { text_of, desc_of, within, has, after, ...attributes } = find
  return {
    ...attributes,
    ...(text_of !== undefined && { text_matches: anyOf(texts[text_of]) }),
    ...(desc_of !== undefined && { desc_matches: anyOf(texts[desc_of]) }),
    ...(within && { within: selectorOf(within, texts) }),
    ...(has && { has: selectorOf(has, texts) }),
    ...(after && { after: selectorOf(after, texts) }),
  }
}

function anyOf(byLanguage: Record<string, string> = {}): string {
  return Object.values(byLanguage)
    .map((words) => words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|')
}
