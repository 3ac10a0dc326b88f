import type { ProfileFields } from '../../src/domain/app-driver.ts'
import { FarmError } from '../../src/domain/errors.ts'
import type { ProcessView } from '../../src/domain/process-view.ts'
import type { Processes } from '../../src/processes/processes.ts'
import {
  cancelRequest,
  judgePrompt,
  keywordWarmupRequest,
  maintenanceRequest,
  runtimeSnapshot,
} from '../support/requests.ts'
import { USUAL_CLOSE_MS, type PlayedPhone, type PlayedPhones } from './failpoint-phones.ts'

/** What a caller of a life has been told and has to give. */
export interface Caller {
  /** Of the daemon that lives now. */
  processes: () => Processes
  phones: PlayedPhones
  /** Process ids by the name of their request; what is in here was acknowledged. */
  acknowledged: ReadonlyMap<string, string>
  acknowledge: (request: string, processId: string) => void
  /** Waits in the clock's time until it is so. */
  until: (what: string, isSo: () => boolean) => Promise<void>
  /** Kills the daemon. */
  kill: () => void
}

/** One thing that the caller does; done again, the same way, when the daemon died before it answered. */
export interface Step {
  name: string
  act: (caller: Caller) => Promise<unknown>
}

/** What one caller does in a day, and what must have come of it. */
export interface Day {
  /** Serials with the accounts of their app, the signed-in one first. */
  phones: Readonly<Record<string, readonly ProfileFields[]>>
  steps: readonly Step[]
  /** How each request must end. */
  endings: Readonly<Record<string, ProcessView['status']>>
  /** What the phones' apps must have stored in the end. */
  profiles: Readonly<Record<string, readonly ProfileFields[]>>
  /** Videos that the items of a warmup must have seen in the end. */
  videosSeen: Readonly<Record<string, readonly number[]>>
}

const WATCH = { watch_seconds: { min: 1, max: 2 } }
const CALLBACK = { callback: { url: 'https://caller.example/updates', metadata: {} } }

const NORA: ProfileFields = { display_name: 'Nora', username: 'nora', bio: '' }
const VERA: ProfileFields = { display_name: 'Vera', username: 'vera', bio: 'old words' }
const INES: ProfileFields = { display_name: 'Ines', username: 'ines', bio: '' }

