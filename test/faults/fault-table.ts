import type { Measured } from './measure-fault.ts'

const BEGIN = '<!-- measured: written by scripts/faults -->'
const END = '<!-- /measured -->'

/** The matrix as a Markdown table. */
export function faultTable(rows: readonly Measured[]): string {
  const lines = rows.map(({ fault, stands_for, phone, did, detected_s, ended, works_again_s, others }) =>
    [
      `**${fault}** (${stands_for})`,
      phone,
      did.length === 0 ? 'nothing: it went on' : folded(did).join(' → '),
      detected_s === null ? '–' : timeOf(detected_s),
      ended,
      works_again_s === null ? 'never' : timeOf(works_again_s),
      others,
    ]
      .map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' '))
      .join(' | '),
  )
  return [
    '| fault | phone | what the daemon did | noticed after | ended by | works again after | other phones |',
    '|---|---|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n')
}

/** Measured in tenths of a second. */
const timeOf = (seconds: number) => (seconds === 0 ? 'less than 0.1 s' : `${seconds} s`)

/** The same step again and again is told once, with how often. */
function folded(did: readonly string[]): string[] {
  const groups: { what: string; times: number }[] = []
  for (const what of did.map(short)) {
    const last = groups.at(-1)
    if (last?.what === what) last.times += 1
    else groups.push({ what, times: 1 })
  }
  return groups.map(({ what, times }) => (times === 1 ? what : `${what} × ${times}`))
}

/** Ids and addresses differ from run to run. */
function short(what: string): string {
  const plain = what.replace(/\s+/g, ' ').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
  return plain.length > 140 ? `${plain.slice(0, 139)}…` : plain
}

/** Puts the table between the marks of the document. @throws when it has none */
export function withTable(document: string, table: string): string {
  const [head, rest] = document.split(BEGIN)
  const tail = rest?.split(END)[1]
  if (head === undefined || tail === undefined) throw new Error(`the document has no ${BEGIN} … ${END}`)
  return `${head}${BEGIN}\n\n${table}\n\n${END}${tail}`
}
