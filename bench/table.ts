import { isMet, type Line } from './row.ts'

const HEAD = ['what', 'ours', 'base in the same run', 'ratio', 'goal', 'met']

/** The lines as a table for people, columns aligned. */
export function formatTable(lines: readonly Line[]): string {
  const rows = [HEAD, ...lines.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cellsOf(line: Line): string[] {
  const { what, ours, base, ratio, goal, note } = line
  const limit = 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`
  const shown = ratio === null ? (note ?? 'not measured') : ratio.toPrecision(3)
  return [what, ours, base, shown, limit, isMet(line) ? 'yes' : 'NO']
}
