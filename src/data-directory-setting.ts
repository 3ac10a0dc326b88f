/** Where database, key and Appium's homes are when nobody says otherwise. */
export const DEFAULT_DATA_DIR = './var'

/**
 * The one setting that is read before the others (`config.ts`), which take ten times as long: whether another daemon has the directory.
 * One that is empty counts as not set.
 */
export function dataDirectoryOf(variables: Readonly<Record<string, string | undefined>>): string {
  return variables.PHONEFARM_DATA_DIR?.trim() || DEFAULT_DATA_DIR
}
