import type { Bounds, Point, ScreenNode } from '../../../src/domain/selector.ts'

export const PACKAGE = 'org.example.mini'
export const WIDTH = 1080
export const HEIGHT = 2000

/** A node of the scripted app together with what touching it does. */
export interface Piece extends Partial<Omit<ScreenNode, 'bounds' | 'children'>> {
  /** Without the package: `author`. */
  id?: string
  /** left, top, right, bottom. */
  box: readonly [number, number, number, number]
  onTap?: (() => void) | undefined
  onSetText?: ((text: string) => void) | undefined
  children?: readonly Piece[]
}

export function toNode(piece: Piece): ScreenNode {
  const { id, box, onTap, onSetText, children = [], ...given } = piece
  const [left, top, right, bottom] = box
  return {
    class_name: onSetText ? 'android.widget.EditText' : 'android.view.View',
    package_name: PACKAGE,
    resource_id: id === undefined ? null : `${PACKAGE}:id/${id}`,
    text: '',
    content_desc: null,
    hint: null,
    showing_hint: false,
    clickable: onTap !== undefined,
    enabled: true,
    focused: false,
    scrollable: false,
    selected: false,
    checked: false,
    ...given,
    bounds: { left, top, right, bottom },
    children: children.map(toNode),
  }
}

/** The piece that a finger at this place touches: the last one drawn there that can be touched. */
export function touched(piece: Piece, at: Point): Piece | undefined {
  const [left, top, right, bottom] = piece.box
  const inside = contains({ left, top, right, bottom }, at)
  const below = (piece.children ?? []).map((child) => touched(child, at)).findLast((hit) => hit !== undefined)
  return below ?? (inside && piece.onTap ? piece : undefined)
}

export function pieces(root: Piece): Piece[] {
  return [root, ...(root.children ?? []).flatMap(pieces)]
}

function contains({ left, top, right, bottom }: Bounds, { x, y }: Point): boolean {
  return x >= left && x < right && y >= top && y < bottom
}
