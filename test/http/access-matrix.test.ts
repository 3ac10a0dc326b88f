import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import { SCOPES } from '../../src/domain/caller.ts'
import { ADMIN_DOOR, routesOfDoor } from '../../src/http/doors.ts'
import type { Route } from '../../src/http/route.ts'
import { allRoutes } from '../../src/http/routes/all-routes.ts'
import { ACCESS_RULES, type AccessRule } from './support/access-rules.ts'
import { accessWorld, type AccessWorld, type Credential } from './support/access-world.ts'
import { ROUTES } from './support/every-route.ts'
import { recordedKeys, recordedProcesses } from './support/recorded-processes.ts'
import { cancel, keywordWarmup } from './support/requests.ts'
import { pictureOf, startedHttp } from './support/started-http.ts'

/** The route table itself. */
const TABLE: readonly Route[] = routesOfDoor(
  allRoutes({
    ...recordedProcesses(),
    ...recordedKeys(),
    readyz: () => ({ status: 204 }),
    screenshot: async () => pictureOf('PNG'),
    watch: () => Promise.reject(new Error('nobody watches')),
    bundle: () => {
      throw new Error('nobody bundles')
    },
  }),
  ADMIN_DOOR,
  '0.0.0-test',
)

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`

test('every route has a row that says who may ask it and whose processes it tells of', () => {
  const listed = TABLE.filter(({ unlisted }) => !unlisted)
  const told = listed.map(({ scope, about, door, ...route }) => [
    nameOf(route),
    door === undefined ? [scope, about] : [scope, about, door],
  ])

  assert.deepEqual(Object.fromEntries(told), ACCESS_RULES)
})

test('what has no row is a file of a page: open, and about nothing', () => {
  const files = TABLE.filter(({ unlisted }) => unlisted)

  for (const { method, path, scope, about, door } of files) {
    assert.deepEqual([method, scope, about, door], ['GET', null, 'nothing', undefined], path)
    assert.match(path, /^\/docs\//)
  }
})

test('a route is about one process just when its path names one', () => {
  const odd = TABLE.filter(({ path, about }) => path.includes(':process_id') !== (about === 'process'))

  assert.deepEqual(odd.map(nameOf), [])
})

test('the routes that the other tests go through are those of the table', () => {
  const listed = TABLE.filter(({ unlisted }) => !unlisted)
  const ruleOf = (method: string, path: string) => {
    const routes = listed.filter(
      (route) =>
        route.method === method && new RegExp(`^${route.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path),
    )
    // Without a parameter comes first: /phones/candidates is no phone.
    const [route] = routes.toSorted((a, b) => Number(a.path.includes(':')) - Number(b.path.includes(':')))
    return route
  }
  const gone = new Set(listed.map(nameOf))

  for (const [method, path, scope, door] of ROUTES) {
    const route = ruleOf(method, path)
    assert.ok(route, `${method} ${path}`)
    assert.deepEqual([scope, door], [route.scope, route.door], `${method} ${path}`)
    gone.delete(nameOf(route))
  }

  assert.deepEqual([...gone], [])
})

/** What became of a request, as far as these rules are concerned. */
type Outcome = 'passed' | 'unauthorized' | 'forbidden' | 'no route' | 'no process' | 'broken'

function outcomeOf({ status, text }: Pick<Answered, 'status' | 'text'>): Outcome {
  if (status >= 500) return 'broken'
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'forbidden'
  if (status === 405 || (status === 404 && text.includes('"route_not_found"'))) return 'no route'
  if (status === 404 && text.includes('"process_not_found"')) return 'no process'
  return 'passed'
}

type Door = 'public' | 'admin'
type Whose = 'own' | "another's" | 'unknown'

const UNKNOWN = '01960000-0000-7000-8000-00000000dead'

/** The rule of every cell, in the order of the checks. */
function expected(
  [scope, about, only]: AccessRule,
  { scopes, ownOnly }: Credential,
  whose: Whose,
  door: Door,
): Outcome {
  if (scope === null) return 'passed'
  if (scopes === null) return 'unauthorized'
  if (only === 'admin' && door !== 'admin') return 'no route'
  if (!scopes.includes(scope)) return 'forbidden'
  if (about === 'everyone' && ownOnly) return 'forbidden'
  if (about === 'process' && (whose === 'unknown' || (ownOnly && whose === "another's"))) return 'no process'
  return 'passed'
}

/** Bodies with which a request comes as far as looking for what its path names. */
const BODIES: Readonly<Record<string, () => object | undefined>> = {
  'POST /processes/:process_id/cancel': () => cancel(),
  'POST /processes/:process_id/deliveries/redeliver': () => undefined,
  'POST /processes/:process_id/deliveries/:delivery_id/redeliver': () => undefined,
  'POST /capability-requests/enqueue': () => keywordWarmup(),
}

