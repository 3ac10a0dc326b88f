import type { ProfileField, ProfileFields } from '../../../src/domain/app-driver.ts'
import type { FeedItem } from '../../../src/domain/judge.ts'
import type { AutoClock } from './auto-clock.ts'
import { NO_FAULTS, type MiniDialog, type MiniFaults } from './mini-faults.ts'
import { HEIGHT, PACKAGE, WIDTH, type Piece } from './mini-tree.ts'

type Editor = `edit_${ProfileField}`
export type MiniScreen =
  | 'feed'
  | 'search'
  | 'results'
  | 'player'
  | 'profile'
  | 'edit_profile'
  | 'switcher'
  | Editor

export interface MiniOptions {
  feed?: readonly FeedItem[]
  results?: Readonly<Record<string, readonly FeedItem[]>>
  accounts?: readonly ProfileFields[]
  taken?: readonly string[]
  /** Length of every video. */
  videoMs?: number
}

/** Everything of the scripted app that tests look at or turn. */
export interface MiniApp {
  faults: MiniFaults
  screen: MiniScreen
  dialog: MiniDialog | null
  keyboard: boolean
  readonly accounts: ProfileFields[]
  signedIn: number
  readonly searches: string[]
  /** Videos that were in front, in order. */
  readonly shown: string[]
  start: () => void
  root: () => Piece
  swipe: (up: boolean) => void
  back: () => void
  enter: () => void
  submit: () => void
  /** A key of the keyboard, at the end of the field. */
  type: (key: string) => void
}

const DEFAULT_ACCOUNTS: readonly ProfileFields[] = [{ display_name: 'Vera', username: 'vera', bio: '' }]

