import { Option, type Command } from 'commander'
import type { CheckOptions } from './drivers/check.ts'
import type { FromEvidenceOptions } from './drivers/from-evidence.ts'
import type { InspectOptions } from './drivers/inspect.ts'
import type { NewPackOptions } from './drivers/new-pack.ts'
import type { Finding } from './drivers/outcome.ts'
import type { PhoneOptions } from './drivers/reach-phone.ts'
import type { FixtureOptions } from './drivers/save-fixture.ts'
import type { Shown } from './print.ts'

const EXIT_USAGE = 2
const PACK = 'an app of "drivers list", or the path of a driver.json'
const JSON_OPTION = ['--json', 'print it for programs'] as const

/** Adds `phonefarm drivers`: what a technician writes, checks and mends app packs with (docs/drivers.md). @returns the noun */
export function addDriversCommands(program: Command): Command {
  const drivers = program.command('drivers').description('packs that tell how apps are driven')
  drivers.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE))
  addOfflineCommands(drivers)
  addPhoneCommands(drivers)
  addRecordingCommands(drivers)
  addLearnedCommands(drivers)
  return drivers
}

/** Reads only what the command needs: Appium's and the pictures' libraries take long, and the other commands do without. */
async function run(command: () => Promise<Finding>): Promise<void> {
  const { concluded } = await import('./drivers/outcome.ts')
  await concluded(command)
}

function addOfflineCommands(drivers: Command): void {
  drivers
    .command('list')
    .description('every pack, and whether it can be used')
    .option(...JSON_OPTION)
    .action((shown: Shown) => run(async () => (await import('./drivers/offline.ts')).listPacks(shown)))
  drivers
    .command('validate')
    .description('tell everything that is wrong with a pack as a document')
    .argument('<pack>', PACK)
    .option(...JSON_OPTION)
    .action((pack: string, shown: Shown) =>
      run(async () => (await import('./drivers/offline.ts')).validatePack(pack, shown)),
    )
  drivers
    .command('test')
    .description('show a pack its recorded screens; no phone is needed')
    .argument('<pack>', PACK)
    .option(...JSON_OPTION)
    .action((pack: string, shown: Shown) =>
      run(async () => (await import('./drivers/offline.ts')).testPack(pack, shown)),
    )
}

/** What runs on this farm have told about packs. */
function addLearnedCommands(drivers: Command): void {
  drivers
    .command('proposals')
    .description('how a run that lost something proposes to mend its pack')
    .argument('<process>', 'its id')
    .option(...JSON_OPTION)
    .action((id: string, shown: Shown) =>
      run(async () => (await import('./drivers/proposals.ts')).proposals(id, shown)),
    )
}

function addPhoneCommands(drivers: Command): void {
  onPhone(drivers.command('new'))
    .description('begin a pack for the app that is in front on a phone')
    .argument('<app>', "the app's name in this farm: small letters, digits and _")
    .action((app: string, options: NewPackOptions) =>
      run(async () => (await import('./drivers/new-pack.ts')).newPack(app, options)),
    )
  onPhone(drivers.command('inspect'))
    .description('show the screen that is in front: what is on it, and how each of it could be found')
    .option('--app <pack>', `whose rules are tried: ${PACK}; the pack of the app in front otherwise`)
    .option('-o, --out <file>', 'where the numbered picture goes (PNG)')
    .option(...JSON_OPTION)
    .action((options: InspectOptions) =>
      run(async () => (await import('./drivers/inspect.ts')).inspect(options)),
    )
  onPhone(drivers.command('check'))
    .description('walk every screen of a pack on a phone, changing nothing, and report every element')
    .argument('<pack>', PACK)
    .option('--search <words>', 'what is searched for, to see results', 'travel')
    .option('-o, --out <dir>', 'where report, pictures and hierarchies go')
    .option(...JSON_OPTION)
    .action((pack: string, options: CheckOptions) =>
      run(async () => (await import('./drivers/check.ts')).check(pack, options)),
    )
}

function addRecordingCommands(drivers: Command): void {
  asFixture(onPhone(drivers.command('record')))
    .description('keep the screen that is in front as a recorded screen of an app')
    .argument(
      '<name>',
      'what the pack has to see in it: a screen, a dialog, or unknown; a further one as NAME-WHY',
    )
    .action((name: string, options: PhoneOptions & FixtureOptions) =>
      run(async () => (await import('./drivers/record.ts')).record(name, options)),
    )
  asFixture(drivers.command('from-evidence'))
    .description('make a recorded screen of one that a run met and did not know')
    .argument('<process>', 'its id')
    .option('--artifact <id>', 'which one, if it met several')
    .requiredOption('--name <name>', 'what the pack has to see in it')
    .action((id: string, options: FromEvidenceOptions) =>
      run(async () => (await import('./drivers/from-evidence.ts')).fromEvidence(id, options)),
    )
}

function onPhone(command: Command): Command {
  return command
    .option('--phone <id>', 'a registered phone; the daemon leaves it alone meanwhile')
    .option('--serial <serial>', 'a phone as adb names it; no daemon is asked')
    .addOption(new Option('--verbose', 'show what is logged meanwhile'))
}

function asFixture(command: Command): Command {
  return command
    .requiredOption('--app <app>', 'whose screen it is')
    .option('--language <language>', 'of the words on it', 'en')
    .option('--hide <words...>', 'words that must not be kept, in picture and hierarchy')
    .option('--force', 'overwrite one that is there')
}
