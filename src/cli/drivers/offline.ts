import { checkFixtures, withoutFixture, type CheckedFixture } from '../../driving/check-fixtures.ts'
import { InvalidPack } from '../../driving/check-pack.ts'
import type { Problem } from '../../domain/errors.ts'
import { isProblem } from '../../driving/look-for-elements.ts'
import { readPacks } from '../../driving/load-packs.ts'
import { placesToBeFound } from '../../driving/unfinished-pack.ts'
import { driversDirectoryOf } from '../../drivers-directory-setting.ts'
import { printJson, printTable, type Shown } from '../print.ts'
import { BadUsage } from '../bad-usage.ts'
import type { Finding } from './outcome.ts'
import { findPack, packFor, readFixtures, screensFolderOf, settleAfresh } from './pack-argument.ts'

/** Shows a pack its recorded screens. */
export async function testPack(given: string, { json }: Shown): Promise<Finding> {
  const named = await findPack(given)
  const fixtures = await readFixtures(named.screensFolder)
  if (fixtures.length === 0) throw new BadUsage(`there is no recorded screen in ${named.screensFolder}`)
  const pack = packFor(named)
  const checked = checkFixtures(pack, fixtures)
  const finding = checked.every(({ ok }) => ok) ? 'fine' : 'faulty'
  const missing = withoutFixture(pack, fixtures)
  if (json) {
    printJson({
      app: pack.app,
      file: pack.file,
      pack_hash: pack.hash,
      fixtures: checked.map(({ elements, ...rest }) => ({
        ...rest,
        elements: elements.map(({ nodes: _nodes, ...sight }) => sight),
      })),
      without_fixture: missing,
    })
    return finding
  }
  for (const fixture of checked) if (!fixture.ok) tellWrong(fixture)
  const wrong = checked.filter(({ ok }) => !ok).length
  console.log(`${pack.app}: ${checked.length - wrong} of ${checked.length} recorded screens as expected`)
  if (missing.length > 0) console.log(`not recorded: ${missing.join(', ')}`)
  return finding
}

function tellWrong({ file, expected, seen, elements }: CheckedFixture): void {
  if (seen !== expected) return console.log(`${file}: taken for ${seen}`)
  for (const { element, status, candidate } of elements.filter(isProblem)) {
    console.log(`${file}: ${element} ${status}${status === 'drift' ? ` (candidate ${candidate})` : ''}`)
  }
}

/** Every pack of the drivers directory, and what is wrong with those that cannot be used. */
export async function listPacks({ json }: Shown): Promise<Finding> {
  const readings = await readPacks(driversDirectoryOf(process.env))
  const { problems } = settleAfresh(readings)
  const rows = await Promise.all(
    readings.map(async (reading) => ({
      app: reading.app,
      file: reading.file,
      ...('pack' in reading
        ? {
            name: reading.pack.name,
            package: reading.pack.target.package_name,
            versions: reading.pack.versions,
            pack_hash: reading.pack.hash,
          }
        : {}),
      problems: problems.find(({ file }) => file === reading.file)?.error.problems ?? [],
      recorded: (await readFixtures(screensFolderOf(reading.app)).catch(() => [])).length, // told by "drivers test"
    })),
  )
  if (json) printJson({ packs: rows })
  else {
    printTable(
      ['APP', 'FILE', 'PACKAGE', 'VERSIONS', 'HASH', 'RECORDED', 'PROBLEMS'],
      rows.map((row) => [
        row.app,
        row.file,
        'package' in row ? row.package : null,
        'versions' in row ? `${row.versions.from} to below ${row.versions.below}` : null,
        'pack_hash' in row ? row.pack_hash : null,
        String(row.recorded),
        row.problems.length === 0 ? null : String(row.problems.length),
      ]),
    )
  }
  return rows.every(({ problems }) => problems.length === 0) ? 'fine' : 'faulty'
}

/** Whether a pack can be used, and if not, everything that is wrong with it. */
export async function validatePack(given: string, { json }: Shown): Promise<Finding> {
  try {
    const packs = (await findPack(given)).shelf.all()
    const missing = packs.flatMap(({ document }) => placesToBeFound(document))
    const problems = missing.map((path) => ({ path, message: 'is still to be found' }))
    if (json) printJson({ problems })
    else if (problems.length > 0) tellProblems(problems)
    else for (const pack of packs) console.log(`${pack.file} can be used (${pack.hash})`)
    return problems.length === 0 ? 'fine' : 'faulty'
  } catch (error) {
    if (!(error instanceof InvalidPack)) throw error
    if (json) printJson({ problems: error.problems })
    else tellProblems(error.problems)
    return 'faulty'
  }
}

function tellProblems(problems: readonly Problem[]): void {
  for (const { path, message } of problems) console.log(`${path || '/'} ${message}`)
}
