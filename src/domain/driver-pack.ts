import Type, { type Static } from 'typebox'
import { DialogRule, UnknownWindows } from './pack-dialogs.ts'
import { closed, Name, nameOf, PackElement, Reading, ScreenRule, Why } from './pack-selector.ts'

const Version = Type.String({ pattern: '^\\d+(\\.\\d+){0,5}$', maxLength: 40 })

function screen(description: string) {
  return nameOf(`Name of a screen: ${description}`)
}

function element(description: string) {
  return nameOf(`Name of an element: ${description}`)
}

function reading(description: string) {
  return Type.Object(Reading.properties, { ...closed, description })
}

const From = Type.Array(Name, { minItems: 1, description: 'The screens on which the way begins.' })

/** A way from one screen to a neighbor. */
const Route = Type.Union([
  Type.Object(
    { from: From, to: screen('where it leads.'), tap: element('what is tapped.'), why: Why },
    { ...closed, description: 'A tap.' },
  ),
  Type.Object(
    {
      from: From,
      to: screen('where it leads.'),
      press: Type.Literal('back', { description: 'The BACK key.' }),
      why: Why,
    },
    { ...closed, description: 'The BACK key.' },
  ),
])
export type Route = Static<typeof Route>

/** Insets of the area in which fingers move, as fractions of the display: a swipe that starts on an edge belongs to the system. */
function inset(side: string) {
  return Type.Number({
    minimum: 0.05,
    maximum: 0.45,
    description: `How far from the ${side} edge fingers stay, as a fraction of the display.`,
  })
}

const Gestures = Type.Object(
  {
    next_video: Type.Object(
      {
        insets: Type.Object(
          { left: inset('left'), top: inset('top'), right: inset('right'), bottom: inset('bottom') },
          {
            ...closed,
            description:
              'The area in which the finger moves, straight up or down its middle. Away from the edges, where swipes belong to Android, and from ' +
              'what takes touches itself: bars, captions, buttons.',
          },
        ),
        duration_ms: Type.Integer({
          minimum: 50,
          maximum: 2000,
          description: 'How long the finger takes: too slow drags the page back, too fast can miss.',
        }),
        why: Why,
      },
      { ...closed, description: 'The swipe to the next video; the other way round to the one before.' },
    ),
  },
  { ...closed, description: 'How fingers move.' },
)

const Submit = Type.Union([
  Type.Object({ tap: element('the button that searches.'), why: Why }, { ...closed, description: 'A tap.' }),
  Type.Object(
    {
      press: Type.Literal('enter', { description: 'The Enter key, into the focused field.' }),
      why: Why,
    },
    { ...closed, description: 'The Enter key.' },
  ),
  Type.Object(
    {
      editor_action: Type.Enum(['search', 'go', 'send', 'next', 'done'], {
        description: "The keyboard's own action.",
      }),
      why: Why,
    },
    {
      ...closed,
      description: "The keyboard's action: the last resort, since the input method is changed for it.",
    },
  ),
])

function editable(what: string) {
  return Type.Object(
    {
      screen: screen('where it is edited. Several fields may share one.'),
      input: element('the edit field. It has to tell this field from others on the screen.'),
      save: element('what saves; enabled as soon as there is something to save.'),
      errors: Type.Array(Name, {
        description: 'Names of elements in which the app says why it refuses the value, in its own words.',
      }),
      pending: Type.Array(Name, {
        description: 'Names of elements: while one of these is shown the app has not made up its mind yet.',
      }),
      max_code_points: Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description:
          "The app's own limit, in Unicode code points. A longer value is refused before anything is typed.",
      }),
      why: Why,
    },
    { ...closed, description: `How ${what} is edited.` },
  )
}

const EditableField = editable('a field')
export type EditableField = Static<typeof EditableField>

const Account = Type.Object(
  {
    screen: screen("the signed-in account's own profile."),
    username: reading(
      'The username on that screen, without what the app puts around it: the `@` is left to `pattern`.',
    ),
    switcher: Type.Object(
      {
        screen: screen("the app's own list of the accounts that are signed in: a page, a dialog or a sheet."),
        usernames: reading('The usernames in it; a tap on the element of one picks that account.'),
        why: Why,
      },
      { ...closed, description: 'How another account is chosen.' },
    ),
    why: Why,
  },
  { ...closed, description: 'How it is told which account is signed in. Proved before anything is changed.' },
)

const Feed = Type.Object(
  {
    screen: screen('the main feed, where the app begins.'),
    end: Type.Optional(element('shown where the feed has run dry; leave it out when the app shows nothing.')),
    why: Why,
  },
  { ...closed, description: 'The feed that the app proposes.' },
)

