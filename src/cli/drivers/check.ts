import { RunError } from '../../domain/errors.ts'
import { systemClock } from '../../domain/clock.ts'
import { checkFixtures } from '../../driving/check-fixtures.ts'
import { isProblem } from '../../driving/look-for-elements.ts'
import type { Pack } from '../../driving/pack.ts'
import { supportsVersion } from '../../driving/supports-version.ts'
import { walkScreens, type WalkedScreen } from '../../driving/walk-screens.ts'
import { printJson, printTable } from '../print.ts'
import { writeReport } from './check-report.ts'
import { isFine, reportOf, type CheckedPack } from './checked-pack.ts'
import { BadUsage } from '../bad-usage.ts'
import type { Finding } from './outcome.ts'
import { findPack, packFor, readFixtures } from './pack-argument.ts'
import { printable } from './printable.ts'
import { withPhone, type PhoneOptions, type ReachedPhone } from './reach-phone.ts'

export interface CheckOptions extends PhoneOptions {
  /** What is searched for, to see results. */
  search: string
  out?: string
  json?: true
}

const NOTHING = { debug: () => undefined, info: () => undefined, warn: () => undefined }

/** Walks a pack's screens on a phone and reports each of its elements. */
export async function check(given: string, options: CheckOptions): Promise<Finding> {
  const named = await findPack(given)
  if (options.search.trim() === '') throw new BadUsage('--search needs words to look for')
  const fixtures = await readFixtures(named.screensFolder)
  const checked = await withPhone(options, 'drivers check', async (phone): Promise<CheckedPack> => {
    const version = await phone.versionOf(packFor(named).target.package_name)
    const pack = packFor(named, version)
    const say = options.json ? () => undefined : tellScreen
    const { screens, ended } = await walk(phone, pack, options.search, say)
    const names = new Set(pack.dialogs.map(({ name }) => name))
    return {
      pack,
      serial: phone.serial,
      version: version ?? null,
      supported: version === undefined || supportsVersion(pack, version),
      screens,
      dialogs: checkFixtures(pack, fixtures).filter(({ expected }) => names.has(expected)),
      ended,
    }
  })
  const { out } = options
  if (out !== undefined) await writeReport(checked, out)
  if (options.json) printJson(reportOf(checked))
  else printSummary(checked, out)
  return isFine(checked) ? 'fine' : 'faulty'
}

/** What a phone or an account is to blame for ends a walk; what has been seen by then is worth telling. */
async function walk(
  phone: ReachedPhone,
  pack: Pack,
  words: string,
  say: (walked: WalkedScreen) => void,
): Promise<Pick<CheckedPack, 'screens' | 'ended'>> {
  const session = await phone.open(pack.target, { leaveInFront: false })
  const screens: WalkedScreen[] = []
  try {
    const deps = { pack, session, clock: systemClock, log: NOTHING, words }
    for await (const walked of walkScreens(deps, phone.signal)) {
      screens.push(walked)
      say(walked)
    }
    return { screens, ended: null }
  } catch (error) {
    phone.signal.throwIfAborted()
    if (!(error instanceof RunError)) throw error
    return { screens, ended: `${error.category}: ${error.message}` }
  }
}

function tellScreen({ screen, outcome, why, elements }: WalkedScreen): void {
  const wrong = elements.filter(isProblem)
  const words =
    outcome === 'recognized'
      ? `${elements.filter(({ status }) => status === 'found').length} found${wrong.length === 0 ? '' : `, ${wrong.length} not in order`}`
      : `${outcome.replace('_', ' ')}: ${printable(why, 160)}`
  console.log(`${screen}: ${words}`)
}

function printSummary(checked: CheckedPack, out: string | undefined): void {
  const { pack, version, supported, screens, dialogs, ended } = checked
  console.log('')
  printTable(
    ['SCREEN', 'ELEMENT', 'STATUS', 'CANDIDATE', 'READS'],
    screens.flatMap(({ screen, elements }) =>
      elements.map(({ element, status, candidate, candidates, value }) => [
        screen,
        element,
        status.replace('_', ' '),
        candidate === null ? null : `${candidate} of ${candidates}`,
        printable(value) || null,
      ]),
    ),
  )
  console.log('')
  if (!supported) {
    const { from, below } = pack.versions
    console.log(`${version} is outside of what the pack is for: from ${from} to below ${below}`)
  }
  const wrong = dialogs.filter(({ ok }) => !ok).map(({ file }) => file)
  const recorded = `${dialogs.length} recorded dialogs, ${wrong.length} not as expected`
  console.log(`${recorded}${wrong.length === 0 ? '' : `: ${wrong.join(', ')}`}`)
  if (ended !== null) console.log(`the walk ended early: ${ended}`)
  console.log(`${pack.app} ${pack.hash} on ${version ?? 'an unknown version'}: ${verdictOf(checked)}`)
  if (out !== undefined) console.log(`report: ${out}/report.html`)
}

function verdictOf(checked: CheckedPack): string {
  if (isFine(checked)) return 'everything found'
  const all = checked.screens.flatMap(({ elements }) => elements)
  const count = (status: string) => all.filter((sight) => sight.status === status).length
  const lost = checked.screens.filter(({ outcome }) => outcome === 'not_reached').length
  return `${lost} screens not reached, ${count('missing')} missing, ${count('unreadable')} unreadable, ${count('drift')} drift`
}
