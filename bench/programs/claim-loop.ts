import { systemClock } from '../../src/domain/clock.ts'
import { cpuUs, openClaiming } from '../claiming.ts'
import { reportReady } from './parent.ts'

// Our scheduler on a large farm with runs that end at once: claim, begin, end, callbacks written, next one.

const [dataDir = ''] = process.argv.slice(2)
let runs = 0
const farm = openClaiming(dataDir, () => {
  runs++
  return Promise.resolve({})
})
await farm.scheduler.start()

async function round(seconds: number): Promise<object> {
  const [runsBefore, startedMs, cpuBefore] = [runs, performance.now(), cpuUs()]
  farm.setOpen(true)
  await systemClock.sleep(seconds * 1000, new AbortController().signal)
  farm.setOpen(false)
  await farm.scheduler.idle()
  return { runs: runs - runsBefore, ms: performance.now() - startedMs, cpuUs: cpuUs() - cpuBefore }
}

reportReady({}, { round, stop: farm.close })