/** A whole working day of one caller: everything that the store knows to change is changed, everything a phone can do is done. */
const WORKING_STEPS: readonly Step[] = [
  putPhone('phone_01', 'played-01'),
  putPhone('phone_02', 'played-02'),
  putPhone('phone_03', 'played-03'),
  putAccount('account_01', 'phone_01', 'vera'),
  putAccount('account_02', 'phone_02', 'ines'),
  putAccount('account_03', 'phone_02', 'gone'),
  { name: 'remove an account', act: ({ processes }) => gone(processes().deleteAccount('account_03')) },
  { name: 'remove a phone', act: ({ processes }) => gone(processes().deletePhone('phone_03')) },
  {
    name: 'see a phone',
    act: ({ processes }) =>
      processes().recordPhoneState('phone_01', { state: 'ready', reason: null, next: null }),
  },
  { name: 'sync a strategy', act: ({ processes }) => processes().upsertRuntimeSnapshot(runtimeSnapshot()) },
  take('phone_01', {}),
  {
    name: 'release phone_01',
    act: ({ processes }) => free(processes().releasePhone('phone_01', { holder: 'Ana' })),
  },
  // Its work has to wait until the minute is over.
  take('phone_02', { minutes: 1 }),
  turn('spoil the first probe', 'played-02', (phone) => (phone.failsProbes = 1)),
  turn('let three rungs not help', 'played-02', (phone) => (phone.failsRungs = 3)),
  turn('let the app go away once', 'played-02', (phone) => (phone.losesApp = 1)),
  turn('let a rescue find its phone away', 'played-01', (phone) => (phone.failsOrphans = 1)),
  submit('edit', (processes) =>
    processes.acceptMaintenanceRequest(
      maintenanceRequest({
        ...CALLBACK,
        request_id: 'edit',
        inputs: { steps: [editStep({ username: 'vera.new' }), editStep({ bio: 'quick dinners' })] },
      }),
    ),
  ),
  submit('search', (processes) =>
    processes.acceptCapabilityRequest(
      warmup('search', 'account_02', { keywords: ['meal prep'], videos_per_keyword: 3 }),
    ),
  ),
  submit('feed', (processes) =>
    processes.acceptCapabilityRequest(
      keywordWarmupRequest({
        ...CALLBACK,
        request_id: 'feed',
        capability: 'fyp_warmup',
        target: { routing: 'group', account_ids: ['account_01', 'account_02'] },
        inputs: { videos: 2, fyp_judge_prompt: judgePrompt({ task_prompt: 'Watch everything.' }), ...WATCH },
      }),
    ),
  ),
  whenUnderWay('edit', 'kill the daemon in the middle', (caller) => caller.kill()),
  { name: 'pause a phone', act: ({ processes }) => processes().pausePhone('phone_02') },
  { name: 'resume a phone', act: ({ processes }) => processes().resumePhone('phone_02') },
  whenOver('search'),
  {
    name: 'ask for a message anew',
    async act({ processes, acknowledged }) {
      const processId = acknowledged.get('search') ?? ''
      const { deliveries } = processes().listDeliveries(processId, {})
      await processes().redeliver(processId, deliveries.at(-1)?.delivery_id ?? '')
    },
  },
  whenOver('feed'),
  whenOver('edit'),
  turn('let the app ask for a person', 'played-01', (phone) => (phone.asksForPerson = true)),
  submit('sign in', (processes) =>
    processes.acceptCapabilityRequest(
      warmup('sign in', 'account_01', { keywords: ['travel'], videos_per_keyword: 1 }),
    ),
  ),
  whenOver('sign in'),
  turn('sign in by hand', 'played-01', (phone) => (phone.asksForPerson = false)),
  {
    name: 'resume an account',
    act: ({ processes }) => free(processes().resumeAccount('account_01', { note: 'signed in' })),
  },
  ...cancelStory('stop by patience', { strategy: 'soft_then_force', force_after_seconds: 1 }, 30_000),
  ...cancelStory('stop at once', { strategy: 'hard' }, USUAL_CLOSE_MS),
]

export const WORKING_DAY: Day = {
  phones: { 'played-01': [NORA, VERA], 'played-02': [INES] },
  steps: WORKING_STEPS,
  endings: {
    edit: 'completed',
    search: 'completed',
    feed: 'completed',
    'sign in': 'failed_terminal',
    'stop by patience': 'cancelled',
    'stop at once': 'cancelled',
  },
  profiles: {
    'played-01': [NORA, { ...VERA, username: 'vera.new', bio: 'quick dinners' }],
    'played-02': [INES],
  },
  videosSeen: { search: [3], feed: [2, 2] },
}

/** One request from its acceptance to its last callback, on a new database. */
export const SHORT_DAY: Day = {
  phones: { 'played-01': [VERA] },
  steps: [
    putPhone('phone_01', 'played-01'),
    putAccount('account_01', 'phone_01', 'vera'),
    submit('edit', (processes) =>
      processes.acceptMaintenanceRequest(
        maintenanceRequest({
          ...CALLBACK,
          request_id: 'edit',
          inputs: { steps: [editStep({ bio: 'quick dinners' })] },
        }),
      ),
    ),
    whenOver('edit'),
  ],
  endings: { edit: 'completed' },
  profiles: { 'played-01': [{ ...VERA, bio: 'quick dinners' }] },
  videosSeen: {},
}

