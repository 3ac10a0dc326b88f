#!/usr/bin/env node
/**
 * The test build's daemon: `phonefarm serve` with something between its parts. Only this file reads PHONEFARM_FAILPOINT,
 * PHONEFARM_CHAOS_APPIUM (`direct`: no Appium) and PHONEFARM_CHAOS_BUG (a name of seeded-bugs.ts).
 *   node dist/test/chaos/daemon.js [--virtual-phones <n>]
 *   node dist/test/chaos/daemon.js --list-failpoints
 */
import { parseArgs } from 'node:util'
import { serve } from '../../src/cli/serve.ts'
import { NO_SEAMS, type Seams } from '../../src/seams.ts'
import { directDevices } from './direct-devices.ts'
import { createFailpoints, listFailpoints, parseFailpoints } from './failpoints.ts'
import { failpointSeams } from './failpoint-seams.ts'
import { bugNamed } from './seeded-bugs.ts'

/** What `exit` leaves with: no code of the daemon's own. */
const EXIT_FAILPOINT = 86

const { values } = parseArgs({
  options: {
    'virtual-phones': { type: 'string', default: '0' },
    'list-failpoints': { type: 'boolean', default: false },
  },
})

if (values['list-failpoints']) {
  for (const { name, when } of listFailpoints()) process.stdout.write(`${name}\t${when}\n`)
} else {
  await serve({
    version: 'test',
    virtualPhones: Number(values['virtual-phones']),
    seams: stacked([
      ...(taken('PHONEFARM_CHAOS_APPIUM') === 'direct' ? [{ ...NO_SEAMS, devices: directDevices }] : []),
      bugNamed(taken('PHONEFARM_CHAOS_BUG')),
      failpointsOf(taken('PHONEFARM_FAILPOINT')),
    ]),
  })
}

/** Neither the daemon, which warns of settings that it does not know, nor its children shall see it. */
function taken(name: string): string {
  const value = process.env[name] ?? ''
  delete process.env[name]
  return value
}

function failpointsOf(text: string): Seams {
  return failpointSeams(createFailpoints({ armed: parseFailpoints(text), end }))
}

/** Returns only when a SIGKILL needs a moment. */
function end(how: 'kill' | 'exit'): void {
  if (how === 'kill') process.kill(process.pid, 'SIGKILL')
  else process.exit(EXIT_FAILPOINT)
}

/** The first is nearest to the real parts. */
function stacked(all: readonly Seams[]): Seams {
  return {
    store: (store) => all.reduce((inner, seams) => seams.store(inner), store),
    devices: (devices) => all.reduce((inner, seams) => seams.devices(inner), devices),
    poster: (poster) => all.reduce((inner, seams) => seams.poster(inner), poster),
  }
}
