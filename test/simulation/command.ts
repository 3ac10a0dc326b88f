import * as fc from 'fast-check'
import { ACCOUNTS, PHONES } from './registry.ts'
import type { World } from './world.ts'

/** One thing that happens to the world; printed as its name and what was drawn for it. */
export type SimulationCommand = fc.AsyncCommand<World['model'], World>

export const phone = fc.constantFrom(...PHONES)
export const account = fc.constantFrom(...ACCOUNTS)
/** Points into a list whose length is not known yet. */
export const anIndex = fc.nat({ max: 1000 })

/** How far the event loop turns before the next thing happens: a death may fall between any two steps. */
const turns = fc.oneof(
  { weight: 3, arbitrary: fc.constant(12) },
  { weight: 2, arbitrary: fc.nat({ max: 6 }) },
)

interface Drawn {
  turns: number
}

/** @param does must not wait for what a dead daemon would never answer */
export function command<T>(
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
export const fate = (outcome: Promise<unknown>) => void outcome.catch(() => undefined)
