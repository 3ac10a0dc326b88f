import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import Type, { type Static } from 'typebox'
import { loadConfig } from '../../config.ts'
import { parseScreen } from '../../devices/screen-parser.ts'
import { createDaemonClient, type DaemonClient } from '../daemon-client.ts'
import { printTable, readAll } from '../print.ts'
import { BadUsage } from '../bad-usage.ts'
import type { Finding } from './outcome.ts'
import { printable } from './printable.ts'
import { tellSeen } from './record.ts'
import { fixtureFile, saveFixture, type FixtureOptions } from './save-fixture.ts'

export interface FromEvidenceOptions extends FixtureOptions {
  artifact?: string
  name: string
}

const Artifact = Type.Object({
  artifact_id: Type.String(),
  kind: Type.String(),
  at: Type.String(),
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  bytes: Type.Integer(),
  missing: Type.Union([Type.String(), Type.Null()]),
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
})
type Artifact = Static<typeof Artifact>

/** Hierarchies are trimmed before they are kept; a picture has some 100 KB. */
const MOST_BYTES = 16 * 1024 * 1024

/** Makes a recorded screen of one that a run met and did not know, out of the run's evidence. */
export async function fromEvidence(processId: string, options: FromEvidenceOptions): Promise<Finding> {
  fixtureFile(options.name, options)
  const daemon = createDaemonClient(loadConfig(process.env).config)
  const path = `/processes/${encodeURIComponent(processId)}/artifacts`
  const page = Type.Object({ artifacts: Type.Array(Artifact) })
  const all = await readAll(daemon, path, page, ({ artifacts }) => artifacts)
  const chosen = choose(processId, all, options.artifact)
  const bytes = await read(daemon, path, chosen)
  const screen = parsed(chosen, bytes.toString('utf8'))
  const shown = all.find((one) => isPictureOf(chosen, one))
  const picture = shown ? await read(daemon, path, shown) : null
  for (const file of await saveFixture(options.name, { screen, picture }, options)) console.log(file)
  await tellSeen(options.app, screen)
  return 'fine'
}

/** @throws BadUsage when there is none, or the choice is the caller's */
function choose(processId: string, all: readonly Artifact[], artifactId: string | undefined): Artifact {
  const trees = all.filter(({ kind, missing }) => kind === 'hierarchy' && missing === null)
  if (artifactId !== undefined) {
    const given = trees.find(({ artifact_id }) => artifact_id === artifactId)
    if (given) return given
    throw new BadUsage(`${artifactId} is no hierarchy among the evidence of ${processId}`)
  }
  const unknown = trees.filter(({ detail }) => detail.moment === 'unknown_screen')
  const [only, ...others] = unknown
  if (only && others.length === 0) return only
  if (!only) throw new BadUsage(`no run of ${processId} met an unknown screen, or nothing of it is left`)
  printTable(
    ['ARTIFACT', 'AT', 'ATTEMPT', 'SEEN'],
    unknown.map(({ artifact_id, at, attempt, detail }) => [
      artifact_id,
      at,
      String(attempt),
      printable(String(detail.seen ?? ''), 120),
    ]),
  )
  throw new BadUsage('more than one unknown screen was met: choose with --artifact')
}

/** The picture that was taken of the same screen. */
function isPictureOf(tree: Artifact, one: Artifact): boolean {
  return (
    one.kind === 'screenshot' &&
    one.missing === null &&
    one.queue_item_id === tree.queue_item_id &&
    one.attempt === tree.attempt &&
    one.detail.moment === tree.detail.moment &&
    one.detail.seen === tree.detail.seen
  )
}

async function read(daemon: DaemonClient, path: string, { artifact_id, bytes }: Artifact): Promise<Buffer> {
  if (bytes > MOST_BYTES) throw new BadUsage(`${artifact_id} has ${bytes} bytes, which is no screen`)
  const stream: Readable = await daemon.stream(`${path}/${encodeURIComponent(artifact_id)}`)
  return buffer(stream)
}

function parsed({ artifact_id }: Artifact, xml: string) {
  try {
    return parseScreen(xml)
  } catch (cause) {
    throw new BadUsage(`${artifact_id} is no screen that can be read: ${String(cause)}`, { cause })
  }
}
