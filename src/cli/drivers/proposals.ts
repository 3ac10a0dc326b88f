import { text } from 'node:stream/consumers'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { loadConfig } from '../../config.ts'
import { createDaemonClient } from '../daemon-client.ts'
import { readAll, type Shown } from '../print.ts'
import type { Finding } from './outcome.ts'
import { printable, printableJson } from './printable.ts'

const Piece = Type.Object({
  artifact_id: Type.String(),
  kind: Type.String(),
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  missing: Type.Union([Type.String(), Type.Null()]),
})

const Node = Type.Object({
  score: Type.Number(),
  reasons: Type.Array(Type.String()),
  id: Type.Union([Type.String(), Type.Null()]),
  class: Type.String(),
  text: Type.String(),
})

/** What a run wrote down about something that the pack has lost (driving/propose-repair.ts). */
const Proposed = Type.Object({
  lost: Type.String(),
  pack: Type.Object({ app: Type.String(), file: Type.String(), hash: Type.String() }),
  patch: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  node: Node,
  others: Type.Array(Node),
})
type Proposed = Static<typeof Proposed>

const proposed = Compile(Proposed)

/** Prints how a run that failed proposes to mend the pack. Nothing is changed: the patch is for a person who has looked at the screen. */
export async function proposals(processId: string, { json }: Shown): Promise<Finding> {
  const daemon = createDaemonClient(loadConfig(process.env).config)
  const path = `/processes/${encodeURIComponent(processId)}/artifacts`
  const page = Type.Object({ artifacts: Type.Array(Piece) })
  const all = await readAll(daemon, path, page, ({ artifacts }) => artifacts)
  const found: (Static<typeof Piece> & Proposed)[] = []
  for (const piece of all.filter(({ kind, missing }) => kind === 'proposal' && missing === null)) {
    const content = await text(await daemon.stream(`${path}/${encodeURIComponent(piece.artifact_id)}`))
    found.push({ ...piece, ...proposed.Parse(JSON.parse(content)) })
  }
  if (json) console.log(JSON.stringify({ proposals: found }, null, 2))
  else if (found.length === 0) console.log(`no run of ${processId} proposes anything`)
  else for (const one of found) console.log(sheetOf(one))
  return 'fine'
}

function sheetOf(one: Static<typeof Piece> & Proposed): string {
  const { lost, pack, patch, node, others, queue_item_id, attempt } = one
  return [
    `${lost}, attempt ${attempt} of queue item ${queue_item_id}`,
    `  pack    ${pack.file} ${pack.hash}`,
    `  found   ${nodeWords(node)}`,
    ...node.reasons.map((reason) => `          ${printable(reason, 120)}`),
    ...others.map((other) => `  or      ${nodeWords(other)}`),
    `  patch   ${printableJson(patch)}`,
    '',
  ].join('\n')
}

function nodeWords({ score, id, class: kind, text: words }: Static<typeof Node>): string {
  return `${score.toFixed(2)}  ${printable(id ?? kind, 80)}${words === '' ? '' : `  "${printable(words)}"`}`
}