/** A small short-video app in memory, drawn anew from its state for each reading. */
export function createMiniApp(clock: AutoClock, options: MiniOptions = {}): MiniApp {
  const { feed = [], results = {}, taken = [], videoMs = 10_000 } = options
  const accounts = (options.accounts ?? DEFAULT_ACCOUNTS).map((account) => ({ ...account }))
  let startedMs = 0
  let query = ''
  let playing: readonly FeedItem[] = feed
  let position = 0
  let shownAtMs = 0
  let draft = ''
  let typedAtMs = Number.NEGATIVE_INFINITY
  let refusal = ''
  let asksToDiscard = false

  const app: MiniApp = {
    faults: { ...NO_FAULTS },
    screen: 'feed',
    dialog: null,
    keyboard: false,
    accounts,
    signedIn: 0,
    searches: [],
    shown: [],
    start,
    root,
    swipe,
    back,
    submit: submitSearch,
    enter: () => {
      if (!app.faults.deafEnter) submitSearch()
    },
    type: (key) => {
      if (app.keyboard) setDraft(draft + key)
    },
  }

  const bodies: Record<Exclude<MiniScreen, Editor>, () => Piece[]> = {
    feed: () => [
      page(),
      button('open_search', 0, 'Search', () => open('search')),
      button('tab_profile', 1900, 'Me', () => open('profile')),
    ],
    player: () => [page(), button('player_back', 0, 'Back', leave)],
    search: () => [field('query', 'Search'), button('go', 300, 'Go', submitSearch)],
    results: resultRows,
    profile: () => [
      text('handle', 200, `@${account().username}`),
      button('edit', 400, 'Edit', () => open('edit_profile')),
      button('switch', 500, 'Switch', () => open('switcher')),
    ],
    edit_profile: () =>
      (['display_name', 'username', 'bio'] as const).map((name, index) =>
        button(`row_${name}`, 400 + index * 100, account()[name], () => open(`edit_${name}`)),
      ),
    switcher: () =>
      accounts.map(({ username }, index) =>
        button('switch_row', 1200 + index * 100, username, () => {
          app.signedIn = index
          open('profile')
        }),
      ),
  }

  function start(): void {
    startedMs = clock.monotonicMs()
    app.faults.foreign = false
    app.keyboard = false
    asksToDiscard = false
    app.screen = 'feed'
    play(feed, 0)
  }

  function play(videos: readonly FeedItem[], at: number): void {
    playing = videos
    position = at
    shownAtMs = clock.monotonicMs()
    app.shown.push(videos[at]?.author ?? 'nothing')
  }

  function open(screen: MiniScreen): void {
    app.screen = screen
    app.keyboard = false
    refusal = ''
    typedAtMs = Number.NEGATIVE_INFINITY
    draft = isEditor(screen) ? account()[fieldOf(screen)] : ''
  }

  function account(): ProfileFields {
    const found = accounts[app.signedIn]
    if (!found) throw new Error('no such account')
    return found
  }

  function swipe(up: boolean): void {
    if (app.faults.deafSwipes-- > 0) return
    const next = position + (up ? 1 : -1)
    if ((app.screen === 'feed' || app.screen === 'player') && next >= 0 && next < playing.length)
      play(playing, next)
  }

  function back(): void {
    if (app.dialog) app.dialog = app.dialog.staysOnBack ? app.dialog : null
    else if (app.keyboard) app.keyboard = false
    else if (asksToDiscard) asksToDiscard = false
    else if (isEditor(app.screen) && draft !== account()[fieldOf(app.screen)]) asksToDiscard = true
    else if (app.screen === 'feed') app.faults.foreign = true
    else leave()
  }

  function leave(): void {
    asksToDiscard = false
    if (isEditor(app.screen)) open('edit_profile')
    else if (app.screen === 'edit_profile' || app.screen === 'switcher') open('profile')
    else if (app.screen === 'player') open('results')
    else if (app.screen === 'results') open('search')
    else open('feed')
    if (app.screen === 'feed') play(feed, 0)
  }

  function setDraft(text: string): void {
    if (app.faults.lostTexts-- > 0) return
    draft = (app.faults.normalizes ? text.normalize('NFC') : text).slice(0, app.faults.fieldLimit)
    typedAtMs = clock.monotonicMs()
    refusal = ''
  }

  function isChecking(): boolean {
    return app.screen === 'edit_username' && clock.monotonicMs() - typedAtMs < app.faults.checkMs
  }

  function refusalNow(): string {
    if (app.screen === 'edit_username' && taken.includes(draft) && !isChecking()) return `@${draft} is taken`
    return refusal
  }

  function save(): void {
    if (!isEditor(app.screen)) return
    const field = fieldOf(app.screen)
    if (draft === 'forbidden') refusal = 'Choose other words'
    else {
      if (app.faults.lostSaves-- <= 0) account()[field] = app.faults.mangle(draft)
      leave()
    }
  }

  function submitSearch(): void {
    if (app.screen !== 'search') return
    query = draft
    app.searches.push(query)
    open('results')
  }

  function root(): Piece {
    return { box: [0, 0, WIDTH, HEIGHT], children: [...layers()] }
  }

  function layers(): Piece[] {
    const nowMs = clock.monotonicMs()
    if (app.faults.foreign) return [{ box: [0, 0, 200, 200], package_name: 'org.example.home', text: 'Mini' }]
    if (nowMs - startedMs < 1500) return [{ id: 'logo', box: [400, 800, 600, 1000] }]
    if (nowMs < app.faults.spinnerUntilMs) return [{ id: 'spinner', box: [400, 800, 600, 1000] }]
    const over = dialogPieces().map((piece) => ({ ...piece, package_name: packageInFront(app) }))
    return over.length > 0 ? over : body()
  }

  function dialogPieces(): Piece[] {
    if (asksToDiscard) {
      return [
        text('dialog_title', 600, 'Discard changes?'),
        button('discard', 800, 'Discard', leave),
        button('keep', 900, 'Keep editing', () => void (asksToDiscard = false)),
      ]
    }
    const { dialog } = app
    if (!dialog) return []
    if (dialog.untilMs !== undefined && clock.monotonicMs() >= dialog.untilMs) {
      app.dialog = null
      return []
    }
    const dismiss = () => {
      const again = dialog.again ?? 0
      app.dialog = again > 0 ? { ...dialog, again: again - 1 } : null
      // The app has died behind it: what is in front then is the launcher.
      if (dialog.kind === 'crash') app.faults.foreign = true
    }
    return [text('dialog_title', 600, dialog.kind), button(`dialog_${dialog.kind}`, 800, 'OK', dismiss)]
  }

  function body(): Piece[] {
    const { screen } = app
    return isEditor(screen) ? editor() : bodies[screen]()
  }

  function page(): Piece {
    const video = playing[position]
    const ageMs = clock.monotonicMs() - shownAtMs
    const children: Piece[] = []
    if (video && ageMs >= app.faults.loadMs) {
      children.push(text('author', 1500, `@${video.author}`), text('position', 1800, secondsIn(ageMs)))
      if (ageMs >= app.faults.loadMs + app.faults.lateMs) {
        children.push(text('caption', 1600, video.caption), text('sound', 1700, video.sound))
      }
    }
    return { id: 'page', box: [0, 100, WIDTH, 1880], children }
  }

  function secondsIn(ageMs: number): string {
    return app.faults.stalled ? '0.4' : ((ageMs % videoMs) / 1000).toFixed(1)
  }

  function resultRows(): Piece[] {
    const found = results[query] ?? []
    if (found.length === 0) return [text('results_title', 0, query), text('nothing', 300, 'Nothing found')]
    const rows = found.slice(0, 4).map((video, index) =>
      button('result', 300 + index * 300, video.caption, () => {
        open('player')
        play(found, index)
      }),
    )
    return [text('results_title', 0, query), ...rows]
  }

  function editor(): Piece[] {
    const words = isChecking() ? 'Checking' : refusalNow()
    return [
      text(app.screen, 0, app.screen),
      field('input', 'Type here'),
      ...(words === '' ? [] : [text(isChecking() ? 'checking' : 'refusal', 400, words)]),
      { ...button('save', 1700, 'Save', save), enabled: !isChecking() && refusalNow() === '' },
    ]
  }

  function field(id: string, hint: string): Piece {
    return {
      id,
      box: [0, 150, WIDTH, 250],
      text: draft === '' ? hint : draft,
      hint,
      showing_hint: draft === '',
      focused: app.keyboard,
      onTap: () => void (app.keyboard = true),
      onSetText: setDraft,
    }
  }

  return app
}

/** Package of the window in front. */
export function packageInFront({ faults, dialog }: MiniApp): string {
  if (faults.foreign) return 'org.example.home'
  if (dialog?.kind === 'stranger') return 'org.example.stranger'
  return dialog?.kind === 'battery' ? 'com.android.systemui' : PACKAGE
}

function text(id: string, top: number, words: string): Piece {
  return { id, box: [0, top, WIDTH, top + 80], text: words }
}

function button(id: string, top: number, words: string, onTap: () => void): Piece {
  return { id, box: [0, top, WIDTH, top + 80], text: words, onTap }
}

function isEditor(screen: MiniScreen): screen is Editor {
  return screen in FIELD_OF
}

function fieldOf(screen: Editor): ProfileField {
  return FIELD_OF[screen]
}

const FIELD_OF = {
  edit_display_name: 'display_name',
  edit_username: 'username',
  edit_bio: 'bio',
} as const satisfies Record<Editor, ProfileField>
