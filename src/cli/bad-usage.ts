/** The command was used wrongly: what it was given does not make sense, and nothing was done. */
export class BadUsage extends Error {
  override name = 'BadUsage'
}

/** What a command ends with then. */
export const EXIT_USAGE = 2
