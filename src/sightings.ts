import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { parseScreen } from './devices/screen-parser.ts'
import type { Screen } from './domain/phone-session.ts'
import { findElement, isDrift } from './driving/find.ts'
import type { Pack } from './driving/pack.ts'
import type { Recall } from './driving/repairs.ts'
import { traceOf, type Trace } from './driving/trace.ts'

/** What elements looked like while their packs still found them: where a lost one is looked for. */
export interface Sightings {
  /** Of the last good run on this farm since the daemon started, else of the pack's recorded screens. */
  recall: Recall
  /** After a good run. */
  learn: (pack: Pack, traces: ReadonlyMap<string, Trace>) => void
}

/** A recorded screen has some 10 KB; a folder of hundreds is read at one failure and then known. */
const FIXTURES_MOST = 200
const FIXTURE_BYTES = 2 * 1024 * 1024

/** @param directory of the driver packs */
export function createSightings({
  directory,
  log,
}: {
  directory: string
  log: Pick<Logger, 'warn'>
}): Sightings {
  const learned = new Map<string, Map<string, Trace>>()
  const recorded = new Map<string, { hash: string; traces: Promise<ReadonlyMap<string, Trace>> }>()

  function recordedOf(pack: Pack): Promise<ReadonlyMap<string, Trace>> {
    const known = recorded.get(pack.file)
    if (known?.hash === pack.hash) return known.traces
    const traces = readTraces(pack, path.join(directory, path.dirname(pack.file), 'screens')).catch(
      (error: unknown) => {
        log.warn({ app: pack.app, err: error }, 'recorded screens of a pack cannot be read')
        return new Map<string, Trace>()
      },
    )
    recorded.set(pack.file, { hash: pack.hash, traces })
    return traces
  }

  return {
    async recall(pack) {
      const ofFixtures = await recordedOf(pack)
      const ofRuns = learned.get(pack.app)
      return { traceOf: (element) => ofRuns?.get(element) ?? ofFixtures.get(element) }
    },
    learn(pack, traces) {
      const known = learned.get(pack.app) ?? new Map<string, Trace>()
      learned.set(pack.app, known)
      for (const [element, trace] of traces) known.set(element, trace)
    },
  }
}

async function readTraces(pack: Pack, folder: string): Promise<ReadonlyMap<string, Trace>> {
  const traces = new Map<string, Trace>()
  for (const screen of await readScreens(folder)) {
    for (const name of Object.keys(pack.document.elements)) {
      const element = pack.element(name)
      const found = traces.has(name) ? undefined : findElement(screen.root, element)
      const node = found && !isDrift(element, found.candidate) ? found.nodes[0] : undefined
      if (node) traces.set(name, traceOf(screen.root, node))
    }
  }
  return traces
}

/** None when nothing was recorded. */
async function readScreens(folder: string): Promise<Screen[]> {
  const folderIs = await stat(folder).catch(() => null) // a pack need not have any
  if (!folderIs?.isDirectory()) return []
  const names = (await readdir(folder)).filter((name) => name.endsWith('.xml')).toSorted()
  const screens: Screen[] = []
  for (const name of names.slice(0, FIXTURES_MOST)) {
    const file = path.join(folder, name)
    if ((await stat(file)).size <= FIXTURE_BYTES) screens.push(parseScreen(await readFile(file, 'utf8')))
  }
  return screens
}