const Search = Type.Object(
  {
    screen: screen('where the words are typed. May be the same as the one of the results.'),
    input: element('the field for the words.'),
    submit: Type.Array(Submit, {
      minItems: 1,
      maxItems: 6,
      description: 'Ways to submit the words, tried in order until the app reacts.',
    }),
    results_screen: screen('where the results are listed.'),
    no_results: element('shown when there are none.'),
    results: element('each result of the list; the first one is tapped.'),
    player_screen: screen('where a tapped result plays.'),
    end_of_results: Type.Optional(
      element('shown where the list of results ends; leave it out when the app shows nothing.'),
    ),
    why: Why,
  },
  { ...closed, description: 'How words are searched and a result is opened.' },
)

const Video = Type.Object(
  {
    page: element(
      'one page of the pager: while it moves two are on the screen, and the one with more area counts. What is read of a video is read inside it.',
    ),
    author: reading('Who made it, without an `@`.'),
    caption: reading('Its caption, hashtags and all.'),
    sound: Type.Optional(reading('Its sound; leave it out when the app does not show it.')),
    position: Type.Optional(
      reading(
        'What moves while it plays: a number in whatever unit, or a time such as `1:07`, in whatever digits. Leave it out when the app shows none.',
      ),
    ),
    paused: Type.Optional(
      element('there while the video stands still because somebody touched it; a tap on it lets it go on.'),
    ),
    why: Why,
  },
  { ...closed, description: 'What is read of a video, in the feed and in the player.' },
)

const Language = Type.String({ pattern: '^[a-z]{2,3}(-[A-Z]{2})?$' })

/** Everything that the interpreter (`driving/`) knows about one app. */
export const DriverPack = Type.Object(
  {
    $schema: Type.Optional(
      Type.String({ description: 'Where editors find this schema: `../../data/driver.schema.json`.' }),
    ),
    app: Type.String({
      ...Name,
      description: 'The `app` of accounts, and the name of the folder that the pack is in.',
    }),
    name: Type.String({ minLength: 1, maxLength: 60, description: 'What people call the app.' }),
    version: Type.Optional(
      Type.String({
        pattern: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$',
        maxLength: 60,
        description:
          "The pack's own version (semver.org), for people; results name it as `pack_version` beside the hash of the file, which says exactly.",
      }),
    ),
    package: Type.String({ minLength: 1, maxLength: 200, description: "The app's package." }),
    activity: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The activity that a tap on its icon starts: `.MainActivity`.',
    }),
    versions: Type.Object(
      {
        from: Type.String({ ...Version, description: 'The first version, itself included: `1.2`.' }),
        below: Type.String({
          ...Version,
          description: 'The first later version that it was not written for: `2.0`.',
        }),
      },
      {
        ...closed,
        description:
          'Version names of the app that the pack was written for, compared number by number. Packs of one app do not overlap. A version outside of ' +
          'all is driven by the nearest range below it, with a warning.',
      },
    ),
    why: Why,
    texts: Type.Record(
      Name,
      Type.Record(Language, Type.String({ minLength: 1, maxLength: 500 }), {
        ...closed,
        description: 'The words by language, `en` or `pt-BR`.',
      }),
      {
        ...closed,
        description:
          'Words of the app by name and language, where nothing but its words tells a node; used by `text_of` and `desc_of`. All languages are ' +
          'alternatives, whatever the phone speaks.',
      },
    ),
    dialogs: Type.Array(DialogRule, {
      description: 'What can lie over a screen, looked for before anything else, in this order.',
    }),
    unknown_windows: Type.Optional(UnknownWindows),
    waiting: Type.Array(ScreenRule, {
      description: 'Screens on which one can only wait: splash, spinners. Looked for before `screens`.',
    }),
    screens: Type.Array(ScreenRule, {
      minItems: 1,
      description:
        'How to tell each screen. The order is the rank: the first that fits names the screen, so the more special one stands first (a sheet ' +
        'before the page that it lies over).',
    }),
    elements: Type.Record(Name, PackElement, {
      ...closed,
      description: 'What is tapped or read, by name.',
    }),
    routes: Type.Array(Route, {
      description:
        'Ways between neighboring screens; longer ways are found from these. Every screen has one.',
    }),
    gestures: Gestures,
    account: Account,
    feed: Feed,
    search: Search,
    video: Video,
    profile: Type.Object(
      {
        display_name: editable('the display name'),
        username: editable('the username'),
        bio: editable('the bio'),
      },
      { ...closed, description: 'The fields that `edit_profile` sets.' },
    ),
  },
  closed,
)
export type DriverPack = Static<typeof DriverPack>
