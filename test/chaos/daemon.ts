#!/usr/bin/env node
/**
 * The test build's daemon: `phonefarm serve` with something between its parts. Only this file reads PHONEFARM_FAILPOINT.
 *   node dist/test/chaos/daemon.js [--virtual-phones <n>]
 *   node dist/test/chaos/daemon.js --list-failpoints
 */
import { parseArgs } from 'node:util'
import { serve } from '../../src/cli/serve.ts'
import type { Seams } from '../../src/seams.ts'
import { createFailpoints, listFailpoints, parseFailpoints } from './failpoints.ts'
import { failpointSeams } from './failpoint-seams.ts'

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
    seams: stacked([failpointsOf(process.env['PHONEFARM_FAILPOINT'] ?? '')]),
  })
}

function failpointsOf(text: string): Seams {
  const armed = parseFailpoints(text)
  // Neither the daemon, which warns of settings that it does not know, nor its children shall see it.
  delete process.env['PHONEFARM_FAILPOINT']
  return failpointSeams(createFailpoints({ armed, end }))
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