/** A long warmup that is cancelled while it runs, on a phone whose sessions take so long to end. */
function cancelStory(name: string, strategy: Record<string, unknown>, closeMs: number): Step[] {
  return [
    turn(`sessions end after ${closeMs} ms`, 'played-02', (phone) => (phone.closeMs = closeMs)),
    submit(name, (processes) =>
      processes.acceptCapabilityRequest(
        warmup(name, 'account_02', {
          keywords: ['travel'],
          videos_per_keyword: 6,
          watch_seconds: { min: 500, max: 500 },
        }),
      ),
    ),
    whenInSession(name, 'played-02'),
    whenUnderWay(name, `cancel ${name}`, ({ processes, acknowledged }) =>
      processes().cancelProcess(acknowledged.get(name) ?? '', cancelRequest(strategy)),
    ),
    whenOver(name),
  ]
}

function putPhone(phoneId: string, serial: string): Step {
  return { name: `put ${phoneId}`, act: ({ processes }) => processes().putPhone(phoneId, { serial }) }
}

function putAccount(accountId: string, phone_id: string, username: string): Step {
  const body = { phone_id, app: 'mini', username, status: 'active' }
  return { name: `put ${accountId}`, act: ({ processes }) => processes().putAccount(accountId, body) }
}

function take(phoneId: string, more: Record<string, unknown>): Step {
  const body = { holder: 'Ana', ...more }
  return { name: `take ${phoneId}`, act: ({ processes }) => processes().takePhone(phoneId, body) }
}

/** Changes how a phone behaves. */
function turn(name: string, serial: string, change: (phone: PlayedPhone) => void): Step {
  return {
    name,
    async act({ phones }) {
      change(phoneOf(phones, serial))
      await Promise.resolve()
    },
  }
}

function submit(
  name: string,
  accept: (processes: Processes) => ReturnType<Processes['acceptMaintenanceRequest']>,
): Step {
  return {
    name: `submit ${name}`,
    async act({ processes, acknowledge }) {
      const accepted = await accept(processes())
      acknowledge(name, accepted.created ? accepted.process_id : accepted.process.process_id)
    },
  }
}

/** Waits until the request's first item holds its phone and has shown what it does; then acts, unless it is over already. */
function whenUnderWay(request: string, name: string, act: (caller: Caller) => unknown): Step {
  return {
    name,
    async act(caller) {
      await caller.until(`${request} to be executing`, () => viewOf(caller, request).status !== 'queued')
      await act(caller)
    },
  }
}

/** Waits until there is a session to end: a cancel that comes before it has little to do. */
function whenInSession(request: string, serial: string): Step {
  return {
    name: `wait for the session of ${request}`,
    act: (caller) =>
      caller.until(
        `the session of ${request}`,
        () => isOver(caller, request) || phoneOf(caller.phones, serial).session !== null,
      ),
  }
}

function whenOver(request: string): Step {
  return {
    name: `wait for ${request}`,
    act: (caller) => caller.until(`${request} to be over`, () => isOver(caller, request)),
  }
}

function isOver(caller: Caller, request: string): boolean {
  return viewOf(caller, request).timestamps.finished_at !== null
}

export function viewOf({ processes, acknowledged }: Caller, request: string): ProcessView {
  return processes().readProcess(acknowledged.get(request) ?? '')
}

function warmup(
  request_id: string,
  account_id: string,
  inputs: Record<string, unknown>,
): Record<string, unknown> {
  return keywordWarmupRequest({
    ...CALLBACK,
    request_id,
    target: { routing: 'queue', account_id },
    inputs: { ...WATCH, ...inputs },
  })
}

function editStep(params: Partial<ProfileFields>) {
  return { action: 'edit_profile', params }
}

/** The second time there is nothing left to remove, which is what was wanted. */
async function gone(removed: Promise<void>): Promise<void> {
  try {
    await removed
  } catch (error) {
    if (!(error instanceof FarmError && error.code.endsWith('_not_found'))) throw error
  }
}

/** The second time nobody holds it, which is what was wanted. */
async function free(released: Promise<unknown>): Promise<void> {
  try {
    await released
  } catch (error) {
    if (!(error instanceof FarmError && error.code === 'conflict')) throw error
  }
}

function phoneOf({ all }: PlayedPhones, serial: string) {
  const phone = all.get(serial)
  if (!phone) throw new Error(`no phone ${serial}`)
  return phone
}
