import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../../src/domain/clock.ts'
import { type Fleet, startFleet } from '../../../src/virtual-phone/fleet.ts'

/** Every field that some answer has. */
interface Body {
  phones: object[]
  accounts: { username: string }[]
  sessions: unknown[]
  watched: unknown[]
  edits: unknown[]
  commands: unknown[]
  faults: object[]
  online: boolean
  signed_in: string | null
  error: string
  message: string
  details: { path: string }[]
}

interface Answer {
  status: number
  headers: Headers
  body: Body
}

interface Control {
  fleet: Fleet
  get: (path: string) => Promise<Answer>
  post: (path: string, body: unknown, type?: string) => Promise<Answer>
}

async function startControl(t: TestContext): Promise<Control> {
  const fleet = await startFleet({ count: 2, adbPortBase: 0, controlPort: 0, seed: 1, clock: systemClock })
  t.after(() => fleet.stop())
  const ask = async (path: string, options: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(fleet.controlUrl + path, options)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, body: JSON.parse(isJson ? text : '{}') }
  }
  return {
    fleet,
    get: (path) => ask(path),
    post: (path, body, type = 'application/json') =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  }
}

test('all phones are listed with what they show', async (t) => {
  const { fleet, get } = await startControl(t)

  const { status, headers, body } = await get('/phones')

  assert.equal(status, 200)
  assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
  assert.deepEqual(body.phones[1], {
    serial: 'vp-02',
    adb: fleet.phones[1]?.adb,
    model: 'Virtual Phone 02',
    online: true,
    foreground: 'com.android.launcher3',
    screen: 'launcher',
    signed_in: 'clips_user02',
  })
})

test('one phone tells its accounts and its history', async (t) => {
  const { get } = await startControl(t)

  const { body } = await get('/phones/vp-01')

  assert.deepEqual(
    body.accounts.map(({ username }) => username),
    ['clips_user01', 'clips_alt01'],
  )
  const { sessions, watched, edits, commands, faults } = body
  assert.deepEqual(
    { sessions, watched, edits, commands, faults },
    { sessions: [], watched: [], edits: [], commands: [], faults: [] },
  )
})

test('a picture of the screen is a PNG', async (t) => {
  const { fleet } = await startControl(t)

  const response = await fetch(`${fleet.controlUrl}/phones/vp-01/screenshot`)

  assert.equal(response.headers.get('content-type'), 'image/png')
  assert.equal(Buffer.from(await response.arrayBuffer()).toString('latin1', 1, 4), 'PNG')
})

test('switched faults are listed, and cleared all at once', async (t) => {
  const { get, post } = await startControl(t)

  for (const fault of [{ fault: 'unauthorized' }, { fault: 'hang' }, { fault: 'slow', ms: 300 }]) {
    assert.equal((await post('/phones/vp-01/faults', fault)).status, 204)
  }
  const { body } = await get('/phones/vp-01')
  assert.deepEqual(body.faults, [{ fault: 'unauthorized' }, { fault: 'hang' }, { fault: 'slow', ms: 300 }])
  assert.equal(body.online, false)

  await post('/phones/vp-01/faults', { fault: 'unplug' })
  await post('/phones/vp-01/faults', { fault: 'clear' })

  const cleared = (await get('/phones/vp-01')).body
  assert.deepEqual(cleared.faults, [])
  assert.equal(cleared.online, true)
})

test('signing out is seen by the control API', async (t) => {
  const { get, post } = await startControl(t)

  await post('/phones/vp-01/faults', { fault: 'sign_out' })

  assert.equal((await get('/phones/vp-01')).body.signed_in, null)
})

interface Refusal {
  name: string
  ask: (control: Control) => Promise<Answer>
  status: number
  error: string
  paths?: string[]
}

const REFUSALS: Refusal[] = [
  { name: 'an unknown phone', ask: ({ get }) => get('/phones/vp-99'), status: 404, error: 'phone_not_found' },
  { name: 'an unknown route', ask: ({ get }) => get('/phone'), status: 404, error: 'route_not_found' },
  {
    name: 'a wrong method',
    ask: ({ post }) => post('/phones', {}),
    status: 405,
    error: 'method_not_allowed',
  },
  {
    name: 'an unknown fault',
    ask: ({ post }) => post('/phones/vp-01/faults', { fault: 'explode' }),
    status: 422,
    error: 'invalid_request',
    paths: ['/fault'],
  },
  {
    name: 'a missing parameter',
    ask: ({ post }) => post('/phones/vp-01/faults', { fault: 'slow' }),
    status: 422,
    error: 'invalid_request',
    paths: ['/ms'],
  },
  {
    name: 'a parameter of the wrong type',
    ask: ({ post }) => post('/phones/vp-01/faults', { fault: 'slow', ms: '300' }),
    status: 422,
    error: 'invalid_request',
    paths: ['/ms'],
  },
  {
    name: 'a parameter that the fault does not have',
    ask: ({ post }) => post('/phones/vp-01/faults', { fault: 'hang', ms: 300 }),
    status: 422,
    error: 'invalid_request',
    paths: ['/ms'],
  },
  {
    name: 'a dialog that the app does not know',
    ask: ({ post }) => post('/phones/vp-01/faults', { fault: 'dialog', kind: 'win_a_car' }),
    status: 422,
    error: 'invalid_request',
    paths: ['/kind'],
  },
  {
    name: 'broken JSON',
    ask: ({ post }) => post('/phones/vp-01/faults', '{'),
    status: 422,
    error: 'invalid_json',
  },
  {
    name: 'a body that is not JSON',
    ask: ({ post }) => post('/phones/vp-01/faults', 'fault=hang', 'text/plain'),
    status: 415,
    error: 'unsupported_media_type',
  },
]

test('refusals have the shape of the contract', async (t) => {
  const control = await startControl(t)
  for (const { name, ask, status, error, paths = [] } of REFUSALS) {
    await t.test(name, async () => {
      const answer = await ask(control)

      assert.equal(answer.status, status)
      assert.equal(answer.body.error, error)
      assert.equal(typeof answer.body.message, 'string')
      assert.deepEqual(
        answer.body.details.map(({ path }) => path),
        paths,
      )
    })
  }
})

test('the list of known faults is in the refusal of an unknown one', async (t) => {
  const { post } = await startControl(t)

  const { body } = await post('/phones/vp-01/faults', { fault: 'explode' })

  assert.match(body.message, /^unknown fault "explode": expected one of (\w+, )*hang, (\w+, )*clear$/)
})
