/**
 * Loaded into each Appium process before Appium itself (`node --import`). The daemon holds the other end of this process's stdin and never
 * writes to it; the kernel closes it when the daemon dies, of `kill -9` too. Then this process ends: at first in Appium's own orderly way,
 * which closes its sessions, and for certain after five seconds. A preloaded module costs no process of its own, as a wrapper would.
 */
import { systemClock } from '../domain/clock.ts'

const ORDERLY_MS = 5_000

function endWithDaemon(): void {
  // The last resort must not keep an Appium alive that has ended by itself: `after` does not.
  systemClock.after(ORDERLY_MS, () => process.kill(process.pid, 'SIGKILL'))
  process.kill(process.pid, 'SIGTERM')
}

process.stdin.once('end', endWithDaemon)
process.stdin.once('error', endWithDaemon)
process.stdin.resume()
// Reading must not keep the process alive after Appium has closed its server.
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref()
