/**
 * One short life of the daemon as a process of its own, for strace to kill at a write or to give an I/O error:
 *   node dist/test/chaos/strace-life.js <database file> <journal file>
 * The first start of the database belongs to it, with every migration. Exits as the daemon does (sysexits.h): 0 when the day was done, 69
 * when it could not start, 74 when the disk failed later and nothing in memory may be trusted any more; 1 when a promise was broken.
 */
import { writeJournal } from './failpoint-journal.ts'
import { playDay } from './failpoint-life.ts'
import { SHORT_DAY } from './failpoint-work.ts'

const [, , file = '', journal = ''] = process.argv

try {
  const { violations } = await playDay({
    day: SHORT_DAY,
    seed: 1,
    file,
    point: null,
    onEvent: (event) => writeJournal(journal, event),
    onStorageFailed: () => process.exit(74),
  })
  for (const violation of violations) process.stderr.write(`${violation}\n`)
  process.exitCode = violations.length === 0 ? 0 : 1
} catch (error) {
  // A day tells its own faults as violations: what is thrown comes from the opening of the store.
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 69
}
