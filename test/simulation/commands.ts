import * as fc from 'fast-check'
import type { ErrorCategory } from '../../src/domain/errors.ts'
import type { Capability } from '../../src/domain/process.ts'
import type { Accepted } from '../../src/processes/processes.ts'
import { cancelRequest, keywordWarmupRequest, maintenanceRequest } from '../support/requests.ts'
import { reportStale } from './stale-reports.ts'
import { ACCOUNTS, PHONES, type World } from './world.ts'

/** One thing that happens to the world; printed as its name and what was drawn for it. */
export type SimulationCommand = fc.AsyncCommand<World['model'], World>

const FAILURES = [
  'device',
  'session',
  'timeout',
  'app_changed',
  'account_action_needed',
  'account_mismatch',
  'input',
  'reasoner',
  'internal',
] as const satisfies readonly ErrorCategory[]

const SYSTEMS = ['ugc-tracker', 'flood', 'console'] as const
const MINUTE_MS = 60_000

const phone = fc.constantFrom(...PHONES)
const account = fc.constantFrom(...ACCOUNTS)
const system = fc.constantFrom(...SYSTEMS)
const anIndex = fc.nat({ max: 1000 })
/** How far the event loop turns before the next thing happens: a death may fall between any two steps. */
const turns = fc.oneof(
  { weight: 3, arbitrary: fc.constant(12) },
  { weight: 2, arbitrary: fc.nat({ max: 6 }) },
)

interface Drawn {
  turns: number
}

/** @param does must not wait for what a dead daemon would never answer */
function command<T>(
  name: string,
  drawn: fc.Arbitrary<T>,
  does: (world: World, drawn: T) => void | Promise<void>,
): fc.Arbitrary<SimulationCommand> {
  return fc.tuple(drawn, turns).map(([given, turns]) => ({
    check: () => true,
    toString: () => `${name}(${JSON.stringify({ ...(given as object), turns } satisfies Drawn)})`,
    async run(_model, world) {
      await does(world, given)
      await world.turn(turns)
      world.look()
    },
  }))
}

/** What is answered to nobody: the daemon may be dead by then. */
const fate = (outcome: Promise<unknown>) => void outcome.catch(() => undefined)
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]

/** The idempotency key: process type, system and request. */
type Key = [Capability, string, string]

type Work = 'direct' | 'queue' | 'group' | 'maintenance'

function bodyOf(work: Work, request_id: string, account_id: string, given: Record<string, unknown>) {
  if (work === 'maintenance') {
    const steps = [{ display_name: 'one' }, { bio: 'two' }].map((params) => ({
      action: 'edit_profile',
      params,
    }))
    return maintenanceRequest({
      request_id,
      account_id,
      inputs: { steps },
      requested_by: given['requested_by'],
    })
  }
  const phone_id = account_id.replace('account', 'phone')
  const target = {
    direct: { routing: 'direct', account_id, phone_id },
    queue: { routing: 'queue', account_id },
    group: { routing: 'group', account_ids: ACCOUNTS },
  }[work]
  return keywordWarmupRequest({ request_id, target, ...given })
}

/** Hands in a request; what it is answered goes to the model when the daemon lives to answer. */
function submit(
  world: World,
  work: Work,
  given: { request_id: string; account_id: string; system: string; mode: string },
) {
  const { request_id, account_id, system, mode } = given
  const { processes } = world.boot
  const requested_by = { system, user: null, metadata: {} }
  const body = bodyOf(
    work,
    request_id,
    account_id,
    work === 'maintenance' ? { requested_by } : { requested_by, mode },
  )
  const accepted =
    work === 'maintenance'
      ? processes.acceptMaintenanceRequest(body)
      : processes.acceptCapabilityRequest(body)
  const process_type = work === 'maintenance' ? 'maintenance' : 'keyword_warmup'
  const key: Key = [process_type, system, request_id]
  fate(noteAnswer(world, key, accepted))
}

async function noteAnswer(
  { model, note, store }: World,
  key: Key,
  accepted: Promise<Accepted>,
): Promise<void> {
  const name = key.join('/')
  try {
    const answer = await accepted
    const process_id = answer.created ? answer.process_id : answer.process.process_id
    const items = store.read.queueItems.ofProcess(process_id).length
    note(model.answered(name, { process_id, items, isNew: answer.created }))
  } catch {
    // Refused: the disk is full. Nothing may be there for it.
    note(model.refused(name, store.read.processes.findByRequest(...key) !== undefined))
  }
}

