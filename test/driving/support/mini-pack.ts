import { readPack } from '../../../src/driving/load-packs.ts'
import type { Pack } from '../../../src/driving/pack.ts'
import { PACKAGE } from './mini-tree.ts'

const id = (name: string) => ({ find: { id: `${PACKAGE}:id/${name}` } })
const element = (...names: string[]) => ({ candidates: names.map(id) })
const screen = (name: string, mark: string) => ({ name, all: [id(mark)] })
const dialog = (name: string, kind: string, policy: object) => ({
  name,
  kind,
  all: [{ find: { text: name } }],
  policy,
})
const field = (name: string, limit: number) => ({
  screen: `edit_${name}`,
  input: 'input',
  save: 'save',
  errors: ['refusal'],
  pending: ['checking'],
  max_code_points: limit,
})

/** The pack of the scripted app, as a document that tests may bend. */
export const MINI_DOCUMENT = {
  app: 'mini',
  name: 'Mini',
  package: PACKAGE,
  activity: '.Main',
  versions: { from: '1.0', below: '2.0' },
  texts: { nothing: { en: 'Nothing found', es: 'Nada' } },
  waiting: [screen('splash', 'logo'), screen('spinner', 'spinner')],
  dialogs: [
    dialog('rate_us', 'rating', { kind: 'dismiss', tap: 'dialog_rate_us' }),
    dialog('network_error', 'network_error', { kind: 'retry', tap: 'dialog_network_error' }),
    dialog('crash', 'crash', { kind: 'restart_app', tap: 'dialog_crash' }),
    dialog('anr', 'anr', {
      kind: 'wait',
      tap: 'dialog_anr',
      most_ms: 5_000,
      times: 2,
      at_last: 'restart_app',
    }),
    dialog('outdated', 'update', { kind: 'stop', because: 'it wants to be updated' }),
    dialog('passing', 'promotion', { kind: 'wait', most_ms: 5_000, at_last: 'stop' }),
    {
      name: 'battery',
      kind: 'system',
      all: [{ find: { package: 'com.android.systemui' } }],
      policy: { kind: 'dismiss', press: 'back' },
    },
    dialog('login_required', 'login_expired', { kind: 'account_action_needed' }),
    {
      name: 'discard',
      kind: 'unsaved',
      all: [{ find: { text: 'Discard changes?' } }],
      policy: { kind: 'dismiss', tap: 'discard', tap_while_editing: 'keep' },
    },
  ],
  screens: [
    screen('edit_display_name', 'edit_display_name'),
    screen('edit_username', 'edit_username'),
    screen('edit_bio', 'edit_bio'),
    screen('edit_profile', 'row_bio'),
    screen('switcher', 'switch_row'),
    screen('profile', 'handle'),
    screen('results', 'results_title'),
    screen('search', 'query'),
    { name: 'player', all: [id('page'), id('player_back')] },
    { name: 'feed', all: [id('page')], none: [id('player_back')] },
  ],
  elements: {
    page: element('page'),
    author: element('author'),
    caption: element('old_caption', 'caption'),
    sound: element('sound'),
    position: element('position'),
    open_search: element('open_search'),
    tab_profile: element('tab_profile'),
    handle: element('handle'),
    edit: element('edit'),
    switch: element('switch'),
    switch_row: element('switch_row'),
    row_display_name: element('row_display_name'),
    row_username: element('row_username'),
    row_bio: element('row_bio'),
    input: element('input'),
    save: { ...element('save'), keyboard_may_cover: true },
    refusal: element('refusal'),
    checking: element('checking'),
    query: element('query'),
    go: element('go'),
    result: element('result'),
    nothing: { candidates: [{ find: { package: PACKAGE, text_of: 'nothing' } }] },
    discard: element('discard'),
    keep: element('keep'),
    dialog_rate_us: element('dialog_rate_us'),
    dialog_network_error: element('dialog_network_error'),
    dialog_crash: element('dialog_crash'),
    dialog_anr: element('dialog_anr'),
  },
  routes: [
    { from: ['feed'], to: 'search', tap: 'open_search' },
    { from: ['feed'], to: 'profile', tap: 'tab_profile' },
    { from: ['profile'], to: 'edit_profile', tap: 'edit' },
    { from: ['profile'], to: 'switcher', tap: 'switch' },
    { from: ['edit_profile'], to: 'edit_display_name', tap: 'row_display_name' },
    { from: ['edit_profile'], to: 'edit_username', tap: 'row_username' },
    { from: ['edit_profile'], to: 'edit_bio', tap: 'row_bio' },
    { from: ['edit_display_name', 'edit_username', 'edit_bio'], to: 'edit_profile', press: 'back' },
    { from: ['edit_profile', 'switcher'], to: 'profile', press: 'back' },
    { from: ['player'], to: 'results', press: 'back' },
    { from: ['results'], to: 'search', press: 'back' },
    { from: ['profile', 'search'], to: 'feed', press: 'back' },
  ],
  gestures: { next_video: { insets: { left: 0.3, top: 0.3, right: 0.3, bottom: 0.3 }, duration_ms: 250 } },
  account: {
    screen: 'profile',
    username: { element: 'handle', pattern: '@(.+)' },
    switcher: { screen: 'switcher', usernames: { element: 'switch_row' } },
  },
  feed: { screen: 'feed' },
  search: {
    screen: 'search',
    input: 'query',
    submit: [{ tap: 'go' }, { press: 'enter' }, { editor_action: 'search' }],
    results_screen: 'results',
    no_results: 'nothing',
    results: 'result',
    player_screen: 'player',
  },
  video: {
    page: 'page',
    author: { element: 'author', pattern: '@(.+)' },
    caption: { element: 'caption' },
    sound: { element: 'sound' },
    position: { element: 'position' },
  },
  profile: {
    display_name: field('display_name', 30),
    username: field('username', 24),
    bio: field('bio', 80),
  },
}

/** Any document as a pack. @throws InvalidPack */
export function packOf(document: unknown): Pack {
  return readPack(Buffer.from(JSON.stringify(document)), 'mini/driver.json')
}
