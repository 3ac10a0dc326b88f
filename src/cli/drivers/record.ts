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
    const seen = await tellSeen(options.app, screen)
    const [expected] = name.split('-')
    const isOther = seen.length > 0 && seen.every((one) => one !== 'unknown' && one !== expected)
    if (isOther) console.log(`this is not ${expected}: record it anew with --force when that is in front`)
    return isOther ? 'faulty' : 'fine'
  })
}

/** Tells what the packs of the app take the screen for, so that a wrong name is seen at once. @returns what each takes it for */
export async function tellSeen(app: string, screen: Screen): Promise<string[]> {
  const readings = (await readPacks(driversDirectoryOf(process.env))).filter((one) => one.app === app)
  return readings.flatMap((reading) => {
    if (!('pack' in reading)) return []
    const seen = nameOf(recognize(reading.pack, screen))
    console.log(`the pack ${reading.file} takes it for: ${seen}`)
    return [seen]
  })
}
