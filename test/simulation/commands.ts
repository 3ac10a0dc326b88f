import * as fc from 'fast-check'
import type { SimulationCommand } from './command.ts'
import {
  clockJumps,
  crashes,
  disks,
  failures,
  hangs,
  plugs,
  receivers,
  restarts,
  waits,
} from './fault-commands.ts'
import { pauses, prunes, releases, resumes, settings, takes } from './operator-commands.ts'
import { cancels, floods, ghosts, repeats, submits } from './work-commands.ts'

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
  [2, takes],
  [1, releases],
  [1, settings],
  [1, resumes],
  [1, prunes],
  [1, receivers],
  [1, disks],
  [2, ghosts],
]

/** The commands of one life of the world. */
export const someCommands = fc.commands(
  WEIGHTED.flatMap(([weight, one]) => Array.from({ length: weight }, () => one)),
  { maxCommands: 26, size: 'max' },
)
