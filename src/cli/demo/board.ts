import type { ShownProcess } from './answers.ts'

/** One line per phone with a terminal, rewritten in place; without one, a line whenever something changed. */
export function createBoard(phoneIds: readonly string[], out: NodeJS.WriteStream) {
  const shown = new Map<string, string>(phoneIds.map((phoneId) => [phoneId, 'idle']))
  let drawn = false

  function draw(): void {
    if (drawn) out.write(`\u001B[${phoneIds.length}A`)
    for (const [phoneId, text] of shown) out.write(`\u001B[2K  ${phoneId}  ${text}\n`)
    drawn = true
  }

  return {
    /** Shows what each phone does now, as the process records tell it. */
    update(processes: readonly ShownProcess[]): void {
      for (const phoneId of phoneIds) {
        const text = workOf(phoneId, processes)
        if (shown.get(phoneId) === text) continue
        shown.set(phoneId, text)
        if (!out.isTTY) out.write(`  ${phoneId}  ${text}\n`)
      }
      if (out.isTTY) draw()
    },
  }
}

function workOf(phoneId: string, processes: readonly ShownProcess[]): string {
  for (const process of processes) {
    const item = (process.partial_progress.items ?? []).find(
      ({ phone_id, status }) => phone_id === phoneId && (status === 'running' || status === 'retrying'),
    )
    if (!item) continue
    const steps = item.of === undefined ? '' : ` ${item.done ?? 0}/${item.of}`
    return `${process.process_type} for ${item.account_id}: ${item.status}${steps}`
  }
  return 'idle'
}