interface Answered {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

interface Cell {
  rule: string
  credential: Credential
  whose: Whose
  door: Door
}

let asked = 0

async function askCell(world: AccessWorld, { rule, credential, whose, door }: Cell): Promise<Answered> {
  const [method = '', path = ''] = rule.split(' ')
  const ids: Record<string, string> = {
    process_id: { own: credential.ownProcess, "another's": world.othersProcess, unknown: UNKNOWN }[whose],
    phone_id: 'phone_01',
    account_id: 'account_01',
  }
  const target = path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'id-1')
  const wantsBody = method === 'POST' || method === 'PUT'
  const body = BODIES[rule] === undefined ? {} : BODIES[rule]()
  asked++
  const answer = await world.pools[door].request({
    method,
    path: target,
    headers: {
      accept: 'application/json',
      ...(credential.key !== null && { authorization: `Bearer ${credential.key}` }),
      ...(wantsBody && body !== undefined && { 'content-type': 'application/json' }),
      // Somewhere else each time: that a source with many wrong keys is told to wait is not what this is about.
      'x-forwarded-for': `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`,
    },
    ...(wantsBody && body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
}

const WHOSE = ['own', "another's", 'unknown'] as const

test('every route, with every kind of key, about every kind of process, at both doors', async (t) => {
  const world = await accessWorld(t)
  for (const [rule, row] of Object.entries(ACCESS_RULES)) {
    await t.test(rule, async () => {
      const told: Record<string, Outcome> = {}
      const wanted: Record<string, Outcome> = {}
      for (const door of ['public', 'admin'] as const) {
        for (const credential of world.credentials) {
          const whoses = row[1] === 'process' ? WHOSE : (['own'] as const)
          const answers = await Promise.all(
            whoses.map((whose) => askCell(world, { rule, credential, whose, door })),
          )
          for (const [index, answer] of answers.entries()) {
            const whose = whoses[index] ?? 'own'
            const cell = `${credential.name}, ${whose}, ${door} door`
            told[cell] = outcomeOf(answer)
            wanted[cell] = expected(row, credential, whose, door)
            if (credential.ownOnly) refuseSecrets(world, answer, cell)
          }
        }
      }
      assert.deepEqual(told, wanted)
    })
  }
})

/** Whoever may know of his own processes only is told of no other, wherever it could be named. */
function refuseSecrets({ secrets }: AccessWorld, { text, status }: Answered, cell: string): void {
  // A refusal names the id that its caller sent.
  if (status === 404) return
  for (const secret of secrets) assert.ok(!text.includes(secret), `${cell}: ${text}`)
}

test("the full key is told of the other's process in each place where it is kept from others", async (t) => {
  const world = await accessWorld(t)
  const places = [
    '/processes',
    '/events',
    '/capabilities',
    '/phones',
    '/phones/phone_01',
    '/accounts',
    '/accounts/account_01',
  ]

  for (const place of places) {
    const { text } = await world.ask(place)
    assert.ok(
      world.secrets.some((secret) => text.includes(secret)),
      place,
    )
  }
})

test("another's process is refused word for word as one that never was, whatever is asked of it", async (t) => {
  const world = await accessWorld(t)
  const own = world.credentials.filter(({ ownOnly }) => ownOnly)

  for (const [rule, [scope, about]] of Object.entries(ACCESS_RULES)) {
    if (about !== 'process') continue
    const credential = own.find(({ scopes }) => scope !== null && scopes?.includes(scope))
    assert.ok(credential, rule)
    const anothers = await askCell(world, { rule, credential, whose: "another's", door: 'public' })
    const unknown = await askCell(world, { rule, credential, whose: 'unknown', door: 'public' })
    assert.equal(anothers.status, 404)
    assert.equal(anothers.text.replaceAll(world.othersProcess, UNKNOWN), unknown.text, rule)
    assert.deepEqual(headersOf(anothers), headersOf(unknown), rule)
  }
})

test('HEAD asks for nothing that GET may not', async (t) => {
  const world = await accessWorld(t)
  const reader = world.credentials.find(({ name }) => name === 'own-read')

  const told = await world.ask(`/processes/${world.othersProcess}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${reader?.key}` },
  })

  assert.equal(told.status, 404)
})

/** Without what differs between any two answers. */
function headersOf({ headers }: Answered): [string, unknown][] {
  const changing = ['date', 'x-request-id', 'ratelimit', 'content-length']
  return Object.entries(headers).filter(([name]) => !changing.includes(name))
}

test('a scope that the operator has closed is not there at the public door, whatever the key', async (t) => {
  const open = ['submit', 'read'] as const
  const { ask } = await startedHttp(t, { ...recordedProcesses(), doors: { publicScopes: open } })
  const closed = SCOPES.filter((scope) => !open.some((other) => other === scope))

  for (const [method, path, scope, door] of ROUTES) {
    if (scope === null || door === 'admin') continue
    const told = await ask(path, { method, ...(method !== 'GET' && method !== 'DELETE' && { body: {} }) })
    assert.equal(outcomeOf(told) === 'no route', closed.includes(scope), `${method} ${path}: ${told.text}`)
  }
})
