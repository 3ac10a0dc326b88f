import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import Value from 'typebox/value'
import { ArtifactPage } from '../../src/http/artifact-schemas.ts'
import { MadeApiKey } from '../../src/http/key-schemas.ts'
import { startReceiver, type Received } from '../callbacks/receiver.ts'
import { startModelServer, status } from '../judging/support/model-server.ts'
import { runtimeSnapshot } from '../support/requests.ts'
import { type Canaries, filesBelow, hitsIn, unpacked } from './support/canaries.ts'
import { createClient } from './support/client.ts'
import { command } from './support/command.ts'
import { startFarm, type Place } from './support/farm.ts'
import { COOKING, ENQUEUE, MAINTENANCE, requestsOf } from './support/requests.ts'
import { until } from './support/until.ts'

/** What the farm itself knows: nobody is told any of it. One more is made by the farm: a named key. */
const FARMS = {
  full_key: 'canary-a01-Xk83hd72Lq',
  webhook_secret: 'whsec_Y2FuYXJ5LWEwMi1RbTkzamQ3MlBy',
  old_webhook_secret: 'canary-a03-Wn51kf83Tz',
  judge_key: 'canary-a04-Rb62mv94Hs',
  environment_password: 'canary-a05-Jc73nx05Gd',
  environment_key: 'canary-a06-Vd84pz16Ff',
  environment_address: 'canary-a07-Ue95rb27Ek',
}

/** What strangers present: it is not repeated to anybody, nor written down. */
const STRANGERS = {
  wrong_key: 'canary-b01-Tf06sc38Dj',
  basic_password: 'canary-b02-Sg17td49Ch',
  cookie: 'canary-b03-Rh28ue50Bg',
  own_header: 'canary-b04-Qj39vf61Af',
  query: 'canary-b05-Pk40wg72Ze',
  broken_body: 'canary-b06-Nl51xh83Yd',
  request_id: 'canary-b07 Mm62yj94Xc',
  callback_user: 'canary-b08-Ln73zk05Wb',
}

/** What a caller gives with his work: told in his process's record, to his receiver and to his judge, and nowhere else. */
const CALLERS = {
  callback_query: 'canary-c01-Kp84am16Va',
  callback_metadata: 'canary-c02-Jq95bn27Uz',
  requested_by_metadata: 'canary-c03-Hr06cp38Ty',
  inputs_metadata: 'canary-c04-Gs17dq49Sx',
  prompt: 'canary-c05-Ft28er50Rw',
  personality: 'canary-c06-Eu39fs61Qv',
  profile: 'canary-c07-Dv40gt72Pu',
  receivers_answer: 'canary-c08-Cw51hu83Ot',
}

const SETTINGS = {
  PHONEFARM_API_KEY: FARMS.full_key,
  PHONE_FARM_WEBHOOK_SECRET: `${FARMS.webhook_secret},${FARMS.old_webhook_secret}`,
  PHONEFARM_CALLBACK_ALLOW: '127.0.0.1',
  PHONEFARM_JUDGE_MODEL: 'test-model',
  PHONEFARM_JUDGE_KEY: FARMS.judge_key,
  // Everything that is ever logged.
  PHONEFARM_LOG_LEVEL: 'trace',
  // Adb and Appium inherit what the operator's shell has.
  MY_DB_PASSWORD: FARMS.environment_password,
  AWS_SECRET_ACCESS_KEY: FARMS.environment_key,
  DATABASE_URL: `postgres://farm:${FARMS.environment_address}@database.example/farm`,
}

const OVER_MS = 20_000

/** The caller's own work, with a secret wherever one fits. */
function secretive(url: string) {
  const requests = requestsOf(`${url}?token=${CALLERS.callback_query}`)
  const caller = {
    callback: {
      url: `${url}?token=${CALLERS.callback_query}`,
      metadata: { password: CALLERS.callback_metadata },
    },
    requested_by: { system: 'ugc-tracker', metadata: { access_token: CALLERS.requested_by_metadata } },
  }
  const prompt = {
    ...COOKING,
    task_prompt: `${COOKING.task_prompt}\nAuthorization: Bearer ${CALLERS.prompt}\n`,
  }
  return {
    warmup: {
      ...requests.fypWarmup(['account_virtual_01'], {
        videos: 2,
        fyp_judge_prompt: prompt,
        metadata: { api_key: CALLERS.inputs_metadata },
      }),
      ...caller,
    },
    /** Its first step shows the secret on the screen; its second ends the process. */
    failing: {
      ...requests.maintenance(
        'account_virtual_02',
        { bio: `api_key=${CALLERS.profile}` },
        { username: 'official' },
      ),
      ...caller,
    },
    snapshot: runtimeSnapshot({
      account_id: 'account_virtual_01',
      personality: { interests: ['meal prep'], note: `password: ${CALLERS.personality}` },
    }),
  }
}

