import Type, { type Static } from 'typebox'
import { closed, Name, nameOf, RECOGNITION, Why } from './pack-selector.ts'

/**
 * What a dialog is about. People and statistics go by it; what is done about it says the policy. `unsaved` asks before typed text is lost,
 * `promotion` offers something, `system` is Android's or the maker's own.
 */
export const DialogKind = Type.Enum(
  [
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
  ],
  {
    description:
      'What it is about, for people and statistics. `unsaved` asks before typed text is lost, `promotion` offers something, `system` is ' +
      "Android's or the maker's own, `anr` says that the app does not respond. `login_expired` and `challenge` are for a person to answer.",
  },
)
export type DialogKind = Static<typeof DialogKind>

/** How often a dialog of this name is put up with while one thing is waited for. */
function times(description: string) {
  return Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description }))
}

/** What is done about a dialog. Whatever it is, a run puts up with a limited number of dialogs in all (driving/run-limits.ts). */
export const DialogPolicy = Type.Union(
  [
    Type.Object(
      {
        kind: Type.Literal('dismiss'),
        tap: nameOf('The element that sends it away.'),
        tap_while_editing: Type.Optional(
          nameOf('The element that is tapped instead while a value has been typed that is not saved yet.'),
        ),
        why: Why,
      },
      { ...closed, description: 'Tap it away.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('dismiss'),
        press: Type.Literal('back', { description: 'The BACK key.' }),
        why: Why,
      },
      {
        ...closed,
        description:
          'Close it with BACK: for windows that BACK closes without answering them, in whatever language they are.',
      },
    ),
    Type.Object(
      {
        kind: Type.Literal('retry'),
        tap: nameOf('The element that lets the app try again.'),
        times: times(
          'How often, 3 when not given; then the run fails as `device` (`network_error`) or `app_changed`.',
        ),
        pause_ms: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 10_000,
            description:
              'Milliseconds before the first tap; they double with every further one. 0 when not given.',
          }),
        ),
        why: Why,
      },
      { ...closed, description: 'Let the app try again.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('wait'),
        tap: Type.Optional(nameOf('The element that tells the dialog to wait.')),
        most_ms: Type.Integer({
          minimum: 500,
          maximum: 60_000,
          description: 'Milliseconds in which it has to be gone.',
        }),
        times: times('How often it is put up with, 2 when not given; then `at_last` is done.'),
        at_last: Type.Enum(['restart_app', 'stop'], {
          description: 'What is done when time has not helped.',
        }),
        why: Why,
      },
      { ...closed, description: 'Only time helps.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('restart_app'),
        tap: Type.Optional(nameOf('The element that closes the dialog first.')),
        why: Why,
      },
      { ...closed, description: 'The app is started anew, and what was under way begins again.' },
    ),
    Type.Object(
      { kind: Type.Literal('account_action_needed'), why: Why },
      {
        ...closed,
        description:
          'Only a person can answer it: it is never touched, the run ends and the account waits for one.',
      },
    ),
    Type.Object(
      {
        kind: Type.Literal('stop'),
        because: Type.String({ minLength: 1, maxLength: 200, description: 'The reason, for people.' }),
        why: Why,
      },
      { ...closed, description: 'Nothing can be done about it here: the run ends as `app_changed`.' },
    ),
  ],
  {
    description: 'What is done about it, in one of seven forms. A run puts up with 60 dialogs in all.',
  },
)
export type DialogPolicy = Static<typeof DialogPolicy>

/** What can lie over a screen. */
export const DialogRule = Type.Object(
  {
    name: Type.String({
      ...Name,
      description: 'What logs, results and fixtures call it. No two dialogs have the same.',
    }),
    kind: DialogKind,
    why: Why,
    ...RECOGNITION,
    policy: DialogPolicy,
  },
  closed,
)
export type DialogRule = Static<typeof DialogRule>

/** What may be tried about a window that no rule knows. */
export const UnknownWindows = Type.Object(
  {
    press_back: Type.Boolean({
      description:
        "Whether BACK is pressed once where the window is another package's: it answers nothing there, and in the launcher or on the app's own " +
        'screens, should the window be gone by then, it does no harm that cannot be gone back from.',
    }),
    never_in: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description: 'Packages in whose windows not even that is done.',
      }),
    ),
    why: Why,
  },
  {
    ...closed,
    description:
      'What may be tried about a window that no rule knows. Without it such a window is never touched.',
  },
)
