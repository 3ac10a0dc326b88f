import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { wordsOf } from '../../domain/error-causes.ts'
import { Decision, JudgeContext } from '../../http/decision-schemas.ts'
import { BadUsage } from '../bad-usage.ts'
import type { Recorded } from './recorded.ts'

/** Far more than the decisions of any process take. */
const FILE_MAX = 512 * 1024 * 1024

/** Reads what `phonefarm process bundle` has saved; nothing is written to the disk. @throws BadUsage */
export async function readFromBundle(file: string): Promise<Recorded> {
  const texts = await textsOf(file, ['decisions.jsonl', 'judge-contexts.jsonl'])
  return {
    decisions: linesOf(file, texts.get('decisions.jsonl') ?? '', Decision).toReversed(),
    contexts: linesOf(file, texts.get('judge-contexts.jsonl') ?? '', JudgeContext),
  }
}

/** The wanted files of an archive, by name; a bundle has them in its one folder. */
async function textsOf(file: string, wanted: readonly string[]): Promise<Map<string, string>> {
  const archive = extract()
  const texts = new Map<string, string>()

  async function read(): Promise<void> {
    for await (const entry of archive) {
      const [, name = '', ...deeper] = entry.header.name.split('/')
      const chunks: Buffer[] = []
      const isWanted = wanted.includes(name) && deeper.length === 0
      if (isWanted && (entry.header.size ?? 0) > FILE_MAX) throw new BadUsage(`${file}: ${name} is too large`)
      for await (const chunk of entry) if (isWanted && Buffer.isBuffer(chunk)) chunks.push(chunk)
      if (isWanted) texts.set(name, Buffer.concat(chunks).toString())
    }
  }

  try {
    await Promise.all([pipeline(createReadStream(file), createGunzip(), archive), read()])
    return texts
  } catch (error) {
    if (error instanceof BadUsage) throw error
    throw new BadUsage(`${file} is no bundle that can be read: ${wordsOf(error)}`, { cause: error })
  }
}

function linesOf<S extends TSchema>(file: string, text: string, schema: S): Static<S>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const told = parsed(file, line)
      if (!Value.Check(schema, told)) throw new BadUsage(`${file} was made by another version`)
      return told
    })
}

function parsed(file: string, line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new BadUsage(`${file} is no bundle that can be read: ${wordsOf(error)}`, { cause: error })
  }
}
