import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { runSimulation, type Failure } from './run.ts'

/** How a share of the lives went. */
export interface SimulationReport {
  passed: number
  failures: Failure[]
}

interface Share {
  seeds: readonly number[]
  mostFailures: number
}

/** The machine's processors may be many; what a test suite may take of them is not. */
const MOST_WORKERS = 4

/**
 * Lives one life for each of `count` seeds from `first` on, shared among the processors.
 * @param onProgress told now and then how many lives have been lived
 */
export async function simulate(
  { first, count, mostFailures = 3 }: { first: number; count: number; mostFailures?: number },
  onProgress: (lived: number) => void = () => undefined,
): Promise<SimulationReport> {
  const workers = Math.min(MOST_WORKERS, availableParallelism(), count)
  const seeds = Array.from({ length: count }, (_, index) => first + index)
  let lived = 0
  const reports = await Promise.all(
    Array.from({ length: workers }, (_, number) => {
      const share = { seeds: seeds.filter((_seed, index) => index % workers === number), mostFailures }
      return live(share, () => onProgress(++lived))
    }),
  )
  return {
    passed: reports.reduce((sum, { passed }) => sum + passed, 0),
    failures: reports.flatMap(({ failures }) => failures).toSorted((a, b) => a.seed - b.seed),
  }
}

function live(share: Share, onSeed: () => void): Promise<SimulationReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    let report: SimulationReport | undefined
    worker.on('message', (message: 'lived' | SimulationReport) => {
      if (message === 'lived') onSeed()
      else report = message
    })
    worker.on('error', reject)
    worker.on('exit', () => (report ? resolve(report) : reject(new Error('a worker ended without a word'))))
  })
}

async function work({ seeds, mostFailures }: Share): Promise<void> {
  tell(await runSimulation({ seeds, mostFailures, onSeed: () => tell('lived') }))
}

function tell(message: 'lived' | SimulationReport): void {
  // The rule is about windows: a thread has one parent and no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message)
}

if (!isMainThread) await work(workerData as Share)
