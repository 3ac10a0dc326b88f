import { createGrounds } from './grounds.ts'
import { isMet, type Line } from './row.ts'
import { acceptRow } from './rows/accept.ts'
import { callbacksRow } from './rows/callbacks.ts'
import { claimsRow } from './rows/claims.ts'
import { dispatchRow } from './rows/dispatch.ts'
import { idleRow } from './rows/idle.ts'
import { loneAcceptRow } from './rows/lone-accept.ts'
import { readRow } from './rows/read.ts'
import { restartRow } from './rows/restart.ts'
import { slowPeersRow } from './rows/slow-peers.ts'
import { formatTable } from './table.ts'

/**
 * The table of what the daemon reaches, as ratios of things that were measured in the same run.
 *   npm run bench                      every row
 *   npm run bench -- accept read       only these
 *   npm run bench -- --check           exit code 1 where a row misses its goal
 *   npm run bench -- --quick           shorter rounds, for a first look
 */
// Those that only read the large farm come before the one that works it off.
const ROWS = [
  acceptRow,
  loneAcceptRow,
  readRow,
  restartRow,
  claimsRow,
  dispatchRow,
  callbacksRow,
  slowPeersRow,
  idleRow,
]

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith('--'))
const unknown = [
  ...names.filter((name) => !ROWS.some((row) => row.name === name)),
  ...words.filter((word) => word.startsWith('--') && !['--check', '--quick'].includes(word)),
]
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; rows: ${ROWS.map(({ name }) => name).join(', ')}`)
  process.exit(64)
}

const quick = words.includes('--quick')
const grounds = createGrounds({
  seconds: quick ? 1 : 2,
  rounds: quick ? 3 : 5,
  say: (text) => console.error(text),
})
const lines: Line[] = []
try {
  for (const row of ROWS) {
    if (names.length === 0 || names.includes(row.name)) lines.push(...(await row.measure(grounds)))
  }
} finally {
  grounds.clear()
}
console.log(formatTable(lines))
if (words.includes('--check') && !lines.every(isMet)) process.exitCode = 1