/** What strangers send, and what they are answered. */
async function strangers(farm: Place, ownKey: string): Promise<string> {
  const right = `Bearer ${FARMS.full_key}`
  const json = { 'content-type': 'application/json', authorization: right }
  const refused = { url: `http://user:${STRANGERS.callback_user}@127.0.0.1/`, metadata: {} }
  const asked: [path: string, init: RequestInit][] = [
    ['/processes', { headers: { authorization: `Bearer ${STRANGERS.wrong_key}` } }],
    ['/processes', { headers: { authorization: `Basic ${btoa(`farm:${STRANGERS.basic_password}`)}` } }],
    ['/processes', { headers: { cookie: `session=${STRANGERS.cookie}`, 'x-api-key': STRANGERS.own_header } }],
    [`/processes?api_key=${STRANGERS.query}`, { headers: { authorization: right } }],
    [ENQUEUE, { method: 'POST', headers: json, body: `{"password":"${STRANGERS.broken_body}"` }],
    ['/processes', { headers: { authorization: right, 'x-request-id': STRANGERS.request_id } }],
    [
      ENQUEUE,
      {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ ...secretive('http://127.0.0.1/').warmup, callback: refused }),
      },
    ],
    ['/processes/none', { headers: { authorization: `Bearer ${ownKey}` } }],
  ]
  const answers: unknown[] = []
  for (const [path, init] of asked) {
    const answer = await fetch(new URL(path, farm.url()), init)
    answers.push([answer.status, [...answer.headers], await answer.text()])
  }
  return JSON.stringify(answers)
}

/** Every piece of evidence, as the API gives it. */
async function evidenceOf(farm: Place, processId: string): Promise<[string, Buffer][]> {
  const path = `/processes/${processId}/artifacts`
  const { artifacts } = await farm.client.expect(200, ArtifactPage, 'GET', `${path}?limit=200`)
  const there = artifacts.filter(({ missing }) => missing === null)
  return Promise.all(
    there.map(async ({ artifact_id, name }): Promise<[string, Buffer]> => {
      const headers = { authorization: `Bearer ${FARMS.full_key}` }
      const answer = await fetch(new URL(`${path}/${artifact_id}`, farm.url()), { headers })
      assert.equal(answer.status, 200)
      return [`artifact ${name}`, Buffer.from(await answer.arrayBuffer())]
    }),
  )
}

