import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { FAULT_CASES } from './fault-cases.ts'
import { startFaultFarm } from './fault-farm.ts'
import { faultTable, withTable } from './fault-table.ts'
import { measureFault, type Measured } from './measure-fault.ts'

// Started by scripts/faults, which says what its options mean.

const { values } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'string' }, phones: { type: 'string', default: '4' } },
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
  }
} finally {
  await farm.stop()
}
if (values.write !== undefined)
  await writeFile(values.write, withTable(await readFile(values.write, 'utf8'), faultTable(rows)))
const bad = rows.filter(({ problems }) => problems.length > 0)
process.stdout.write(`${rows.length - bad.length} of ${rows.length} faults as promised\n`)
process.exitCode = bad.length === 0 ? 0 : 1
