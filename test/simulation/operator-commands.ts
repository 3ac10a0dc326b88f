import * as fc from 'fast-check'
import { PRUNE_START } from '../../src/store/retention.ts'
import { account, command, fate, phone } from './command.ts'
import { accountBody } from './registry.ts'
import type { World } from './world.ts'

export const pauses = command(
  'pause',
  fc.record({ phone, paused: fc.boolean() }),
  ({ boot }, { phone, paused }) => {
    fate(paused ? boot.processes.pausePhone(phone) : boot.processes.resumePhone(phone))
  },
)

const holder = fc.constantFrom('anna', 'ben')

export const takes = command(
  'take',
  fc.record({ phone, holder, minutes: fc.option(fc.integer({ min: 1, max: 90 })) }),
  (world, { phone, ...body }) => fate(take(world, phone, body)),
)

async function take(world: World, phoneId: string, body: { holder: string; minutes: number | null }) {
  const releasesBefore = world.releases
  const { lease } = await world.boot.processes.takePhone(phoneId, body)
  // A release that was asked for meanwhile may have been granted in the same commit.
  if (world.releases === releasesBefore)
    world.persons.set(phoneId, { holder: body.holder, until: lease?.until ?? null })
}

export const releases = command('release', fc.record({ phone, holder }), (world, { phone, holder }) => {
  world.releases++
  // From the request on: whether it was granted may never be answered.
  if (world.persons.get(phone)?.holder === holder) world.persons.delete(phone)
  fate(world.boot.processes.releasePhone(phone, { holder }))
})

/** The simulated day begins at 08:30: some of these are quiet at once, some soon, some not for long. */
const quietHours = fc.constantFrom(
  { from: '08:00', to: '09:00' },
  { from: '08:35', to: '08:40' },
  { from: '22:00', to: '07:00' },
)

export const settings = command(
  'settings',
  fc.record({
    account,
    quiet_hours: fc.array(quietHours, { maxLength: 2 }),
    daily_budget_minutes: fc.option(fc.integer({ min: 1, max: 5 })),
  }),
  ({ boot }, { account, ...given }) => fate(boot.processes.putAccount(account, accountBody(account, given))),
)

export const resumes = command('resume', fc.record({ account }), ({ boot }, { account }) => {
  fate(boot.processes.resumeAccount(account, { note: 'done' }))
})

const HOUR_MS = 3_600_000
const SLICE = { looked: 20, removed: 20 }

export const prunes = command('prune', fc.record({}), (world) => prune(world))

/** What ended an hour ago may go, with all that was its own; nothing else. */
function prune({ boot, db, model, note }: World): void {
  const before = new Date(boot.clock.now().getTime() - HOUR_MS).toISOString()
  const written = boot.store.write('prune', (tables) => {
    const processIds = db.prepare<[], string>('SELECT process_id FROM processes').pluck()
    const mayGo = new Set(db.prepare<[string], string>(MAY_GO).pluck().all(before))
    const there = processIds.all()
    tables.retention.prune(before, PRUNE_START, SLICE)
    const left = new Set(processIds.all())
    const gone = there.filter((id) => !left.has(id))
    for (const id of gone) if (!mayGo.has(id)) note(`${id} was removed too early`)
    // Said before the commit: the boot may die between it and its answer.
    model.mayBeGone(gone)
  })
  fate(written)
}

const MAY_GO = `
  SELECT process_id FROM processes WHERE finished_at < ? AND NOT EXISTS (
    SELECT 1 FROM callbacks WHERE callbacks.process_id = processes.process_id AND status = 'pending')`