test('no secret of the farm, of a caller or of a stranger comes out where it does not belong', async (t) => {
  const model = await startModelServer(
    status(500, { 'x-key': FARMS.judge_key }, `Incorrect API key provided: ${FARMS.judge_key}`),
  )
  t.after(model.close)
  // The first message is not wanted any more, with a secret in the reason; what comes later is.
  const mine = await startReceiver(t, (response, index) => {
    response
      .writeHead(index === 0 ? 410 : 204)
      .end(index === 0 ? `token=${CALLERS.receivers_answer}` : undefined)
  })
  const anothers = await startReceiver(t)
  const farm = await startFarm(2, { ...SETTINGS, PHONEFARM_JUDGE_URL: model.url })
  t.after(farm.stop)
  const { client } = farm

  // given: keys made by hand, strangers at the door, work that ends well and work that fails, both with secrets in it
  const wanted = ['tracker', '--scopes', 'submit,read', '--own-only', '--json']
  const made = await command(farm, 'keys', 'create', ...wanted)
  assert.equal(made.code, 0, made.err)
  const { key, key_id } = Value.Parse(MadeApiKey, JSON.parse(made.out))
  const named: Canaries = { named_key: key, named_secret: key.split('_').slice(2).join('_') }
  const tracker = createClient(farm.url, key)
  const answers = await strangers(farm, key)
  const work = secretive(mine.url)
  assert.equal((await client.ask('POST', '/runtime-snapshots/upsert', work.snapshot)).status, 200)
  const failing = await client.submit(MAINTENANCE, work.failing)
  const warmup = await client.submit(ENQUEUE, work.warmup)
  const others = await tracker.submit(
    ENQUEUE,
    requestsOf(anothers.url).fypWarmup(['account_virtual_alt_02'], { videos: 1 }),
  )
  const ends = await Promise.all([warmup, failing, others].map((id) => client.ended(id)))
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['completed', 'failed_terminal', 'completed'],
  )
  const foreign = JSON.stringify(await tracker.ask('GET', `/processes/${warmup}`))

  // when: everything that a person can ask for is asked for
  const told = async (...args: string[]) => {
    const { code, out, err } = await command(farm, ...args)
    return { code, text: out + err }
  }
  const listed = await told('callbacks', 'list', '--status', 'all', '--json')
  const exhausted = await told('callbacks', 'list')
  const keys = await told('keys', 'list', '--json')
  const archives = await Promise.all(
    [warmup, failing].map(async (id) => {
      const archive = join(farm.env['PHONEFARM_DATA_DIR'] ?? '', '..', `${id}.tar.gz`)
      return { told: await told('process', 'bundle', id, '-o', archive), files: await unpacked(archive) }
    }),
  )
  const shown = await told('process', 'show', warmup)
  const explained = await told('process', 'explain', failing)
  const checked = await told('check')
  const backup = await told('backup')
  assert.deepEqual(
    [listed, exhausted, keys, shown, explained, checked, backup, ...archives.map((one) => one.told)].filter(
      ({ code }) => code !== 0,
    ),
    [],
  )
  const headers = { authorization: `Bearer ${FARMS.full_key}`, accept: 'application/json' }
  const page = async (url: string) => (await fetch(url, { headers })).text()

  // The messages of one process are given up, listed and sent again; a test event arrives.
  const refused = [failing, warmup].find((id) => exhausted.text.includes(id)) ?? ''
  assert.match(exhausted.text, /410/)
  const sentAgain = await told('callbacks', 'redeliver', '--process', refused)
  assert.match(sentAgain.text, /^\d+ messages? (is|are) sent again$/m)
  const arrived = (milestone: string) => mine.received.some(({ body }) => body.includes(milestone))
  await until('what is sent again', () => arrived('"completed"') && arrived('"failed_terminal"'), OVER_MS)
  const tested = await told('callbacks', 'test', anothers.url)
  assert.deepEqual([tested.code, /^delivered: answered 204/m.test(tested.text)], [0, true], tested.text)
  const revoked = await told('keys', 'revoke', key_id)
  assert.equal((await tracker.ask('GET', '/processes')).status, 401)

  // then
  const raw = (received: readonly Received[]) => JSON.stringify(received)
  const nobodys: [string, string | Buffer][] = [
    ['answers to strangers', answers],
    ["another's answer", foreign],
    ['the log', JSON.stringify(farm.daemon().log)],
    ['stderr', farm.daemon().words()],
    ['/metrics', await page(`${farm.admin()}/metrics`)],
    ['/events', await page(`${farm.url()}/events?limit=200`)],
    ["another's receiver", raw(anothers.received)],
    ['callbacks list --json', listed.text],
    ['callbacks list', exhausted.text],
    ['callbacks redeliver', sentAgain.text],
    ['callbacks test', tested.text],
    ['keys list', keys.text],
    ['keys revoke', revoked.text],
    ['process explain', explained.text],
    ['check', checked.text],
    ['backup', backup.text],
    ...(await evidenceOf(farm, warmup)),
    ...(await evidenceOf(farm, failing)),
    ...archives.flatMap(({ told: { text }, files }): [string, string | Buffer][] => [
      ['process bundle', text],
      ...Object.entries(files),
    ]),
  ]
  // A virtual phone's own memory is the phone, not the farm.
  const files = Object.entries(filesBelow(farm.env['PHONEFARM_DATA_DIR'] ?? '')).filter(
    ([name]) => !name.startsWith('virtual-phones/'),
  )
  const isDatabase = ([name]: [string, unknown]) => /\.db(-wal|-shm)?$/.test(name)
  // What belongs to a caller is his to read, and kept; the farm's own secrets and strangers' are not.
  const callers: [string, string | Buffer][] = [
    ['the openapi document', await page(`${farm.admin()}/openapi.json`)],
    ["the caller's receiver", raw(mine.received)],
    ['process show', shown.text],
    ...files.filter(isDatabase),
  ]
  nobodys.push(...files.filter((file) => !isDatabase(file)))
  assert.ok(files.filter(isDatabase).length >= 2, files.map(([name]) => name).join())
  const everything: Canaries = { ...FARMS, ...named, ...STRANGERS, ...CALLERS }
  const hits = [
    ...nobodys.flatMap(([place, content]) => hitsIn(place, content, everything)),
    ...callers.flatMap(([place, content]) => hitsIn(place, content, { ...FARMS, ...named, ...STRANGERS })),
  ]
  assert.deepEqual(hits, [])
  // The canaries were really there: who should know them does.
  const {
    prompt: _judges,
    personality: _accounts,
    profile,
    inputs_metadata: _requests,
    receivers_answer: _receivers,
    ...inRecord
  } = CALLERS
  assert.equal(hitsIn('show', shown.text, inRecord).length, Object.keys(inRecord).length)
  assert.equal(hitsIn('receiver', raw(mine.received), { ...inRecord, profile }).length, 4)
  const { receivers_answer: _never, ...kept } = CALLERS
  const database = Buffer.concat(files.filter(isDatabase).map(([, content]) => content))
  assert.equal(hitsIn('database', database, kept).length, Object.keys(kept).length)
  assert.ok(model.asked.length > 0)
})
