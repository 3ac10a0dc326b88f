import Type, { type Static } from 'typebox'
import { NODE_ATTRIBUTES } from './selector.ts'

/** Objects of a pack have the fields of the schema and no other: a field that is misspelled would be lost without a word. */
export const closed = { additionalProperties: false } as const

/** Names within a pack: screens, elements, dialogs, texts. */
export const Name = Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 60 })

/** The name of something that the pack defines elsewhere. */
export function nameOf(description: string) {
  return Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 60, description })
}

/** For the next person; nothing is done with it. */
export const Why = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'For the next person: why it is like this. Nothing is done with it.',
  }),
)

/** How a pack tells nodes apart: a `NodeSelector` in which words of the app can be named instead of written. */
export const PackSelector = Type.Cyclic(
  {
    PackSelector: Type.Object(
      {
        ...NODE_ATTRIBUTES,
        text_of: Type.Optional(
          nameOf(
            'Name of an entry of `texts`: the text is one of its values, so that it is found in whatever language the phone speaks.',
          ),
        ),
        desc_of: Type.Optional(nameOf('Likewise for the content description.')),
        within: Type.Optional(Type.Ref('PackSelector')),
        has: Type.Optional(Type.Ref('PackSelector')),
        after: Type.Optional(Type.Ref('PackSelector')),
      },
      {
        additionalProperties: false,
        minProperties: 1,
        description:
          'Tells nodes of the screen apart; all that is given must hold. `within`: only nodes that fit that selector and what is inside them, each ' +
          'a scope of its own. `has`: somewhere inside the node is one that fits. `after`: the node comes after one that fits, in the same scope, ' +
          'and is not inside it; with `nth` it is counted from each such node to the next. At most 4 selectors inside each other.',
      },
    ),
  },
  'PackSelector',
)
export type PackSelector = Static<typeof PackSelector>

/** One way to find nodes. */
export const Candidate = Type.Object({ find: PackSelector, why: Why }, closed)
export type Candidate = Static<typeof Candidate>

function candidates(description: string) {
  return Type.Optional(Type.Array(Candidate, { minItems: 1, description }))
}

/** A screen is what it says when `all` are there, at least one of `any` (if given) is, and none of `none`. */
export const RECOGNITION = {
  all: candidates('Every one of these is on the screen.'),
  any: candidates('At least one of these is on the screen.'),
  none: candidates(
    'None of these is. A rule with this cannot be used on a phone that shows no more than a picture.',
  ),
} as const

/** How to tell a screen. Screens are tried in the order of the list; the first that fits names the screen. */
export const ScreenRule = Type.Object(
  {
    name: Type.String({
      ...Name,
      description: 'What the rest of the pack calls it. Fixtures of it are `screens/<name>.<language>.xml`.',
    }),
    why: Why,
    ...RECOGNITION,
  },
  closed,
)
export type ScreenRule = Static<typeof ScreenRule>

/** A candidate of an element. */
const ElementCandidate = Type.Object(
  {
    ...Candidate.properties,
    alternative: Type.Optional(
      Type.Boolean({
        description:
          'As good as the first: the app looks like this on some phones. Without it, being found by a later candidate counts as drift: the app ' +
          'has moved away from its pack.',
      }),
    ),
  },
  closed,
)

/** Something that is tapped or read. */
export const PackElement = Type.Object(
  {
    candidates: Type.Array(ElementCandidate, {
      minItems: 1,
      description:
        'Ways to find it, in order of trust: the first that finds anything decides. Ids first, then words, then places (`within`, `after`, `nth`).',
    }),
    keyboard_may_cover: Type.Optional(
      Type.Boolean({
        description: 'The on-screen keyboard can lie over it: it is hidden before a tap.',
      }),
    ),
    why: Why,
  },
  closed,
)

/** How to read a value from an element. */
export const Reading = Type.Object(
  {
    element: nameOf('Where it stands: the name of an element.'),
    from: Type.Optional(
      Type.Enum(['text', 'desc'], {
        description: 'What of the element is read: its text (when not given) or its content description.',
      }),
    ),
    pattern: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'A regular expression to be found in it; the value is what its first group holds, or all that it matches. What does not match has no ' +
          'value. At most 200 characters, no repetition inside of a repetition, two without a bound only behind `^`; the first 1,000 characters are looked at.',
      }),
    ),
    why: Why,
  },
  closed,
)
export type Reading = Static<typeof Reading>
