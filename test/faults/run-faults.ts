import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Value } from 'typebox/value'
import { FAULT_CASES } from './fault-cases.ts'
import { startFaultFarm } from './fault-farm.ts'
import { faultTable, withTable } from './fault-table.ts'
import { Measured, measureFault } from './measure-fault.ts'

// Started by scripts/faults, which says what its options mean.

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    write: { type: 'string' },
    // Lines of earlier runs: what this run measures anew takes their place.
    earlier: { type: 'string' },
    phones: { type: 'string', default: '4' },
  },
})
const words = values.only?.split(',')
const cases = FAULT_CASES.filter(({ name }) => words?.some((word) => name.includes(word)) ?? true)
if (cases.length === 0) throw new Error(`no fault is called ${values.only}`)

const rows: Measured[] = []
const farm = await startFaultFarm(Number(values.phones))
try {
  for (const fault of cases) {
    const measured = await measureFault(farm, fault)
    rows.push(measured)
    process.stdout.write(`${JSON.stringify(measured)}\n`)
    await farm.heal(fault.victims ?? [1])
    await farm.renew(fault.victims ?? [1])
  }
} finally {
  await farm.stop()
}
if (values.write !== undefined) {
  const all = new Map([...(await earlierRows()), ...rows].map((row) => [row.fault, row]))
  const inOrder = FAULT_CASES.flatMap(({ name }) => all.get(name) ?? [])
  await writeFile(values.write, withTable(await readFile(values.write, 'utf8'), faultTable(inOrder)))
}
const bad = rows.filter(({ problems }) => problems.length > 0)
process.stdout.write(`${rows.length - bad.length} of ${rows.length} faults as promised\n`)
process.exitCode = bad.length === 0 ? 0 : 1

async function earlierRows(): Promise<Measured[]> {
  if (values.earlier === undefined) return []
  const lines = (await readFile(values.earlier, 'utf8')).split('\n').filter((line) => line.startsWith('{'))
  return lines.map((line) => Value.Parse(Measured, JSON.parse(line)))
}
