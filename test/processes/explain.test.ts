import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { WAITING_CODES, type WaitingCode } from '../../src/domain/explain.ts'
import { CALM, type Conditions } from '../../src/processes/explain.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { refusalOf } from '../support/refusal.ts'
import { keywordWarmupRequest, maintenanceRequest } from '../support/requests.ts'
import { account, createdId, openOffice, type Office } from '../support/store.ts'

const NOW = '2026-03-22T08:30:00.000Z'

type Codes = [code: WaitingCode, until: string | null][]

/** The reasons of the process's items. */
function codesOf({ processes }: Office, processId: string): Codes {
  return processes.explainProcess(processId).waiting.map(({ code, until }) => [code, until])
}

async function submitted(office: Office, request: object = {}): Promise<string> {
  return await createdId(office.processes.acceptCapabilityRequest({ ...keywordWarmupRequest(), ...request }))
}

async function withSettings(office: Office, settings: object): Promise<void> {
  await office.processes.putAccount('account_01', { ...account('phone_01', 'clips_user01'), settings })
}

function editStep(display_name: string): object {
  return { action: 'edit_profile', params: { display_name } }
}

interface Case {
  code: WaitingCode
  /** Brings the state about and gives the process that is asked about. */
  given: (t: TestContext) => Promise<{ office: Office; processId: string }>
  codes: Codes
  message: RegExp
}

/** An office in which the daemon has told something of itself, with a waiting process. */
function under(conditions: Partial<Conditions>): Case['given'] {
  return async (t) => {
    const office = await openOffice(t, { conditions: { ...CALM, ...conditions } })
    return { office, processId: await submitted(office) }
  }
}

/** What only the running daemon knows of a phone. */
const PHONE_OBSTACLES = [
  'phone_offline',
  'phone_unauthorized',
  'phone_connecting',
  'phone_booting',
  'phone_locked',
  'phone_too_hot',
  'phone_low_battery',
  'phone_low_storage',
  'phone_recovering',
  'phone_quarantined',
  'phone_being_checked',
  'phone_resting',
] as const

const CASES: Case[] = [
  {
    code: 'daemon_starting',
    given: under({ daemon: () => ({ state: 'starting', since: NOW }) }),
    codes: [['daemon_starting', null]],
    message: /the daemon is starting/,
  },
  {
    code: 'daemon_draining',
    given: under({ daemon: () => ({ state: 'draining', since: NOW }) }),
    codes: [['daemon_draining', null]],
    message: /the daemon is draining/,
  },
  {
    code: 'storage_full',
    given: under({ storageFullSince: () => NOW }),
    codes: [['storage_full', null]],
    message: /disk .* is full/,
  },
  {
    code: 'being_rescued',
    given: under({ beingRescued: () => ({ since: NOW, reason: 'phone vp-01 does not answer' }) }),
    codes: [['being_rescued', null]],
    message: /phone vp-01 does not answer/,
  },
  {
    code: 'host_sessions',
    given: under({ sessions: () => ({ running: 26, most: 26 }) }),
    codes: [['host_sessions', null]],
    message: /26 of 26 sessions/,
  },
  {
    code: 'about_to_start',
    given: under({}),
    codes: [['about_to_start', null]],
    message: /handed to phone phone_01/,
  },
  ...PHONE_OBSTACLES.map((code): Case => ({
    code,
    given: under({ obstacle: () => ({ code, message: `phone phone_01 says ${code}` }) }),
    codes: [[code, null]],
    message: new RegExp(`phone phone_01 says ${code}`),
  })),
  {
    code: 'account_on_hold',
    given: async (t) => {
      const office = await openOffice(t)
      await office.store.write('put_phone', (tables) =>
        tables.handOvers.open({
          hand_over_id: 'h1',
          account_id: 'account_01',
          phone_id: 'phone_01',
          process_id: null,
          queue_item_id: null,
          reason: 'Clips asks for a person',
          needed: 'sign in',
          opened_at: '2026-03-22T08:29:00.000Z',
        }),
      )
      return { office, processId: await submitted(office) }
    },
    codes: [['account_on_hold', null]],
    message: /account_01 waits for a person: sign in/,
  },
  {
    code: 'phone_paused',
    given: async (t) => {
      const office = await openOffice(t)
      await office.processes.pausePhone('phone_01')
      return { office, processId: await submitted(office) }
    },
    codes: [['phone_paused', null]],
    message: /phone phone_01 is paused/,
  },
  {
    code: 'phone_busy',
    given: async (t) => {
      const office = await openOffice(t)
      await office.processes.takePhone('phone_01', { holder: 'alice', minutes: 30 })
      return { office, processId: await submitted(office) }
    },
    codes: [['phone_busy', '2026-03-22T09:00:00.000Z']],
    message: /alice has taken it/,
  },
  {
    code: 'queue_position',
    given: async (t) => {
      const office = await openOffice(t)
      await submitted(office)
      return { office, processId: await submitted(office, { request_id: 'second' }) }
    },
    codes: [['queue_position', null]],
    message: /1 item is served before it on phone phone_01, of ugc-tracker/,
  },
  {
    code: 'quiet_hours',
    given: async (t) => {
      const office = await openOffice(t)
      await withSettings(office, { quiet_hours: [{ from: '08:00', to: '12:00' }] })
      return { office, processId: await submitted(office) }
    },
    codes: [['quiet_hours', '2026-03-22T12:00:00.000Z']],
    message: /account account_01 has its quiet hours/,
  },
  {
    code: 'daily_budget',
    given: async (t) => {
      const office = await openOffice(t)
      await withSettings(office, { daily_budget_minutes: 5 })
      await office.store.write('put_account', (tables) =>
        tables.accountUsage.add({ account_id: 'account_01', day: '2026-03-22', seconds: 300 }),
      )
      return { office, processId: await submitted(office) }
    },
    codes: [['daily_budget', '2026-03-23T00:00:00.000Z']],
    message: /account account_01 has used its minutes of the day/,
  },
  {
    code: 'clock_not_set',
    given: async (t) => {
      const office = await openOffice(t, { clock: createFakeClock('1970-01-01T00:00:30.000Z') })
      await withSettings(office, { daily_budget_minutes: 5 })
      return { office, processId: await submitted(office) }
    },
    codes: [['clock_not_set', null]],
    message: /waits for the host's clock to be set/,
  },
  {
    code: 'earlier_step',
    given: async (t) => {
      const office = await openOffice(t)
      const accepted = office.processes.acceptMaintenanceRequest(
        maintenanceRequest({ inputs: { steps: [editStep('first'), editStep('second')] } }),
      )
      return { office, processId: await createdId(accepted) }
    },
    codes: [
      ['about_to_start', null],
      ['earlier_step', null],
    ],
    message: /step 1 of this request is to be done first/,
  },
  {
    code: 'retry_pause',
    given: async (t) => {
      const office = await openOffice(t)
      const processId = await submitted(office)
      const item = await office.claim('phone_01')
      await office.end(item, {
        to: 'RETRYABLE',
        not_before: '2026-03-22T08:30:10.000Z',
        error: { message: 'phone is gone', category: 'device' },
      })
      return { office, processId }
    },
    codes: [['retry_pause', '2026-03-22T08:30:10.000Z']],
    message: /the next one may begin at 2026-03-22T08:30:10.000Z/,
  },
]

