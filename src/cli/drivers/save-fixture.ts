import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Screen } from '../../domain/phone-session.ts'
import { allNodes, type Bounds, type ScreenNode } from '../../domain/selector.ts'
import { sketchOf } from '../../driving/sketch-screen.ts'
import { blackenBoxes } from './drawn-boxes.ts'
import { BadUsage } from '../bad-usage.ts'
import { mustBeAppName, screensFolderOf } from './pack-argument.ts'

/** What a recorded screen is kept as. */
export interface FixtureOptions {
  /** Whose screen it is. */
  app: string
  /** Of the words on it. */
  language: string
  /** Overwrite one that is there. */
  force?: true
  /** Words that must not be kept: a person's name, say. */
  hide?: readonly string[]
}

/** `feed`, or `feed-without_caption` for a further one: what stands before the dash is what the pack has to see in it. */
const NAME = /^[a-z][a-z0-9_]{0,59}(-[a-z0-9_-]{1,60})?$/
const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/

/**
 * Keeps a screen, and its picture if there is one, among the recorded screens of an app.
 * @returns the files that were written
 * @throws BadUsage when the name is none, or taken
 */
export async function saveFixture(
  name: string,
  { screen, picture }: { screen: Screen; picture: Buffer | null },
  options: FixtureOptions,
): Promise<string[]> {
  const file = fixtureFile(name, options)
  const hidden = hideWords(screen.root, options.hide ?? [])
  const flag = options.force === true ? 'w' : 'wx'
  await mkdir(path.dirname(file), { recursive: true })
  try {
    await writeFile(file, sketchOf({ ...screen, root: hidden.root }), { flag })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new BadUsage(`${file} is there already; --force overwrites it`, { cause: error })
  }
  if (picture === null) return [file]
  const pictureFile = file.replace(/\.xml$/, '.png')
  await writeFile(pictureFile, await blackenBoxes(picture, hidden.places))
  return [file, pictureFile]
}

/** Says early that a name cannot be used: a phone takes half a minute to be asked. @throws BadUsage */
export function fixtureFile(name: string, { app, language }: FixtureOptions): string {
  if (!NAME.test(name)) {
    throw new BadUsage(
      `"${name}" is no name of a screen: small letters, digits and _, then perhaps - and what is particular`,
    )
  }
  if (!LANGUAGE.test(language)) throw new BadUsage(`"${language}" is no language: en, or pt-BR`)
  return path.join(screensFolderOf(mustBeAppName(app)), `${name}.${language}.xml`)
}

const HIDDEN = 'hidden'

/** The tree without the words, and where they stood. */
function hideWords(root: ScreenNode, words: readonly string[]): { root: ScreenNode; places: Bounds[] } {
  const wanted = words.map((word) => word.toLocaleLowerCase()).filter((word) => word !== '')
  const tells = (said: string | null) =>
    said !== null && wanted.some((word) => said.toLocaleLowerCase().includes(word))
  const isTold = ({ text, content_desc, hint }: ScreenNode) => [text, content_desc, hint].some(tells)
  const hide = (node: ScreenNode): ScreenNode => ({
    ...node,
    text: tells(node.text) ? HIDDEN : node.text,
    content_desc: tells(node.content_desc) ? HIDDEN : node.content_desc,
    hint: tells(node.hint) ? HIDDEN : node.hint,
    children: node.children.map(hide),
  })
  return { root: hide(root), places: [...allNodes(root)].filter(isTold).map(({ bounds }) => bounds) }
}
