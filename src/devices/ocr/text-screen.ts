import type { Screen } from '../../domain/phone-session.ts'
import type { Bounds, ScreenNode } from '../../domain/selector.ts'
import type { Line, Word } from './ocr-protocol.ts'

/** Below this the recognizer has mostly taken lines of a picture for letters (measured: docs/decisions/0018). */
const LEAST_CONFIDENCE = 45
/** A gap wider than this many heights of the writing separates two pieces: the tabs of a bar are one line to the recognizer. */
const GAP_HEIGHTS = 1

export interface TextScreenFacts {
  lines: readonly Line[]
  /** Of the window that has the focus; empty when it is not known. */
  packageName: string
  display: { width: number; height: number }
}

/** A reading of the screen from the words on its picture: one node for each piece of text, from top to bottom, then from left to right. */
export function textScreen({ lines, packageName, display }: TextScreenFacts): Screen {
  const nodes = lines
    .map((words) => words.filter(isLegible))
    .flatMap(piecesOf)
    .map((words) => textNode(words, packageName))
    .toSorted((a, b) => a.bounds.top - b.bounds.top || a.bounds.left - b.bounds.left)
  const bounds = { left: 0, top: 0, right: display.width, bottom: display.height }
  const root = {
    ...plainNode(packageName, bounds),
    class_name: 'hierarchy',
    clickable: false,
    children: nodes,
  }
  return { package_name: packageName, source: 'ocr', root }
}

/** A lone sign is as good as always a stroke of a picture; letters and figures are not. */
function isLegible({ text, confidence }: Word): boolean {
  return confidence >= LEAST_CONFIDENCE && /[\p{L}\p{N}]/u.test(text)
}

/** The words of a line, cut where the gap is wide. */
function piecesOf(words: readonly Word[]): Word[][] {
  const pieces: Word[][] = []
  let last: Word | undefined
  for (const word of words) {
    const piece = pieces.at(-1)
    if (piece === undefined || last === undefined || isApart(last, word)) pieces.push([word])
    else piece.push(word)
    last = word
  }
  return pieces
}

function isApart({ bounds: left }: Word, { bounds: right }: Word): boolean {
  const height = Math.max(left.bottom - left.top, right.bottom - right.top)
  return right.left - left.right > GAP_HEIGHTS * height
}

function textNode(words: readonly Word[], packageName: string): ScreenNode {
  const boxes = words.map(({ bounds }) => bounds)
  const bounds = {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  }
  return { ...plainNode(packageName, bounds), text: words.map(({ text }) => text).join(' ') }
}

/** What a picture does not tell is absent or false; a tap on any text is worth a try. */
function plainNode(packageName: string, bounds: Bounds): ScreenNode {
  return {
    class_name: 'text',
    package_name: packageName,
    resource_id: null,
    text: '',
    content_desc: null,
    hint: null,
    showing_hint: false,
    bounds,
    clickable: true,
    enabled: true,
    focused: false,
    scrollable: false,
    selected: false,
    checked: false,
    children: [],
  }
}
