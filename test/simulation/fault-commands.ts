import * as fc from 'fast-check'
import type { ErrorCategory } from '../../src/domain/errors.ts'
import { command, phone } from './command.ts'

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

const MINUTE_MS = 60_000

export const waits = command(
  'wait',
  fc.record({
    ms: fc.oneof(fc.nat({ max: 3000 }), fc.nat({ max: 40_000 }), fc.nat({ max: 40 * MINUTE_MS })),
  }),
  (world, { ms }) => world.host.advance(ms),
)

export const clockJumps = command(
  'jump',
  fc.record({ ms: fc.constantFrom(-120, -10, -0.1, 0.1, 10, 60).map((minutes) => minutes * MINUTE_MS) }),
  (world, { ms }) => world.host.jumpWall(ms),
)

export const crashes = command(
  'crash',
  fc.record({ again: fc.option(fc.nat({ max: 10 })) }),
  async (world, { again }) => {
    world.crash()
    if (again === null) return
    await world.turn(again)
    world.crash()
  },
)

export const restarts = command('restart', fc.record({}), (world) => world.restart())

export const plugs = command(
  'plug',
  fc.record({ phone, plugged: fc.boolean() }),
  (world, { phone, plugged }) => {
    world.phones.plug(phone, plugged)
    world.boot.scheduler.wake()
  },
)

export const hangs = command(
  'hang',
  fc.record({ phone, hanging: fc.boolean() }),
  (world, { phone, hanging }) => {
    world.phones.hang(phone, hanging)
  },
)

export const failures = command(
  'fail',
  fc.record({ phone, category: fc.constantFrom(...FAILURES) }),
  (world, given) => {
    world.phones.failNext(given.phone, given.category)
  },
)

export const receivers = command(
  'receiver',
  fc.record({ mood: fc.constantFrom('up', 'down', 'slow') }),
  ({ receiver }, { mood }) => receiver.setMood(mood),
)

export const disks = command('disk', fc.record({ full: fc.boolean() }), (world, { full }) =>
  world.setDiskFull(full),
)
