import { mkdir, readlink, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Of the two sets in a language's package the smaller one: as good on screens and a quarter of the size. */
const DATA_SET = '4.0.0_best_int'

/**
 * Brings the data of the languages together in `folder`, as links into the packages `@tesseract.js-data/<language>`: the recognizer looks for
 * all of them in one place. May be repeated; the links follow an install that moved.
 * @param languages codes of three letters, joined by `+`: `eng+deu`
 * @throws Error when a language is not installed
 */
export async function linkLanguageData(folder: string, languages: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const language of languages.split('+')) {
    const name = `${language}.traineddata.gz`
    await link(join(folder, name), join(packageOf(language), DATA_SET, name))
  }
}

function packageOf(language: string): string {
  const name = `@tesseract.js-data/${language}`
  try {
    return dirname(fileURLToPath(import.meta.resolve(name)))
  } catch (cause) {
    throw new Error(`the data for reading pictures in ${language} is not installed: npm install ${name}`, {
      cause,
    })
  }
}

async function link(path: string, target: string): Promise<void> {
  const current = await readlink(path).catch(() => null) // not a link, or nothing there: made anew
  if (current === target) return
  await rm(path, { force: true })
  await symlink(target, path)
}
