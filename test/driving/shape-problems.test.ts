import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shapeProblems } from '../../src/driving/shape-problems.ts'
import { MINI_DOCUMENT } from './support/mini-pack.ts'

const dialog = (policy: object) => ({
  ...MINI_DOCUMENT,
  dialogs: [{ name: 'rate_us', kind: 'rating', all: [{ find: { id: 'x' } }], policy }],
})

const CASES: readonly { what: string; document: unknown; problems: readonly string[] }[] = [
  { what: 'a pack', document: MINI_DOCUMENT, problems: [] },
  {
    what: 'a policy of no known kind',
    document: dialog({ kind: 'dismis', tap: 'close' }),
    problems: [
      '/dialogs/0/policy/kind must be one of dismiss, retry, wait, restart_app, account_action_needed, stop',
    ],
  },
  {
    what: 'a policy with a field that its kind does not have',
    document: dialog({ kind: 'retry', tap: 'again', tims: 3 }),
    problems: ['/dialogs/0/policy/tims is not a field of driver packs'],
  },
  {
    what: 'a policy without what its kind needs',
    document: dialog({ kind: 'wait', tap: 'wait' }),
    problems: ['/dialogs/0/policy/most_ms is missing', '/dialogs/0/policy/at_last is missing'],
  },
  {
    what: 'a submit by an unknown key',
    document: { ...MINI_DOCUMENT, search: { ...MINI_DOCUMENT.search, submit: [{ press: 'return' }] } },
    problems: ['/search/submit/0/press must be enter'],
  },
  {
    what: 'a route whose way is misspelled',
    document: { ...MINI_DOCUMENT, routes: [{ from: ['feed'], to: 'search', tapp: 'open_search' }] },
    problems: ['/routes/0/tapp is not a field of driver packs', '/routes/0/tap is missing'],
  },
  {
    what: 'more than eight faults',
    document: Object.fromEntries(Object.entries(MINI_DOCUMENT).filter(([key]) => key.startsWith('a'))),
    problems: [
      '/name is missing',
      '/package is missing',
      '/versions is missing',
      '/texts is missing',
      '/dialogs is missing',
      '/waiting is missing',
      '/screens is missing',
      '/elements is missing',
      '/routes is missing',
      '/gestures is missing',
      '/feed is missing',
      '/search is missing',
      '/video is missing',
      '/profile is missing',
    ],
  },
  { what: 'a list', document: [], problems: ['/ must be object'] },
]

for (const { what, document, problems } of CASES) {
  test(`of ${what} is told what a person can mend`, () => {
    assert.deepEqual(
      shapeProblems(document).map(({ path, message }) => `${path || '/'} ${message}`),
      problems,
    )
  })
}