for (const { code, given, codes, message } of CASES) {
  test(`${code} is told`, async (t) => {
    const { office, processId } = await given(t)

    assert.deepEqual(codesOf(office, processId), codes)
    const reason = office.processes.explainProcess(processId).waiting.find((waiting) => waiting.code === code)
    assert.match(reason?.message ?? '', message)
  })
}

test('every code is told by one of these tests', () => {
  assert.deepEqual(CASES.map(({ code }) => code).toSorted(), Object.keys(WAITING_CODES).toSorted())
})

test('every code stands in the documentation with its meaning', () => {
  const text = readFileSync(new URL('docs/scheduling.md', import.meta.resolve('#package.json')), 'utf8')

  for (const [code, meaning] of Object.entries(WAITING_CODES))
    assert.ok(text.includes(`| \`${code}\` | ${meaning} |`), code)
})

test('of several reasons the most decisive comes first', async (t) => {
  const office = await openOffice(t, {
    conditions: { ...CALM, daemon: () => ({ state: 'draining', since: NOW }) },
  })
  await withSettings(office, { quiet_hours: [{ from: '08:00', to: '12:00' }] })
  await office.processes.pausePhone('phone_01')
  await submitted(office)
  const processId = await submitted(office, { request_id: 'second' })

  assert.deepEqual(
    codesOf(office, processId).map(([code]) => code),
    ['daemon_draining', 'quiet_hours', 'phone_paused', 'queue_position'],
  )
})

test('an item that runs does not wait', async (t) => {
  const office = await openOffice(t)
  const processId = await submitted(office)
  await office.claim('phone_01')

  assert.deepEqual(office.processes.explainProcess(processId), {
    process_id: processId,
    status: 'executing',
    waiting: [],
    failures: [],
  })
})

test('a failure is told with its attempts', async (t) => {
  const office = await openOffice(t)
  const processId = await submitted(office)
  const item = await office.claim('phone_01')
  await office.store.write('put_phone', (tables) => {
    tables.attempts.begin({ ...item, started_at: NOW })
    const error = { message: 'phone is gone', category: 'device' } as const
    tables.attempts.end({ ...item, ended_at: '2026-03-22T08:31:00.000Z', outcome: 'failed', error })
  })
  await office.end(item, { to: 'DEAD_LETTER', error: { message: 'phone is gone', category: 'device' } })

  assert.deepEqual(office.processes.explainProcess(processId).failures, [
    {
      queue_item_id: item.queue_item_id,
      message: 'phone is gone',
      category: 'device',
      evidence: {
        attempts: [
          {
            attempt: 1,
            started_at: NOW,
            ended_at: '2026-03-22T08:31:00.000Z',
            outcome: 'failed',
            error: { message: 'phone is gone', category: 'device' },
          },
        ],
        timeline: `/processes/${processId}/timeline`,
        artifacts: [],
        proposals: [],
      },
    },
  ])
})

test('an item that was cancelled before any attempt has no evidence', async (t) => {
  const office = await openOffice(t)
  const processId = await submitted(office)
  await office.processes.cancelProcess(processId, {
    reason: 'operator requested stop',
    requested_by: { system: 'ugc-tracker' },
  })

  const [failure] = office.processes.explainProcess(processId).failures
  assert.deepEqual(
    { category: failure?.category, message: failure?.message, evidence: failure?.evidence },
    { category: 'cancelled', message: 'operator requested stop', evidence: null },
  )
})

test('nobody explains an unknown process', async (t) => {
  const { processes } = await openOffice(t)

  assert.equal((await refusalOf(async () => processes.explainProcess('nobody'))).error, 'process_not_found')
})
