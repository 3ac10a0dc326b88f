import { recognize } from '../../driving/recognize.ts'
import { nameOf } from '../../driving/check-fixtures.ts'
import { readPacks } from '../../driving/load-packs.ts'
import { driversDirectoryOf } from '../../drivers-directory-setting.ts'
import type { Screen } from '../../domain/phone-session.ts'
import { seeFront } from './inspect.ts'
import { BadUsage } from '../bad-usage.ts'
import type { Finding } from './outcome.ts'
import { withPhone, type PhoneOptions } from './reach-phone.ts'
import { fixtureFile, saveFixture, type FixtureOptions } from './save-fixture.ts'

/** Keeps the screen that is in front as a recorded screen of an app. */
export function record(name: string, options: PhoneOptions & FixtureOptions): Promise<Finding> {
  fixtureFile(name, options)
  return withPhone<Finding>(options, 'drivers record', async (phone) => {
    const { screen, picture } = await seeFront(phone)
    if (screen.source === 'ocr')
      throw new BadUsage('the phone does not tell its hierarchy: there is nothing to be recorded')
    for (const file of await saveFixture(name, { screen, picture }, options)) console.log(file)
    await tellSeen(options.app, screen)
    return 'fine'
  })
}

/** What the packs of the app take the screen for, so that a wrong name is seen at once. */
export async function tellSeen(app: string, screen: Screen): Promise<void> {
  const readings = (await readPacks(driversDirectoryOf(process.env))).filter((one) => one.app === app)
  for (const reading of readings) {
    if ('pack' in reading)
      console.log(`the pack ${reading.file} takes it for: ${nameOf(recognize(reading.pack, screen))}`)
  }
}