/** Few ids, so that many requests are repeats of one that was made before, in part with another body. */
const requestId = fc.nat({ max: 30 }).map((number) => `request-${number}`)
const work = fc.constantFrom<Work>('direct', 'queue', 'group', 'maintenance')
const mode = fc.constantFrom('manual', 'unattended')

const submits = command(
  'submit',
  fc.record({ work, request_id: requestId, account_id: account, system, mode }),
  (world, { work, ...given }) => submit(world, work, given),
)

const floods = command(
  'flood',
  fc.record({ account_id: account, count: fc.integer({ min: 2, max: 8 }), from: anIndex }),
  (world, { account_id, count, from }) => {
    for (let number = from; number < from + count; number++) {
      submit(world, 'queue', { request_id: `flood-${number}`, account_id, system: 'flood', mode: 'manual' })
    }
  },
)

const repeats = command(
  'repeat',
  fc.record({
    work,
    request_id: requestId,
    account_id: account,
    system,
    times: fc.integer({ min: 2, max: 5 }),
  }),
  (world, { work, times, ...given }) => {
    for (let time = 0; time < times; time++) submit(world, work, { ...given, mode: 'manual' })
  },
)

const cancels = command(
  'cancel',
  fc.record({
    index: anIndex,
    strategy: fc.constantFrom('soft', 'hard', 'soft_then_force'),
    after: fc.nat({ max: 60 }),
  }),
  (world, { index, strategy, after }) => {
    const processId = at(world.model.processIds(), index)
    if (processId === undefined) return
    fate(
      world.boot.processes.cancelProcess(processId, cancelRequest({ strategy, force_after_seconds: after })),
    )
  },
)

const waits = command(
  'wait',
  fc.record({
    ms: fc.oneof(fc.nat({ max: 3000 }), fc.nat({ max: 40_000 }), fc.nat({ max: 40 * MINUTE_MS })),
  }),
  (world, { ms }) => world.host.advance(ms),
)

const clockJumps = command(
  'jump',
  fc.record({ ms: fc.constantFrom(-120, -10, -0.1, 0.1, 10, 60).map((minutes) => minutes * MINUTE_MS) }),
  (world, { ms }) => world.host.jumpWall(ms),
)

const crashes = command(
  'crash',
  fc.record({ again: fc.option(fc.nat({ max: 10 })) }),
  async (world, { again }) => {
    world.crash()
    if (again === null) return
    await world.turn(again)
    world.crash()
  },
)

const restarts = command('restart', fc.record({}), (world) => world.restart())

const plugs = command('plug', fc.record({ phone, plugged: fc.boolean() }), (world, { phone, plugged }) => {
  world.phones.plug(phone, plugged)
  world.boot.scheduler.wake()
})

const hangs = command('hang', fc.record({ phone, hanging: fc.boolean() }), (world, { phone, hanging }) => {
  world.phones.hang(phone, hanging)
})

const failures = command(
  'fail',
  fc.record({ phone, category: fc.constantFrom(...FAILURES) }),
  (world, given) => {
    world.phones.failNext(given.phone, given.category)
  },
)

const pauses = command('pause', fc.record({ phone, paused: fc.boolean() }), ({ boot }, { phone, paused }) => {
  fate(paused ? boot.processes.pausePhone(phone) : boot.processes.resumePhone(phone))
})

const receivers = command(
  'receiver',
  fc.record({ mood: fc.constantFrom('up', 'down', 'slow') }),
  ({ receiver }, { mood }) => receiver.setMood(mood),
)

const disks = command('disk', fc.record({ full: fc.boolean() }), (world, { full }) => world.setDiskFull(full))

const ghosts = command('ghost', fc.record({ index: anIndex }), (world, { index }) =>
  reportStale(world, index),
)

/** Every kind of thing that can happen, each about as often as its weight says. */
const WEIGHTED: readonly (readonly [number, fc.Arbitrary<SimulationCommand>])[] = [
  [8, submits],
  [1, floods],
  [1, repeats],
  [4, cancels],
  [12, waits],
  [1, clockJumps],
  [3, crashes],
  [1, restarts],
  [2, plugs],
  [2, hangs],
  [4, failures],
  [1, pauses],
  [1, receivers],
  [1, disks],
  [1, ghosts],
]

/** The commands of one life of the world. */
export const someCommands = fc.commands(
  WEIGHTED.flatMap(([weight, one]) => Array.from({ length: weight }, () => one)),
  { maxCommands: 30, size: 'max' },
)
