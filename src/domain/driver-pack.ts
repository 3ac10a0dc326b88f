import Type, { type Static } from 'typebox'
import { NODE_ATTRIBUTES } from './selector.ts'

/** Names within a pack: screens, elements, dialogs, texts. */
const Name = Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 60 })

const closed = { additionalProperties: false } as const

/** How a pack tells nodes apart: a `NodeSelector` in which words of the app can be named instead of written. */
export const PackSelector = Type.Cyclic(
  {
    PackSelector: Type.Object(
      {
        ...NODE_ATTRIBUTES,
        text_of: Type.Optional({
          ...Name,
          description:
            'Name of an entry of `texts`: the text is one of its values, whatever the language of the phone.',
        }),
        desc_of: Type.Optional({
          ...Name,
          description: 'Likewise for the content description.',
        }),
        within: Type.Optional(Type.Ref('PackSelector')),
        has: Type.Optional(Type.Ref('PackSelector')),
        after: Type.Optional(Type.Ref('PackSelector')),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
  },
  'PackSelector',
)
export type PackSelector = Static<typeof PackSelector>

/** One way to find nodes; `why` is for the next person. */
export const Candidate = Type.Object(
  {
    find: PackSelector,
    why: Type.Optional(Type.String({ minLength: 1 })),
  },
  closed,
)
export type Candidate = Static<typeof Candidate>

const Candidates = Type.Array(Candidate, { minItems: 1 })

/** A screen is what it says when `all` are there, at least one of `any` (if given) is, and none of `none`. */
const recognition = {
  all: Type.Optional(Candidates),
  any: Type.Optional(Candidates),
  none: Type.Optional(Candidates),
}

/** How to tell a screen. Screens are tried in the order of the list; the first that fits names the screen. */
export const ScreenRule = Type.Object({ name: Name, ...recognition }, closed)
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

const Element = Type.Object(
  {
    /** In order of trust: the first candidate that finds anything decides. */
    candidates: Type.Array(ElementCandidate, { minItems: 1 }),
    /** The on-screen keyboard can lie over it: it is hidden before a tap. */
    keyboard_may_cover: Type.Optional(Type.Boolean()),
  },
  closed,
)

/** How to read a value from an element: its text or description, or the first group of `pattern` in it. */
export const Reading = Type.Object(
  {
    element: Name,
    from: Type.Optional(Type.Enum(['text', 'desc'])),
    pattern: Type.Optional(Type.String({ minLength: 1 })),
  },
  closed,
)
export type Reading = Static<typeof Reading>

/**
 * What a dialog is about. People and statistics go by it; what is done about it says the policy. `unsaved` asks before typed text is lost,
 * `promotion` offers something, `system` is Android's or the maker's own.
 */
export const DialogKind = Type.Enum([
  'permission',
  'update',
  'rating',
  'anr',
  'crash',
  'login_expired',
  'challenge',
  'network_error',
  'cookie',
  'system',
  'notification',
  'unsaved',
  'promotion',
])
export type DialogKind = Static<typeof DialogKind>

/** How often a dialog of this name is put up with while one thing is waited for. */
const Times = Type.Integer({ minimum: 1, maximum: 10 })

/** What is done about a dialog. Whatever it is, a run puts up with a limited number of dialogs in all (driving/run-limits.ts). */
export const DialogPolicy = Type.Union([
  /** Tap it away; `tap_while_editing` when a value has been typed that is not saved yet. */
  Type.Object({ kind: Type.Literal('dismiss'), tap: Name, tap_while_editing: Type.Optional(Name) }, closed),
  /** Close it with the BACK key: for windows that BACK closes without answering them, in whatever language they are. */
  Type.Object({ kind: Type.Literal('dismiss'), press: Type.Literal('back') }, closed),
  /** Tap to let the app try again, `times` times (default 3), after a pause that doubles from `pause_ms` (default 0); then the phone is at fault. */
  Type.Object(
    {
      kind: Type.Literal('retry'),
      tap: Name,
      times: Type.Optional(Times),
      pause_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    },
    closed,
  ),
  /** Only time helps; `tap` says so to the dialog. Met more than `times` times (default 2), `at_last` is done. */
  Type.Object(
    {
      kind: Type.Literal('wait'),
      tap: Type.Optional(Name),
      most_ms: Type.Integer({ minimum: 500, maximum: 60_000 }),
      times: Type.Optional(Times),
      at_last: Type.Enum(['restart_app', 'stop']),
    },
    closed,
  ),
  /** The app has to be started anew; `tap` closes the dialog first. What was under way begins again. */
  Type.Object({ kind: Type.Literal('restart_app'), tap: Type.Optional(Name) }, closed),
  /** Only a person can answer it: the run ends, the dialog is never touched and the account waits. */
  Type.Object({ kind: Type.Literal('account_action_needed') }, closed),
  /** Nothing can be done about it here: the run ends as `app_changed`, with the reason for people. */
  Type.Object({ kind: Type.Literal('stop'), because: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
])
export type DialogPolicy = Static<typeof DialogPolicy>

const Dialog = Type.Object({ name: Name, kind: DialogKind, ...recognition, policy: DialogPolicy }, closed)
export type DialogRule = Static<typeof Dialog>

/** What may be tried about a window that no rule knows. */
const UnknownWindows = Type.Object(
  {
    /**
     * One BACK where the window is another package's: it answers nothing there, and in the launcher or on the app's own screens, should the
     * window be gone by then, it does no harm that cannot be gone back from.
     */
    press_back: Type.Boolean(),
    /** Packages in whose windows not even that is done. */
    never_in: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
  },
  closed,
)

/** A way from one screen to a neighbor. */
const Route = Type.Union([
  Type.Object({ from: Type.Array(Name, { minItems: 1 }), to: Name, tap: Name }, closed),
  Type.Object({ from: Type.Array(Name, { minItems: 1 }), to: Name, press: Type.Literal('back') }, closed),
])
export type Route = Static<typeof Route>

/** Insets of the area in which fingers move, as fractions of the display: a swipe that starts on an edge belongs to the system. */
const Inset = Type.Number({ minimum: 0.05, maximum: 0.45 })

const Submit = Type.Union([
  Type.Object({ tap: Name }, closed),
  Type.Object({ press: Type.Literal('enter') }, closed),
  /** The keyboard's own action: the last resort, since the input method is changed for it. */
  Type.Object({ editor_action: Type.Enum(['search', 'go', 'send', 'next', 'done']) }, closed),
])

const EditableField = Type.Object(
  {
    /** The screen on which this field alone is edited. */
    screen: Name,
    input: Name,
    save: Name,
    /** Elements in which the app says why it refuses the value, in its own words. */
    errors: Type.Array(Name),
    /** While one of these is shown the app has not made up its mind yet. */
    pending: Type.Array(Name),
    /** The app's own limit, in Unicode code points. */
    max_code_points: Type.Integer({ minimum: 1 }),
  },
  closed,
)
export type EditableField = Static<typeof EditableField>

/** Everything that the interpreter (`driving/`) knows about one app. */
export const DriverPack = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    /** The `app` of accounts. */
    app: Name,
    /** What people call the app. */
    name: Type.String({ minLength: 1 }),
    package: Type.String({ minLength: 1 }),
    activity: Type.String({ minLength: 1 }),
    /** Version names that this pack was written for: from `from` (included) up to `below` (excluded). */
    versions: Type.Object(
      { from: Type.String({ minLength: 1 }), below: Type.String({ minLength: 1 }) },
      closed,
    ),
    /** Words of the app by language, where nothing but its words tells a node. */
    texts: Type.Record(
      Name,
      Type.Record(Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2})?$' }), Type.String(), closed),
      closed,
    ),
    /** Screens on which one can only wait: splash, spinners. Looked for before `screens`. */
    waiting: Type.Array(ScreenRule),
    /** Looked for before anything else. */
    dialogs: Type.Array(Dialog),
    /** Without it an unknown window is never touched. */
    unknown_windows: Type.Optional(UnknownWindows),
    screens: Type.Array(ScreenRule, { minItems: 1 }),
    elements: Type.Record(Name, Element, closed),
    routes: Type.Array(Route),
    gestures: Type.Object(
      {
        next_video: Type.Object(
          {
            insets: Type.Object({ left: Inset, top: Inset, right: Inset, bottom: Inset }, closed),
            duration_ms: Type.Integer({ minimum: 50, maximum: 2000 }),
          },
          closed,
        ),
      },
      closed,
    ),
    account: Type.Object(
      {
        screen: Name,
        username: Reading,
        switcher: Type.Object({ screen: Name, usernames: Reading }, closed),
      },
      closed,
    ),
    feed: Type.Object(
      {
        screen: Name,
        /** Shown where the feed has run dry; leave out when the app shows nothing. */
        end: Type.Optional(Name),
      },
      closed,
    ),
    search: Type.Object(
      {
        screen: Name,
        input: Name,
        /** Ways to submit the words, tried in order. */
        submit: Type.Array(Submit, { minItems: 1 }),
        results_screen: Name,
        no_results: Name,
        results: Name,
        player_screen: Name,
        /** Shown where the list of results ends; leave out when the app shows nothing. */
        end_of_results: Type.Optional(Name),
      },
      closed,
    ),
    video: Type.Object(
      {
        /** One page of the pager: while it moves two are on the screen. */
        page: Name,
        author: Reading,
        caption: Reading,
        sound: Reading,
        /** A number that moves while the video plays, in whatever unit. */
        position: Type.Optional(Reading),
        /** There while the video stands still because somebody touched it; a tap on it lets it go on. */
        paused: Type.Optional(Name),
      },
      closed,
    ),
    profile: Type.Object(
      { display_name: EditableField, username: EditableField, bio: EditableField },
      closed,
    ),
  },
  closed,
)
export type DriverPack = Static<typeof DriverPack>
