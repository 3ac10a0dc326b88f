import { cpuUs, openClaiming } from '../claiming.ts'
import { reportReady } from './parent.ts'

// Works off one small farm after the other; the first ones warm the compilers up.

const costsUs: number[] = []
for (const dataDir of process.argv.slice(2)) {
  let runs = 0
  const farm = openClaiming(dataDir, () => {
    runs++
    return Promise.resolve({})
  })
  await farm.scheduler.start()
  const before = cpuUs()
  farm.setOpen(true)
  await farm.scheduler.idle()
  costsUs.push((cpuUs() - before) / runs)
  await farm.close()
}
reportReady({ costsUs })
