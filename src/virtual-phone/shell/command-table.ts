import { activityCommands } from './activity-commands.ts'
import type { CommandTable } from './command.ts'
import { displayCommands } from './display-commands.ts'
import { dumpsysCommands } from './dumpsys.ts'
import { fileCommands } from './file-commands.ts'
import { inputCommands } from './input-commands.ts'
import { packageCommands } from './package-commands.ts'
import { processCommands } from './process-commands.ts'
import { propertyCommands } from './property-commands.ts'
import { systemCommands } from './system-commands.ts'
import { textCommands } from './text-commands.ts'
import { uiautomatorCommands } from './uiautomator-dump.ts'

const PROGRAMS: CommandTable = {
  ...textCommands,
  ...fileCommands,
  ...processCommands,
  ...propertyCommands,
  ...packageCommands,
  ...activityCommands,
  ...displayCommands,
  ...inputCommands,
  ...dumpsysCommands,
  ...systemCommands,
  ...uiautomatorCommands,
}

/** Every program of the phone, by name. */
export const COMMANDS: CommandTable = {
  ...PROGRAMS,
  which: ({ args, out }) => {
    const known = args.filter((name) => Object.hasOwn(PROGRAMS, name))
    for (const name of known) out(`/system/bin/${name}\n`)
    return known.length === args.length ? 0 : 1
  },
}
